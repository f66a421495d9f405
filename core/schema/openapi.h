// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

#include <cmath>

/// JSON Schema, as OpenAPI 3.0 and 3.1 both understand it, from described models.
namespace portolan::schema {

/// Gathers the models that a document refers to; each is written once under components/schemas.
class OpenApiSchemas
{
public:
    /// Writes a schema of `T` at the writer's place: inline for plain values, a $ref for models.
    template <class T>
    void writeReference(JsonWriter &writer);

    /// The components gathered so far, each name with its schema, as members of the open object.
    void writeComponents(JsonWriter &writer);

private:
    template <Described Model>
    void writeModel(JsonWriter &writer);
    template <class Value>
    void writeField(JsonWriter &writer, const FieldOptions &options);

    std::map<std::string_view, std::function<void(JsonWriter &)>> m_models;
    std::vector<std::string_view> m_pending;
};

template <class T>
void OpenApiSchemas::writeReference(JsonWriter &writer)
{
    if constexpr (Described<T>) {
        constexpr std::string_view name = Description<T>::name;
        if (m_models.emplace(name, [this](JsonWriter &target) { writeModel<T>(target); }).second)
            m_pending.push_back(name);
        writer.beginObject().key("$ref").string(std::format("#/components/schemas/{}", name)).endObject();
    } else if constexpr (detail::isOptional<T>) {
        writeReference<typename T::value_type>(writer);
    } else {
        writer.beginObject();
        writeField<T>(writer, {});
        writer.endObject();
    }
}

template <class Value>
void OpenApiSchemas::writeField(JsonWriter &writer, const FieldOptions &options)
{
    if constexpr (detail::isOptional<Value>) {
        writeField<typename Value::value_type>(writer, options);
    } else if constexpr (std::same_as<Value, bool>) {
        writer.key("type").string("boolean");
    } else if constexpr (std::is_arithmetic_v<Value>) {
        writer.key("type").string(std::integral<Value> ? "integer" : "number");
        if (std::isfinite(options.minimum))
            writer.key("minimum").number(options.minimum);
        if (std::isfinite(options.maximum))
            writer.key("maximum").number(options.maximum);
    } else if constexpr (std::same_as<Value, std::string>) {
        writer.key("type").string("string");
        if (options.minLength > 0)
            writer.key("minLength").integer(static_cast<std::int64_t>(options.minLength));
        if (options.maxLength < std::numeric_limits<std::size_t>::max())
            writer.key("maxLength").integer(static_cast<std::int64_t>(options.maxLength));
    } else if constexpr (std::same_as<Value, Time>) {
        writer.key("type").string("string").key("format").string("date-time");
    } else if constexpr (std::same_as<Value, std::chrono::milliseconds>) {
        // Not the format "duration", which is ISO 8601's only; that is read as well.
        writer.key("type").string("string").key("example").string("1h30m");
    } else if constexpr (NamedEnum<Value>) {
        writer.key("type").string("string").key("enum").beginArray();
        for (const auto &[value, name] : EnumNames<Value>::names)
            writer.string(name);
        writer.endArray();
    } else if constexpr (detail::isVector<Value>) {
        writer.key("type").string("array").key("items");
        writeReference<typename Value::value_type>(writer);
    } else if constexpr (detail::isMap<Value>) {
        writer.key("type").string("object").key("additionalProperties");
        writeReference<typename Value::mapped_type>(writer);
    } else {
        static_assert(std::same_as<Value, RawJson>, "the member's type has no schema");
    }
}

template <Described Model>
void OpenApiSchemas::writeModel(JsonWriter &writer)
{
    writer.beginObject().key("type").string("object").key("description").string(Description<Model>::doc);
    writer.key("properties").beginObject();
    std::vector<std::string_view> required;
    forEachField<Model>([&]<class Value>(const Field<Model, Value> &field) {
        writer.key(field.name);
        if (field.options.required)
            required.push_back(field.name);
        if constexpr (Described<Value>) {
            // A sibling of $ref is ignored in 3.0; allOf keeps the description.
            writer.beginObject().key("description").string(field.options.doc).key("allOf").beginArray();
            writeReference<Value>(writer);
            writer.endArray().endObject();
        } else {
            writer.beginObject();
            writeField<Value>(writer, field.options);
            if (!field.options.doc.empty())
                writer.key("description").string(field.options.doc);
            if (field.options.readOnly)
                writer.key("readOnly").boolean(true);
            writer.endObject();
        }
    });
    writer.endObject();
    if (!required.empty()) {
        writer.key("required").beginArray();
        for (const std::string_view name : required)
            writer.string(name);
        writer.endArray();
    }
    writer.endObject();
}

inline void OpenApiSchemas::writeComponents(JsonWriter &writer)
{
    // Writing a model may add those it refers to.
    for (std::size_t at = 0; at < m_pending.size(); ++at) {
        writer.key(m_pending[at]);
        m_models.at(m_pending[at])(writer);
    }
}

} // namespace portolan::schema
