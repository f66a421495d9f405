// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/keys.h"

#include "core/schema/codec.h"
#include "server/config/configuration.h"

#include <algorithm>
#include <ranges>

namespace portolan::config {

namespace {

template <class T>
std::string typeName()
{
    if constexpr (std::same_as<T, bool>) {
        return "true or false";
    } else if constexpr (std::integral<T>) {
        return "whole number";
    } else if constexpr (std::same_as<T, std::string>) {
        return "text";
    } else if constexpr (std::same_as<T, milliseconds>) {
        return "duration";
    } else if constexpr (schema::NamedEnum<T>) {
        std::string names;
        for (const auto &[value, name] : schema::EnumNames<T>::names)
            names += std::format("{}{}", names.empty() ? "" : ", ", name);
        return schema::EnumNames<T>::names.size() == 1 ? names : "one of " + names;
    } else if constexpr (schema::detail::isOptional<T>) {
        return typeName<typename T::value_type>();
    } else if constexpr (schema::detail::isVector<T>) {
        return "list of " + typeName<typename T::value_type>();
    } else if constexpr (schema::detail::isMap<T>) {
        return "map of text to " + typeName<typename T::mapped_type>();
    } else {
        static_assert(schema::Described<T>, "the configuration has no word for this type");
        return "maps";
    }
}

template <class T>
constexpr bool isTextual()
{
    if constexpr (schema::detail::isOptional<T> || schema::detail::isVector<T>)
        return isTextual<typename T::value_type>();
    else
        return std::same_as<T, std::string> || std::same_as<T, milliseconds> || schema::NamedEnum<T>;
}

template <class T>
constexpr Key::Kind kindOf()
{
    if constexpr (schema::Described<T>) {
        return Key::Kind::Section;
    } else if constexpr (schema::detail::isMap<T>) {
        return Key::Kind::Structure;
    } else if constexpr (schema::detail::isVector<T>) {
        return schema::Described<typename T::value_type> ? Key::Kind::Structure : Key::Kind::List;
    } else {
        return Key::Kind::Scalar;
    }
}

std::string environmentName(std::string_view path)
{
    std::string name = "PORTOLAN_";
    for (const char letter : path)
        name += letter == '.' ? '_' : letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    return name;
}

std::string defaultText(std::string json)
{
    if (json == "null" || json == R"("")" || json == "[]" || json == "{}")
        return "none";
    std::erase(json, '"');
    return json;
}

template <class Model>
void collect(const Model &defaults, const std::string &prefix, const std::string &pointer, bool element,
             std::vector<Key> &keys)
{
    schema::forEachField<Model>([&]<class Value>(const schema::Field<Model, Value> &field) {
        constexpr Key::Kind kind = kindOf<Value>();
        const std::string path = prefix + std::string(field.name);
        const std::string own = pointer + pointerSegment(field.name);
        const auto &value = defaults.*field.member;
        keys.push_back({.path = path,
                        .pointer = element ? "" : own,
                        .environment = element || kind == Key::Kind::Section ? "" : environmentName(path),
                        .name = field.name,
                        .kind = kind,
                        .isText = isTextual<Value>(),
                        .element = element,
                        .required = field.options.required,
                        .type = kind == Key::Kind::Section ? "" : typeName<Value>(),
                        .defaultValue = kind == Key::Kind::Section ? "" : schema::encode(value),
                        .defaultText = defaultText(schema::encode(value)),
                        .doc = field.options.doc});
        if constexpr (schema::Described<Value>) {
            collect(value, path + ".", own, element, keys);
        } else if constexpr (schema::detail::isVector<Value>) {
            if constexpr (schema::Described<typename Value::value_type>)
                collect(typename Value::value_type{}, path + "[].", own, true, keys);
        }
    });
}

} // namespace

const std::vector<Key> &keys()
{
    static const std::vector<Key> all = [] {
        std::vector<Key> collected;
        collect(Configuration{}, "", "", false, collected);
        return collected;
    }();
    return all;
}

const Key *findKey(std::string_view path)
{
    const auto found = std::ranges::find(keys(), path, &Key::path);
    return found == keys().end() ? nullptr : &*found;
}

std::string pathOfPointer(std::string_view pointer)
{
    std::string path;
    for (const auto part : std::views::split(pointer.substr(pointer.empty() ? 0 : 1), '/')) {
        std::string segment(std::string_view(part.begin(), part.end()));
        for (const auto &[escaped, plain] : {std::pair("~1", "/"), std::pair("~0", "~")})
            for (std::size_t at = 0; (at = segment.find(escaped, at)) != segment.npos; ++at)
                segment.replace(at, 2, plain);
        const bool index = !path.empty() && !segment.empty() && std::ranges::all_of(segment, [](char character) {
            return character >= '0' && character <= '9';
        });
        path += index ? "[" + segment + "]" : (path.empty() ? "" : ".") + segment;
    }
    return path;
}

} // namespace portolan::config
