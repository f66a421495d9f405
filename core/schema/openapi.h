// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

#include <cmath>

/// JSON Schema, as OpenAPI has it, from described models.
namespace portolan::schema {

/// They differ in how null is allowed and in where examples stand (3.1 is JSON Schema 2020-12).
enum class OpenApiVersion { V3_0, V3_1 };

/// Gathers the models that a document refers to; each is written once under components/schemas.
class OpenApiSchemas
{
public:
    explicit OpenApiSchemas(OpenApiVersion version) : m_version(version) {}

    /// Writes a schema of `T` at the writer's place: inline for plain values, a $ref for models.
    template <class T>
    void writeReference(JsonWriter &writer);

    /// The components gathered so far, each name with its schema, as members of the open object.
    void writeComponents(JsonWriter &writer);

private:
    template <Described Model>
    void writeModel(JsonWriter &writer);
    template <class Model, class Value>
    void writeMember(JsonWriter &writer, const Field<Model, Value> &field);
    template <class Value>
    void writeField(JsonWriter &writer, const FieldOptions &options, bool nullable = false);
    void writeType(JsonWriter &writer, std::string_view type, bool nullable) const;
    void writeExample(JsonWriter &writer, std::string_view example) const;

    OpenApiVersion m_version;
    std::map<std::string_view, std::function<void(JsonWriter &)>> m_models;
    std::vector<std::string_view> m_pending;
};

/// A schema without its type: what a document's generator keeps of a type T.
using SchemaOf = void (*)(OpenApiSchemas &schemas, JsonWriter &writer);
template <class T>
inline constexpr SchemaOf schemaOf =
    [](OpenApiSchemas &schemas, JsonWriter &writer) { schemas.writeReference<T>(writer); };

template <class T>
void OpenApiSchemas::writeReference(JsonWriter &writer)
{
    if constexpr (Described<T>) {
        constexpr std::string_view name = Description<T>::name;
        if (m_models.emplace(name, [this](JsonWriter &target) { writeModel<T>(target); }).second)
            m_pending.push_back(name);
        writer.beginObject().key("$ref").string(std::format("#/components/schemas/{}", name)).endObject();
    } else if constexpr (detail::isOptional<T>) {
        if constexpr (Described<typename T::value_type>) {
            writeReference<typename T::value_type>(writer);
        } else {
            writer.beginObject();
            writeField<T>(writer, {});
            writer.endObject();
        }
    } else {
        writer.beginObject();
        writeField<T>(writer, {});
        writer.endObject();
    }
}

inline void OpenApiSchemas::writeType(JsonWriter &writer, std::string_view type, bool nullable) const
{
    if (nullable && m_version == OpenApiVersion::V3_1) {
        writer.key("type").beginArray().string(type).string("null").endArray();
        return;
    }
    writer.key("type").string(type);
    if (nullable)
        writer.key("nullable").boolean(true);
}

inline void OpenApiSchemas::writeExample(JsonWriter &writer, std::string_view example) const
{
    if (m_version == OpenApiVersion::V3_1)
        writer.key("examples").beginArray().string(example).endArray();
    else
        writer.key("example").string(example);
}

template <class Value>
void OpenApiSchemas::writeField(JsonWriter &writer, const FieldOptions &options, bool nullable)
{
    const auto writeSize = [&](std::string_view least, std::string_view most) {
        if (options.minLength > 0)
            writer.key(least).integer(static_cast<std::int64_t>(options.minLength));
        if (options.maxLength < std::numeric_limits<std::size_t>::max())
            writer.key(most).integer(static_cast<std::int64_t>(options.maxLength));
    };
    if constexpr (detail::isOptional<Value>) {
        writeField<typename Value::value_type>(writer, options, options.presence != Presence::OmitWhenEmpty);
    } else if constexpr (std::same_as<Value, bool>) {
        writeType(writer, "boolean", nullable);
    } else if constexpr (std::is_arithmetic_v<Value>) {
        writeType(writer, std::integral<Value> ? "integer" : "number", nullable);
        if (std::isfinite(options.minimum))
            writer.key("minimum").number(options.minimum);
        if (std::isfinite(options.maximum))
            writer.key("maximum").number(options.maximum);
    } else if constexpr (std::same_as<Value, std::string>) {
        writeType(writer, "string", nullable);
        writeSize("minLength", "maxLength");
    } else if constexpr (std::same_as<Value, Time>) {
        writeType(writer, "string", nullable);
        writer.key("format").string("date-time");
    } else if constexpr (std::same_as<Value, std::chrono::milliseconds>) {
        // Not the format "duration", which is ISO 8601's only; that is read as well.
        writeType(writer, "string", nullable);
        writeExample(writer, "1h30m");
    } else if constexpr (NamedEnum<Value>) {
        writeType(writer, "string", nullable);
        writer.key("enum").beginArray();
        for (const auto &[value, name] : EnumNames<Value>::names)
            writer.string(name);
        if (nullable)
            writer.null();
        writer.endArray();
    } else if constexpr (detail::isVector<Value>) {
        writeType(writer, "array", nullable);
        writeSize("minItems", "maxItems");
        writer.key("items");
        writeReference<typename Value::value_type>(writer);
    } else if constexpr (detail::isMap<Value>) {
        writeType(writer, "object", nullable);
        writeSize("minProperties", "maxProperties");
        writer.key("additionalProperties");
        writeReference<typename Value::mapped_type>(writer);
    } else {
        static_assert(std::same_as<Value, RawJson>, "the member's type has no schema");
    }
}

/// One property. A sibling of $ref is ignored in 3.0, so that a model has its own description only.
template <class Model, class Value>
void OpenApiSchemas::writeMember(JsonWriter &writer, const Field<Model, Value> &field)
{
    if constexpr (Described<Value>)
        return writeReference<Value>(writer);
    writer.beginObject();
    if (!field.options.doc.empty())
        writer.key("description").string(field.options.doc);
    if (field.options.readOnly)
        writer.key("readOnly").boolean(true);
    if constexpr (detail::isOptional<Value>) {
        if constexpr (Described<typename Value::value_type>) {
            const bool nullable = field.options.presence != Presence::OmitWhenEmpty;
            const bool choice = nullable && m_version == OpenApiVersion::V3_1;
            if (nullable && !choice)
                writer.key("nullable").boolean(true);
            writer.key(choice ? "anyOf" : "allOf").beginArray();
            writeReference<Value>(writer);
            if (choice)
                writer.beginObject().key("type").string("null").endObject();
            writer.endArray();
        } else {
            writeField<Value>(writer, field.options);
        }
    } else if constexpr (!Described<Value>) {
        writeField<Value>(writer, field.options, field.options.presence == Presence::NullWhenEmpty);
    }
    writer.endObject();
}

template <Described Model>
void OpenApiSchemas::writeModel(JsonWriter &writer)
{
    writer.beginObject().key("type").string("object").key("description").string(Description<Model>::doc);
    writer.key("properties").beginObject();
    std::vector<std::string_view> required;
    forEachField<Model>([&](const auto &field) {
        writer.key(field.name);
        writeMember(writer, field);
        if (field.options.required)
            required.push_back(field.name);
        if (!field.options.emitAliases)
            return;
        for (const std::string_view alias : field.options.aliases) {
            if (alias.empty())
                continue;
            writer.key(alias);
            writeMember(writer, field);
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
