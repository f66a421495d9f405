// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/schema/yaml.h"

#include "core/base/encoding.h"
#include "core/schema/json.h"

#include <charconv>
#include <cmath>
#include <format>
#include <set>
#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

namespace portolan {

namespace {

struct Refused {
    Error error;
};

Error errorAt(std::string_view prefix, const YAML::Mark &mark, std::string_view why)
{
    return {.code = ErrorCode::InvalidArgument,
            .detail = std::format("{}: {} at line {}, column {}", prefix, why, mark.line + 1, mark.column + 1),
            .args = {{"line", std::to_string(mark.line + 1)},
                     {"column", std::to_string(mark.column + 1)},
                     {"why", std::format("{}: {}", prefix, why)}}};
}

[[noreturn]] void refuse(const YAML::Mark &mark, std::string_view why)
{
    throw Refused{errorAt("not usable YAML", mark, why)};
}

class Converter
{
public:
    Converter(const YamlLimits &limits, YamlMarks *marks) : m_limits(limits), m_marks(marks) {}

    std::string convert(const YAML::Node &root)
    {
        write(root, 0);
        return m_writer.text();
    }

private:
    void write(const YAML::Node &node, std::size_t depth)
    {
        if (depth > m_limits.depth)
            refuse(node.Mark(), "it is nested too deeply");
        if (++m_nodes > m_limits.nodes)
            refuse(node.Mark(), "it has too many values");
        switch (node.Type()) {
        case YAML::NodeType::Undefined:
        case YAML::NodeType::Null:
            m_writer.null();
            break;
        case YAML::NodeType::Scalar:
            writeScalar(node);
            break;
        case YAML::NodeType::Sequence:
            m_writer.beginArray();
            writeList(node, depth);
            m_writer.endArray();
            break;
        case YAML::NodeType::Map:
            writeMap(node, depth);
            break;
        }
    }

    /// The value of a map or a list that `segment` leads to.
    void writeWithin(std::string_view segment, const YAML::Mark &mark, const YAML::Node &value, std::size_t depth)
    {
        if (!m_marks)
            return write(value, depth);
        const std::size_t before = m_pointer.size();
        m_pointer += pointerSegment(segment);
        m_marks->insert_or_assign(m_pointer, YamlMark{.line = mark.line + 1, .column = mark.column + 1});
        write(value, depth);
        m_pointer.resize(before);
    }

    void writeList(const YAML::Node &node, std::size_t depth)
    {
        std::size_t index = 0;
        for (const auto &element : node)
            writeWithin(std::to_string(index++), element.Mark(), element, depth + 1);
    }

    void writeMap(const YAML::Node &node, std::size_t depth)
    {
        std::set<std::string> seen;
        m_writer.beginObject();
        for (const auto &member : node) {
            if (!member.first.IsScalar())
                refuse(member.first.Mark(), "a key is not a plain text");
            const std::string key = member.first.Scalar();
            if (!seen.insert(key).second)
                refuse(member.first.Mark(), std::format("the key \"{}\" stands twice", key));
            m_writer.key(key);
            writeWithin(key, member.first.Mark(), member.second, depth + 1);
        }
        m_writer.endObject();
    }

    /// Section 10.3.2 of YAML 1.2: a plain scalar may be null, a boolean or a number; a quoted one is always text.
    void writeScalar(const YAML::Node &node)
    {
        const std::string &text = node.Scalar();
        if (node.Tag() == "!") {
            m_writer.string(text);
        } else if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") {
            m_writer.null();
        } else if (text == "true" || text == "True" || text == "TRUE") {
            m_writer.boolean(true);
        } else if (text == "false" || text == "False" || text == "FALSE") {
            m_writer.boolean(false);
        } else if (!writeNumber(text)) {
            m_writer.string(text);
        }
    }

    bool writeNumber(std::string_view text)
    {
        if (text.starts_with('+'))
            text.remove_prefix(1);
        const char *const end = text.data() + text.size();
        std::int64_t integer = 0;
        if (const auto [last, error] = std::from_chars(text.data(), end, integer);
            error == std::errc{} && last == end) {
            m_writer.integer(integer);
            return true;
        }
        double number = 0;
        if (text.find_first_not_of("0123456789.eE+-") != text.npos)
            return false;
        if (const auto [last, error] = std::from_chars(text.data(), end, number); error == std::errc{} && last == end) {
            m_writer.number(number);
            return true;
        }
        return false;
    }

    YamlLimits m_limits;
    YamlMarks *m_marks;
    std::string m_pointer;
    JsonWriter m_writer;
    std::size_t m_nodes = 0;
};

/// Looks at nothing.
class Ignored final : public YAML::EventHandler
{
public:
    void OnDocumentStart(const YAML::Mark &) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &, YAML::anchor_t) override {}
    void OnAlias(const YAML::Mark &, YAML::anchor_t) override {}
    void OnScalar(const YAML::Mark &, const std::string &, YAML::anchor_t, const std::string &) override {}
    void OnSequenceStart(const YAML::Mark &, const std::string &, YAML::anchor_t, YAML::EmitterStyle::value) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark &, const std::string &, YAML::anchor_t, YAML::EmitterStyle::value) override {}
    void OnMapEnd() override {}
};

/// Not by YAML::LoadAll, which finds documents without end, and room for none, behind a comma that is in no brackets
/// (yaml-cpp issue 1040).
void requireOneDocument(const std::string &text)
{
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    Ignored ignored;
    if (!parser.HandleNextDocument(ignored))
        throw Refused{{.code = ErrorCode::InvalidArgument, .detail = "not usable YAML: it has no document"}};
    if (parser.HandleNextDocument(ignored))
        throw Refused{{.code = ErrorCode::InvalidArgument,
                       .detail = "not usable YAML: it has more than one document, or something behind its end"}};
}

/// YAML 1.2 section 5.1: what may not stand in a text unless it is escaped.
bool isControl(char c)
{
    return (static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\n' && c != '\r') || c == '\x7f';
}

} // namespace

Result<std::string> yamlToJson(std::string_view text, const YamlLimits &limits, YamlMarks *marks)
{
    if (text.size() > limits.bytes)
        return fail(ErrorCode::TooLarge,
                    std::format("the YAML text has {} bytes; {} are allowed", text.size(), limits.bytes));
    if (!isUtf8(text)) // yaml-cpp puts something else in the place of what is malformed
        return fail(ErrorCode::InvalidArgument, "not usable YAML: it is not UTF-8");
    if (const auto at = std::ranges::find_if(text, isControl); at != text.end()) {
        const std::string_view before(text.begin(), at);
        const auto line = std::ranges::count(before, '\n') + 1;
        return fail(ErrorCode::InvalidArgument,
                    std::format("not usable YAML: there is a control character in line {}", line));
    }
    try {
        const std::string whole(text);
        requireOneDocument(whole);
        return Converter(limits, marks).convert(YAML::Load(whole));
    } catch (const Refused &refused) {
        return std::unexpected(refused.error);
    } catch (const YAML::Exception &exception) {
        return std::unexpected(errorAt("not YAML", exception.mark, exception.msg));
    }
}

} // namespace portolan
