// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/codec.h"

namespace portolan {

/// JSON as YAML for people: maps and lists as blocks, texts of several lines as literal blocks, and quotes only where
/// something would be read as another type without them, also by readers of YAML 1.1. Ends with a line feed.
/// yamlToJson() (yaml.h) reads it as what it was.
[[nodiscard]] std::string yamlOf(JsonValue value);
/// The same of what stands behind the colon of a key that begins in column `indent`, counted from 0: with the space or
/// the line feed in front of it.
[[nodiscard]] std::string yamlBehindKey(JsonValue value, std::size_t indent);

namespace schema {
namespace detail {

template <class T>
void writeBriefly(JsonWriter &writer, const T &value);

/// Whether nothing of it has to be written, because what is missing is read as the same.
template <class T>
[[nodiscard]] bool isLeftOut(const T &value)
{
    if constexpr (Described<T>) {
        bool all = true;
        forEachField<T>([&](const auto &field) {
            all = all && !field.options.required && isLeftOut(value.*field.member) && isLeftOut(T{}.*field.member);
        });
        return all;
    } else if constexpr (std::is_arithmetic_v<T> || std::same_as<T, std::chrono::milliseconds>) {
        return false; // zero says something
    } else {
        return isEmpty(value);
    }
}

template <class Model>
void writeFieldsBriefly(JsonWriter &writer, const Model &model)
{
    forEachField<Model>([&](const auto &field) {
        const auto &value = model.*field.member;
        const bool omitted = field.options.presence == Presence::OmitWhenEmpty && isEmpty(value);
        if (omitted || (!field.options.required && isLeftOut(value) && isLeftOut(Model{}.*field.member)))
            return;
        writer.key(field.name);
        writeBriefly(writer, value);
    });
}

template <class T>
void writeBriefly(JsonWriter &writer, const T &value)
{
    if constexpr (isOptional<T>) {
        value ? writeBriefly(writer, *value) : static_cast<void>(writer.null());
    } else if constexpr (isVector<T>) {
        writer.beginArray();
        for (const auto &element : value)
            writeBriefly(writer, element);
        writer.endArray();
    } else if constexpr (isMap<T>) {
        writer.beginObject();
        for (const auto &[key, element] : value) {
            writer.key(key);
            writeBriefly(writer, element);
        }
        writer.endObject();
    } else if constexpr (Described<T>) {
        writer.beginObject();
        writeFieldsBriefly(writer, value);
        writer.endObject();
    } else {
        write(writer, value);
    }
}

} // namespace detail

/// The model as YAML, for people who change it: empty texts, lists, maps and optionals are left out where they are read
/// as empty again. decode() of it gives the same model.
template <class T>
[[nodiscard]] std::string encodeYaml(const T &value)
{
    JsonWriter writer;
    detail::writeBriefly(writer, value);
    const auto document = JsonDocument::parse(writer.text());
    return document ? yamlOf(document->root()) : std::string(); // what was just written is JSON
}

} // namespace schema
} // namespace portolan
