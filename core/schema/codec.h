// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/time.h"
#include "core/schema/describe.h"
#include "core/schema/suggestion.h"

#include <algorithm>
#include <cmath>
#include <format>
#include <functional>

/// JSON from and to described models.
namespace portolan::schema {

enum class UnknownKeys : std::uint8_t { Ignore, Refuse };

template <class T>
void write(JsonWriter &writer, const T &value);

/// Reads `value` into `target`; what is refused is added to `errors` under `pointer`.
template <class T>
void read(JsonValue value, T &target, const std::string &pointer, UnknownKeys unknown, std::vector<FieldError> &errors);

/// The model, a list or a map of models as compact JSON.
template <class T>
[[nodiscard]] std::string encode(const T &value, bool pretty = false)
{
    JsonWriter writer;
    write(writer, value);
    return writer.text(pretty);
}

/// InvalidArgument when the text is not JSON; InvalidField with every refused value when it does not fit the model.
template <class T>
[[nodiscard]] Result<T> decode(std::string_view text, UnknownKeys unknown = UnknownKeys::Ignore)
{
    auto document = JsonDocument::parse(text);
    if (!document)
        return std::unexpected(std::move(document.error()));
    T value{};
    std::vector<FieldError> errors;
    read(document->root(), value, "", unknown, errors);
    if (errors.empty())
        return value;
    return failFields(std::move(errors));
}

namespace detail {

template <class Model>
void writeFields(JsonWriter &writer, const Model &model)
{
    forEachField<Model>([&](const auto &field) {
        const auto &value = model.*field.member;
        if (field.options.presence == Presence::OmitWhenEmpty && isEmpty(value))
            return;
        writer.key(field.name);
        if (field.options.presence == Presence::NullWhenEmpty && isEmpty(value))
            writer.null();
        else
            write(writer, value);
        if (field.options.emitAliases) {
            for (const std::string_view alias : field.options.aliases) {
                if (alias.empty())
                    continue;
                writer.key(alias);
                write(writer, value);
            }
        }
    });
}

/// The rules of one field, after its value was read.
template <class Value>
void checkField(const Value &value, const FieldOptions &options, const std::string &pointer,
                std::vector<FieldError> &errors)
{
    if constexpr (isOptional<Value>) {
        if (value)
            checkField(*value, options, pointer, errors);
    } else if constexpr (std::same_as<Value, std::string>) {
        if (value.size() < options.minLength)
            errors.push_back({pointer, value.empty()
                                           ? "must not be empty"
                                           : std::format("must have at least {} characters", options.minLength)});
        else if (value.size() > options.maxLength)
            errors.push_back({pointer, std::format("must have at most {} characters", options.maxLength)});
        else if (options.check && !(value.empty() && !options.required))
            if (auto refusal = options.check(value))
                errors.push_back({pointer, std::move(*refusal)});
    } else if constexpr (isVector<Value> || isMap<Value>) {
        if (value.size() < options.minLength)
            errors.push_back({pointer, value.empty()
                                           ? "must not be empty"
                                           : std::format("must have at least {} entries", options.minLength)});
        else if (value.size() > options.maxLength)
            errors.push_back({pointer, std::format("must have at most {} entries", options.maxLength)});
        else if constexpr (std::same_as<Value, std::vector<std::string>>) {
            for (std::size_t at = 0; options.check && at < value.size(); ++at)
                if (auto refusal = options.check(value[at]))
                    errors.push_back({std::format("{}/{}", pointer, at), std::move(*refusal)});
        }
    } else if constexpr (std::is_arithmetic_v<Value> && !std::same_as<Value, bool>) {
        if (static_cast<double>(value) < options.minimum)
            errors.push_back({pointer, std::format("must be at least {}", options.minimum)});
        else if (static_cast<double>(value) > options.maximum)
            errors.push_back({pointer, std::format("must be at most {}", options.maximum)});
    } else if constexpr (std::same_as<Value, std::chrono::milliseconds>) {
        const auto inMilliseconds = [](double seconds) {
            return std::chrono::milliseconds(std::llround(seconds * 1000));
        };
        const double seconds = std::chrono::duration<double>(value).count();
        if (seconds < options.minimum)
            errors.push_back({pointer, "must be at least " + formatDuration(inMilliseconds(options.minimum))});
        else if (seconds > options.maximum)
            errors.push_back({pointer, "must be at most " + formatDuration(inMilliseconds(options.maximum))});
    }
}

template <class Model>
void readFields(JsonValue value, Model &model, const std::string &pointer, UnknownKeys unknown,
                std::vector<FieldError> &errors)
{
    if (value.kind() != JsonValue::Kind::Object) {
        errors.push_back({pointer, std::format("must be an object, not {}", value.kindName())});
        return;
    }
    const std::size_t errorsBefore = errors.size();
    forEachField<Model>([&](const auto &field) {
        std::string_view name = field.name;
        auto member = value.find(name);
        for (const std::string_view alias : field.options.aliases)
            if (!member && !alias.empty() && (member = value.find(alias)))
                name = alias;
        const std::string memberPointer = pointer + pointerSegment(name);
        if (!member || member->kind() == JsonValue::Kind::Null) {
            if (field.options.required)
                errors.push_back({memberPointer, "is required"});
            return;
        }
        const std::size_t before = errors.size();
        read(*member, model.*field.member, memberPointer, unknown, errors);
        if (errors.size() == before)
            checkField(model.*field.member, field.options, memberPointer, errors);
    });
    if (unknown == UnknownKeys::Refuse) {
        value.forEachMember([&](std::string_view key, JsonValue) {
            std::vector<std::string_view> names;
            forEachField<Model>([&](const auto &field) {
                names.push_back(field.name);
                std::ranges::copy_if(field.options.aliases, std::back_inserter(names),
                                     std::not_fn(&std::string_view::empty));
            });
            if (!std::ranges::contains(names, key))
                errors.push_back({pointer + pointerSegment(key), "is not known" + didYouMean(key, names)});
        });
    }
    if constexpr (requires { Description<Model>::check(model, errors); }) {
        if (errors.size() == errorsBefore) {
            Description<Model>::check(model, errors);
            for (std::size_t at = errorsBefore; at < errors.size(); ++at)
                errors[at].pointer.insert(0, pointer);
        }
    }
}

template <class Enum>
void readEnum(JsonValue value, Enum &target, const std::string &pointer, std::vector<FieldError> &errors)
{
    const auto text = value.toString();
    if (const auto known = text ? enumFromName<Enum>(*text) : std::nullopt) {
        target = *known;
        return;
    }
    std::string choices;
    for (const auto &[candidate, name] : EnumNames<Enum>::names)
        choices += std::format("{}{}", choices.empty() ? "" : ", ", name);
    errors.push_back({pointer, "must be one of " + choices});
}

template <class Number>
void readInteger(JsonValue value, Number &target, const std::string &pointer, std::vector<FieldError> &errors)
{
    const auto number = value.toInteger();
    if (!number)
        errors.push_back({pointer,
                          std::format("must be a whole number, not {}",
                                      value.kind() == JsonValue::Kind::Number ? "a fraction" : value.kindName())});
    else if (!std::in_range<Number>(*number))
        errors.push_back({pointer, "is out of range"});
    else
        target = static_cast<Number>(*number);
}

} // namespace detail

template <class T>
void write(JsonWriter &writer, const T &value)
{
    if constexpr (std::same_as<T, bool>) {
        writer.boolean(value);
    } else if constexpr (std::integral<T>) {
        writer.integer(static_cast<std::int64_t>(value));
    } else if constexpr (std::floating_point<T>) {
        writer.number(value);
    } else if constexpr (std::convertible_to<T, std::string_view>) {
        writer.string(value);
    } else if constexpr (std::same_as<T, Time>) {
        writer.string(formatTime(value));
    } else if constexpr (std::same_as<T, std::chrono::milliseconds>) {
        writer.string(formatDuration(value));
    } else if constexpr (std::same_as<T, RawJson>) {
        writer.raw(value);
    } else if constexpr (NamedEnum<T>) {
        writer.string(enumName(value));
    } else if constexpr (detail::isOptional<T>) {
        value ? write(writer, *value) : static_cast<void>(writer.null());
    } else if constexpr (detail::isVector<T>) {
        writer.beginArray();
        for (const auto &element : value)
            write(writer, element);
        writer.endArray();
    } else if constexpr (detail::isMap<T>) {
        writer.beginObject();
        for (const auto &[key, element] : value) {
            writer.key(key);
            write(writer, element);
        }
        writer.endObject();
    } else {
        static_assert(Described<T>, "schema::Description<T> is missing, or the member's type has no JSON form");
        writer.beginObject();
        detail::writeFields(writer, value);
        writer.endObject();
    }
}

template <class T>
void read(JsonValue value, T &target, const std::string &pointer, UnknownKeys unknown, std::vector<FieldError> &errors)
{
    const auto refuse = [&](std::string_view wanted) {
        errors.push_back({pointer, std::format("must be {}, not {}", wanted, value.kindName())});
    };
    if constexpr (std::same_as<T, bool>) {
        if (const auto flag = value.toBool())
            target = *flag;
        else
            refuse("true or false");
    } else if constexpr (std::integral<T>) {
        detail::readInteger(value, target, pointer, errors);
    } else if constexpr (std::floating_point<T>) {
        if (const auto number = value.toDouble())
            target = *number;
        else
            refuse("a number");
    } else if constexpr (std::same_as<T, std::string>) {
        if (const auto text = value.toString())
            target = *text;
        else
            refuse("a string");
    } else if constexpr (std::same_as<T, Time>) {
        const auto text = value.toString();
        if (!text)
            return refuse("a time (RFC 3339)");
        if (auto time = parseTime(*text))
            target = *time;
        else
            errors.push_back({pointer, std::move(time.error().detail)});
    } else if constexpr (std::same_as<T, std::chrono::milliseconds>) {
        if (value.kind() != JsonValue::Kind::String && value.kind() != JsonValue::Kind::Number)
            return refuse("a duration such as \"1h30m\"");
        if (auto duration = parseDuration(value.toString() ? std::string(*value.toString()) : value.toJson()))
            target = *duration;
        else
            errors.push_back({pointer, std::move(duration.error().detail)});
    } else if constexpr (std::same_as<T, RawJson>) {
        target.text = value.toJson();
    } else if constexpr (NamedEnum<T>) {
        detail::readEnum(value, target, pointer, errors);
    } else if constexpr (detail::isOptional<T>) {
        if (value.kind() != JsonValue::Kind::Null)
            read(value, target.emplace(), pointer, unknown, errors);
    } else if constexpr (detail::isVector<T>) {
        if (value.kind() != JsonValue::Kind::Array)
            return refuse("an array");
        target.clear(); // of what it holds where nothing is given
        value.forEachElement([&](std::size_t index, JsonValue element) {
            read(element, target.emplace_back(), std::format("{}/{}", pointer, index), unknown, errors);
        });
    } else if constexpr (detail::isMap<T>) {
        if (value.kind() != JsonValue::Kind::Object)
            return refuse("an object");
        target.clear();
        value.forEachMember([&](std::string_view key, JsonValue element) {
            read(element, target[std::string(key)], pointer + pointerSegment(key), unknown, errors);
        });
    } else {
        static_assert(Described<T>, "schema::Description<T> is missing, or the member's type has no JSON form");
        detail::readFields(value, target, pointer, unknown, errors);
    }
}

} // namespace portolan::schema
