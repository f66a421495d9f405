// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct yyjson_doc;
struct yyjson_val;
struct yyjson_mut_doc;
struct yyjson_mut_val;

namespace portolan {

/// JSON text kept as it is, for members whose shape is not ours to know (the data of an event). Empty means null.
struct RawJson {
    std::string text;

    bool operator==(const RawJson &) const = default;
};

/// A value of a parsed document; valid as long as its JsonDocument. Cheap to copy.
class JsonValue
{
public:
    enum class Kind { Null, Bool, Number, String, Array, Object };

    [[nodiscard]] Kind kind() const;
    /// For messages: "a string", "an object".
    [[nodiscard]] std::string_view kindName() const;

    [[nodiscard]] std::optional<bool> toBool() const;
    /// Only numbers without a fraction that fit.
    [[nodiscard]] std::optional<std::int64_t> toInteger() const;
    [[nodiscard]] std::optional<double> toDouble() const;
    [[nodiscard]] std::optional<std::string_view> toString() const;
    /// The value as compact JSON text.
    [[nodiscard]] std::string toJson() const;

    /// Of an array or an object; 0 for all else.
    [[nodiscard]] std::size_t size() const;
    /// The member of an object; nothing where there is none, or this is not an object.
    [[nodiscard]] std::optional<JsonValue> find(std::string_view key) const;
    void forEachMember(const std::function<void(std::string_view key, JsonValue value)> &visit) const;
    void forEachElement(const std::function<void(std::size_t index, JsonValue value)> &visit) const;

private:
    friend class JsonDocument;
    explicit JsonValue(yyjson_val *value) : m_value(value) {}

    yyjson_val *m_value;
};

/// Strict RFC 8259. Parsing does not recurse, so depth costs no stack; the caller bounds the size of the text.
class JsonDocument
{
public:
    /// InvalidArgument, with line and column, when the text is not JSON.
    [[nodiscard]] static Result<JsonDocument> parse(std::string_view text);

    [[nodiscard]] JsonValue root() const;

private:
    struct Free {
        void operator()(yyjson_doc *document) const;
    };
    std::unique_ptr<yyjson_doc, Free> m_document;
};

/// Writes JSON from front to back: `begin`, `key` and values in their order. Strings that are not UTF-8 have their
/// broken bytes replaced, because no JSON may hold them.
class JsonWriter
{
public:
    JsonWriter();

    JsonWriter &beginObject();
    JsonWriter &endObject();
    JsonWriter &beginArray();
    JsonWriter &endArray();
    /// The key of the next value.
    JsonWriter &key(std::string_view key);

    JsonWriter &null();
    JsonWriter &boolean(bool value);
    JsonWriter &integer(std::int64_t value);
    JsonWriter &number(double value);
    JsonWriter &string(std::string_view value);
    JsonWriter &raw(const RawJson &value);

    [[nodiscard]] std::string text(bool pretty = false) const;

private:
    JsonWriter &add(yyjson_mut_val *value);
    JsonWriter &begin(yyjson_mut_val *container);

    struct Free {
        void operator()(yyjson_mut_doc *document) const;
    };
    std::unique_ptr<yyjson_mut_doc, Free> m_document;
    std::vector<yyjson_mut_val *> m_open;
    yyjson_mut_val *m_key = nullptr;
};

/// One segment of a JSON pointer (RFC 6901), with its leading slash.
[[nodiscard]] std::string pointerSegment(std::string_view key);

} // namespace portolan
