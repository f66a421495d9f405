// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/schema/json.h"

#include "core/base/encoding.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <format>
#include <yyjson.h>

namespace portolan {

namespace {

constexpr std::string_view replacementCharacter = "\xEF\xBF\xBD";

/// Replaces each byte that cannot stand in UTF-8.
std::string repairUtf8(std::string_view text)
{
    std::string repaired;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 1;
        while (length <= 4 && at + length <= text.size() && !isUtf8(text.substr(at, length)))
            ++length;
        if (length <= 4 && at + length <= text.size()) {
            repaired += text.substr(at, length);
            at += length;
        } else {
            repaired += replacementCharacter;
            ++at;
        }
    }
    return repaired;
}

std::string takeText(char *text, std::size_t length)
{
    std::string result(text ? text : "", text ? length : 0);
    std::free(text);
    return result;
}

} // namespace

JsonValue::Kind JsonValue::kind() const
{
    switch (yyjson_get_type(m_value)) {
    case YYJSON_TYPE_BOOL:
        return Kind::Bool;
    case YYJSON_TYPE_NUM:
        return Kind::Number;
    case YYJSON_TYPE_STR:
        return Kind::String;
    case YYJSON_TYPE_ARR:
        return Kind::Array;
    case YYJSON_TYPE_OBJ:
        return Kind::Object;
    default:
        return Kind::Null;
    }
}

std::string_view JsonValue::kindName() const
{
    switch (kind()) {
    case Kind::Null:
        return "null";
    case Kind::Bool:
        return "a boolean";
    case Kind::Number:
        return "a number";
    case Kind::String:
        return "a string";
    case Kind::Array:
        return "an array";
    case Kind::Object:
        return "an object";
    }
    return "null";
}

std::optional<bool> JsonValue::toBool() const
{
    return yyjson_is_bool(m_value) ? std::optional(yyjson_get_bool(m_value)) : std::nullopt;
}

std::optional<std::int64_t> JsonValue::toInteger() const
{
    if (yyjson_is_sint(m_value))
        return yyjson_get_sint(m_value);
    if (yyjson_is_uint(m_value) && yyjson_get_uint(m_value) <= INT64_MAX)
        return static_cast<std::int64_t>(yyjson_get_uint(m_value));
    if (yyjson_is_real(m_value)) {
        const double value = yyjson_get_real(m_value);
        if (std::trunc(value) == value && std::abs(value) <= 9007199254740992.0) // 2^53: exact in a double
            return static_cast<std::int64_t>(value);
    }
    return std::nullopt;
}

std::optional<double> JsonValue::toDouble() const
{
    return yyjson_is_num(m_value) ? std::optional(yyjson_get_num(m_value)) : std::nullopt;
}

std::optional<std::string_view> JsonValue::toString() const
{
    if (!yyjson_is_str(m_value))
        return std::nullopt;
    return std::string_view(yyjson_get_str(m_value), yyjson_get_len(m_value));
}

std::string JsonValue::toJson() const
{
    std::size_t length = 0;
    char *text = yyjson_val_write(m_value, YYJSON_WRITE_NOFLAG, &length);
    return takeText(text, length);
}

std::size_t JsonValue::size() const
{
    return yyjson_is_arr(m_value) ? yyjson_arr_size(m_value) : yyjson_obj_size(m_value);
}

std::optional<JsonValue> JsonValue::find(std::string_view key) const
{
    yyjson_val *value = yyjson_obj_getn(m_value, key.data(), key.size());
    return value ? std::optional(JsonValue(value)) : std::nullopt;
}

void JsonValue::forEachMember(const std::function<void(std::string_view, JsonValue)> &visit) const
{
    std::size_t index = 0;
    std::size_t count = 0;
    yyjson_val *key = nullptr;
    yyjson_val *value = nullptr;
    yyjson_obj_foreach(m_value, index, count, key, value)
        visit(std::string_view(yyjson_get_str(key), yyjson_get_len(key)), JsonValue(value));
}

void JsonValue::forEachElement(const std::function<void(std::size_t, JsonValue)> &visit) const
{
    std::size_t index = 0;
    std::size_t count = 0;
    yyjson_val *value = nullptr;
    yyjson_arr_foreach(m_value, index, count, value) visit(index, JsonValue(value));
}

void JsonDocument::Free::operator()(yyjson_doc *document) const
{
    yyjson_doc_free(document);
}

Result<JsonDocument> JsonDocument::parse(std::string_view text)
{
    yyjson_read_err error{};
    // Without the in-situ flag the text is only read; the signature lacks const.
    yyjson_doc *document = yyjson_read_opts(const_cast<char *>(text.data()), text.size(), YYJSON_READ_NOFLAG, nullptr,
                                            &error);
    if (!document) {
        const std::string_view before = text.substr(0, std::min<std::size_t>(error.pos, text.size()));
        const auto line = std::ranges::count(before, '\n') + 1;
        const auto lineStart = before.rfind('\n');
        const auto column = before.size() - (lineStart == before.npos ? 0 : lineStart + 1) + 1;
        return fail(ErrorCode::InvalidArgument,
                    std::format("not JSON: {} at line {}, column {}", error.msg ? error.msg : "empty", line, column));
    }
    JsonDocument result;
    result.m_document.reset(document);
    return result;
}

JsonValue JsonDocument::root() const
{
    return JsonValue(yyjson_doc_get_root(m_document.get()));
}

void JsonWriter::Free::operator()(yyjson_mut_doc *document) const
{
    yyjson_mut_doc_free(document);
}

JsonWriter::JsonWriter() : m_document(yyjson_mut_doc_new(nullptr)) {}

JsonWriter &JsonWriter::add(yyjson_mut_val *value)
{
    if (m_open.empty())
        yyjson_mut_doc_set_root(m_document.get(), value);
    else if (yyjson_mut_is_arr(m_open.back()))
        yyjson_mut_arr_append(m_open.back(), value);
    else
        yyjson_mut_obj_add(m_open.back(), std::exchange(m_key, nullptr), value);
    return *this;
}

JsonWriter &JsonWriter::begin(yyjson_mut_val *container)
{
    add(container);
    m_open.push_back(container);
    return *this;
}

JsonWriter &JsonWriter::beginObject()
{
    return begin(yyjson_mut_obj(m_document.get()));
}

JsonWriter &JsonWriter::endObject()
{
    m_open.pop_back();
    return *this;
}

JsonWriter &JsonWriter::beginArray()
{
    return begin(yyjson_mut_arr(m_document.get()));
}

JsonWriter &JsonWriter::endArray()
{
    return endObject();
}

JsonWriter &JsonWriter::key(std::string_view key)
{
    m_key = isUtf8(key) ? yyjson_mut_strncpy(m_document.get(), key.data(), key.size())
                        : yyjson_mut_strcpy(m_document.get(), repairUtf8(key).c_str());
    return *this;
}

JsonWriter &JsonWriter::null()
{
    return add(yyjson_mut_null(m_document.get()));
}

JsonWriter &JsonWriter::boolean(bool value)
{
    return add(yyjson_mut_bool(m_document.get(), value));
}

JsonWriter &JsonWriter::integer(std::int64_t value)
{
    return add(yyjson_mut_sint(m_document.get(), value));
}

JsonWriter &JsonWriter::number(double value)
{
    return std::isfinite(value) ? add(yyjson_mut_real(m_document.get(), value)) : null();
}

JsonWriter &JsonWriter::string(std::string_view value)
{
    if (isUtf8(value))
        return add(yyjson_mut_strncpy(m_document.get(), value.data(), value.size()));
    const std::string repaired = repairUtf8(value);
    return add(yyjson_mut_strncpy(m_document.get(), repaired.data(), repaired.size()));
}

JsonWriter &JsonWriter::raw(const RawJson &value)
{
    if (value.text.empty())
        return null();
    return add(yyjson_mut_rawncpy(m_document.get(), value.text.data(), value.text.size()));
}

std::string JsonWriter::text(bool pretty) const
{
    std::size_t length = 0;
    char *text = yyjson_mut_write(m_document.get(), pretty ? YYJSON_WRITE_PRETTY_TWO_SPACES : YYJSON_WRITE_NOFLAG,
                                  &length);
    return takeText(text, length);
}

std::string pointerSegment(std::string_view key)
{
    std::string segment = "/";
    for (const char character : key) {
        if (character == '~')
            segment += "~0";
        else if (character == '/')
            segment += "~1";
        else
            segment += character;
    }
    return segment;
}

} // namespace portolan
