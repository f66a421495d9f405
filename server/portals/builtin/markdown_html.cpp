// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/builtin/markdown_html.h"

#include "core/base/ascii.h"
#include "server/portals/builtin/html_text.h"
#include "server/portals/builtin/instruction_actions.h"

#include <md4c.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <format>
#include <unordered_map>

namespace portolan::portals {

namespace {

std::string toUtf8(std::uint32_t code)
{
    if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        code = 0xfffd;
    std::string bytes;
    const auto tail = [&](int shift) { bytes += static_cast<char>(0x80 | ((code >> shift) & 0x3f)); };
    if (code < 0x80) {
        bytes += static_cast<char>(code);
    } else if (code < 0x800) {
        bytes += static_cast<char>(0xc0 | (code >> 6));
        tail(0);
    } else if (code < 0x10000) {
        bytes += static_cast<char>(0xe0 | (code >> 12));
        tail(6);
        tail(0);
    } else {
        bytes += static_cast<char>(0xf0 | (code >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
    return bytes;
}

/// `&#106;` and `&#x6a;`; nothing for a name.
std::optional<std::string> numericEntity(std::string_view entity)
{
    if (!entity.starts_with("&#"))
        return {};
    const bool isHexadecimal = entity.size() > 2 && (entity[2] == 'x' || entity[2] == 'X');
    const auto digits = entity.substr(isHexadecimal ? 3 : 2);
    std::uint32_t code = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), code, isHexadecimal ? 16 : 10);
    return toUtf8(read.ec == std::errc() ? code : 0);
}

/// For attributes, which are escaped as a whole. A name that is not one of these stays a text: that is no way to write the
/// colon of a scheme.
std::string entityText(std::string_view entity)
{
    if (auto character = numericEntity(entity))
        return *std::move(character);
    for (const auto &[name, character] : std::to_array<std::pair<std::string_view, std::string_view>>(
             {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&nbsp;", "\u00a0"}}))
        if (entity == name)
            return std::string(character);
    return std::string(entity);
}

std::string plainText(const MD_ATTRIBUTE &attribute)
{
    std::string text;
    if (attribute.size == 0)
        return text;
    const std::string_view all(attribute.text, attribute.size);
    for (std::size_t part = 0; attribute.substr_offsets[part] < attribute.size; ++part) {
        const auto begin = attribute.substr_offsets[part];
        const auto piece = all.substr(begin, attribute.substr_offsets[part + 1] - begin);
        if (attribute.substr_types[part] == MD_TEXT_ENTITY)
            text += entityText(piece);
        else if (attribute.substr_types[part] == MD_TEXT_NULLCHAR)
            text += "\ufffd";
        else
            text += piece;
    }
    return text;
}

/// As in links to headings: small letters, digits, and hyphens for all between.
std::string slug(std::string_view text)
{
    std::string made;
    for (const char character : text) {
        const char lower = toLowerAscii(character);
        if (isLowerOrDigit(lower) || static_cast<unsigned char>(lower) >= 0x80)
            made += lower;
        else if (!made.empty() && made.back() != '-')
            made += '-';
    }
    if (made.ends_with('-'))
        made.pop_back();
    return made;
}

/// What a callback answers to end the parsing: some of the parser's ways go on after a positive number.
constexpr int stopped = -1;

/// Writes what the parser tells, tag by tag: what it has no words for cannot come out.
class HtmlWriter
{
public:
    HtmlWriter(const VariableMarks &variables, const InstructionLimits &limits)
        : m_variables(variables), m_limits(limits)
    {}

    [[nodiscard]] Result<MarkdownHtml> take();

    bool enterBlock(MD_BLOCKTYPE type, void *detail);
    bool leaveBlock(MD_BLOCKTYPE type, void *detail);
    bool enterSpan(MD_SPANTYPE type, void *detail);
    bool leaveSpan(MD_SPANTYPE type, void *detail);
    bool text(MD_TEXTTYPE type, std::string_view text);

private:
    /// Whether to go on.
    [[nodiscard]] bool isWithinLimits();
    void openCell(std::string_view tag, const MD_BLOCK_TD_DETAIL &cell);
    void closeHeading(unsigned level);
    void closeCode(const MD_BLOCK_CODE_DETAIL &code);
    void openLink(const MD_SPAN_A_DETAIL &link);
    void closeImage(const MD_SPAN_IMG_DETAIL &image);
    [[nodiscard]] std::string linkTag(const std::string &target, const std::string &title) const;
    [[nodiscard]] std::string filled(const MD_ATTRIBUTE &attribute) const
    {
        return m_variables.fill(plainText(attribute));
    }

    const VariableMarks &m_variables;
    const InstructionLimits &m_limits;
    MarkdownHtml m_made;
    Error m_error{.code = ErrorCode::Internal, .detail = "the Markdown cannot be read: there is no memory for it"};
    std::size_t m_depth = 0;
    std::size_t m_images = 0; ///< around this place: an image's text is its alt
    std::vector<bool> m_links; ///< around this place: whether each has a tag
    bool m_isInCode = false;
    bool m_isInHeading = false;
    std::size_t m_headingAt = 0;
    std::string m_heading;
    std::string m_code;
    std::string m_alt;
    std::unordered_map<std::string, std::size_t> m_ids; ///< how many headings have each
};

Result<MarkdownHtml> HtmlWriter::take()
{
    const MD_PARSER parser{
        .abi_version = 0,
        .flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS
                 | MD_FLAG_PERMISSIVEURLAUTOLINKS,
        .enter_block =
            [](MD_BLOCKTYPE type, void *detail, void *self) {
                return static_cast<HtmlWriter *>(self)->enterBlock(type, detail) ? 0 : stopped;
            },
        .leave_block =
            [](MD_BLOCKTYPE type, void *detail, void *self) {
                return static_cast<HtmlWriter *>(self)->leaveBlock(type, detail) ? 0 : stopped;
            },
        .enter_span = [](MD_SPANTYPE type, void *detail,
                         void *self) { return static_cast<HtmlWriter *>(self)->enterSpan(type, detail) ? 0 : stopped; },
        .leave_span = [](MD_SPANTYPE type, void *detail,
                         void *self) { return static_cast<HtmlWriter *>(self)->leaveSpan(type, detail) ? 0 : stopped; },
        .text = [](MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size,
                   void *self) { return static_cast<HtmlWriter *>(self)->text(type, {text, size}) ? 0 : stopped; },
        .debug_log = nullptr,
        .syntax = nullptr,
    };
    const auto &marked = m_variables.marked();
    if (md_parse(marked.data(), static_cast<MD_SIZE>(marked.size()), &parser, this) != 0)
        return std::unexpected(std::move(m_error));
    return std::move(m_made);
}

bool HtmlWriter::isWithinLimits()
{
    if (m_depth > m_limits.depth)
        m_error = {.code = ErrorCode::InvalidArgument,
                   .detail = std::format("it nests more than {} blocks and spans", m_limits.depth)};
    else if (m_made.html.size() + m_alt.size() + m_heading.size() + m_code.size() > m_limits.html)
        m_error = {.code = ErrorCode::TooLarge,
                   .detail = std::format("its HTML has more than {} bytes", m_limits.html)};
    else
        return true;
    return false;
}

void HtmlWriter::openCell(std::string_view tag, const MD_BLOCK_TD_DETAIL &cell)
{
    m_made.html += std::format("<{}", tag);
    if (cell.align == MD_ALIGN_CENTER)
        m_made.html += " class=\"center\"";
    else if (cell.align == MD_ALIGN_RIGHT)
        m_made.html += " class=\"right\"";
    m_made.html += '>';
}

bool HtmlWriter::enterBlock(MD_BLOCKTYPE type, void *detail)
{
    ++m_depth;
    auto &html = m_made.html;
    switch (type) {
    case MD_BLOCK_QUOTE:
        html += "<blockquote>\n";
        break;
    case MD_BLOCK_UL:
        html += "<ul>\n";
        break;
    case MD_BLOCK_OL:
        if (const auto start = static_cast<MD_BLOCK_OL_DETAIL *>(detail)->start; start == 1)
            html += "<ol>\n";
        else
            html += std::format("<ol start=\"{}\">\n", start);
        break;
    case MD_BLOCK_LI: {
        const auto &item = *static_cast<MD_BLOCK_LI_DETAIL *>(detail);
        if (item.is_task)
            html += item.task_mark == ' ' ? "<li class=\"task\">\u2610 " : "<li class=\"task\">\u2611 ";
        else
            html += "<li>";
        break;
    }
    case MD_BLOCK_HR:
        html += "<hr>\n";
        break;
    case MD_BLOCK_H:
        m_isInHeading = true;
        m_headingAt = html.size();
        break;
    case MD_BLOCK_CODE:
        m_isInCode = true;
        break;
    case MD_BLOCK_P:
        html += "<p>";
        break;
    case MD_BLOCK_TABLE:
        html += "<div class=\"table\"><table>\n";
        break;
    case MD_BLOCK_THEAD:
        html += "<thead>\n";
        break;
    case MD_BLOCK_TBODY:
        html += "<tbody>\n";
        break;
    case MD_BLOCK_TR:
        html += "<tr>";
        break;
    case MD_BLOCK_TH:
        openCell("th", *static_cast<MD_BLOCK_TD_DETAIL *>(detail));
        break;
    case MD_BLOCK_TD:
        openCell("td", *static_cast<MD_BLOCK_TD_DETAIL *>(detail));
        break;
    case MD_BLOCK_DOC:
    case MD_BLOCK_HTML:
        break; // there is none: MD_FLAG_NOHTML
    }
    return isWithinLimits();
}

bool HtmlWriter::leaveBlock(MD_BLOCKTYPE type, void *detail)
{
    --m_depth;
    auto &html = m_made.html;
    switch (type) {
    case MD_BLOCK_QUOTE:
        html += "</blockquote>\n";
        break;
    case MD_BLOCK_UL:
        html += "</ul>\n";
        break;
    case MD_BLOCK_OL:
        html += "</ol>\n";
        break;
    case MD_BLOCK_LI:
        html += "</li>\n";
        break;
    case MD_BLOCK_H:
        closeHeading(static_cast<MD_BLOCK_H_DETAIL *>(detail)->level);
        break;
    case MD_BLOCK_CODE:
        closeCode(*static_cast<MD_BLOCK_CODE_DETAIL *>(detail));
        break;
    case MD_BLOCK_P:
        html += "</p>\n";
        break;
    case MD_BLOCK_TABLE:
        html += "</table></div>\n";
        break;
    case MD_BLOCK_THEAD:
        html += "</thead>\n";
        break;
    case MD_BLOCK_TBODY:
        html += "</tbody>\n";
        break;
    case MD_BLOCK_TR:
        html += "</tr>\n";
        break;
    case MD_BLOCK_TH:
        html += "</th>";
        break;
    case MD_BLOCK_TD:
        html += "</td>";
        break;
    case MD_BLOCK_HR:
    case MD_BLOCK_DOC:
    case MD_BLOCK_HTML:
        break;
    }
    return isWithinLimits();
}

void HtmlWriter::closeHeading(unsigned level)
{
    if (m_made.heading.empty())
        m_made.heading = m_heading;
    auto id = "at-" + slug(m_heading);
    if (const auto number = ++m_ids[id]; number > 1)
        id += std::format("-{}", number);
    const auto shown = std::min(level + 1, 6u);
    m_made.html.insert(m_headingAt, std::format("<h{} id=\"{}\">", shown, escapedHtml(id)));
    m_made.html += std::format("</h{}>\n", shown);
    m_heading.clear();
    m_isInHeading = false;
}

void HtmlWriter::closeCode(const MD_BLOCK_CODE_DETAIL &code)
{
    if (const auto action = renderAction(plainText(code.info), m_code, m_variables)) {
        m_made.html += *action;
    } else {
        const auto language = slug(filled(code.lang));
        m_made.html += language.empty() ? std::string("<pre><code>")
                                        : std::format("<pre><code class=\"language-{}\">", escapedHtml(language));
        m_made.html += escapedHtml(m_variables.fill(m_code)) + "</code></pre>\n";
    }
    m_code.clear();
    m_isInCode = false;
}

std::string HtmlWriter::linkTag(const std::string &target, const std::string &title) const
{
    auto tag = target.starts_with('#') ? std::format("<a href=\"#at-{}\"", escapedHtml(target.substr(1)))
                                       : std::format("<a href=\"{}\"", escapedHtml(target));
    if (!target.starts_with('#'))
        tag += " rel=\"noopener noreferrer\" target=\"_blank\"";
    if (!title.empty())
        tag += std::format(" title=\"{}\"", escapedHtml(title));
    return tag + ">";
}

void HtmlWriter::openLink(const MD_SPAN_A_DETAIL &link)
{
    const auto target = linkTarget(filled(link.href));
    m_links.push_back(target.has_value());
    if (target)
        m_made.html += linkTag(*target, filled(link.title));
}

void HtmlWriter::closeImage(const MD_SPAN_IMG_DETAIL &image)
{
    const auto source = filled(image.src);
    const auto title = filled(image.title);
    if (const auto data = imageData(source)) {
        m_made.html += std::format("<img src=\"{}\" alt=\"{}\"", escapedHtml(*data), escapedHtml(m_alt));
        if (!title.empty())
            m_made.html += std::format(" title=\"{}\"", escapedHtml(title));
        m_made.html += '>';
    } else if (const auto target = webAddress(source); target && !std::ranges::contains(m_links, true)) {
        m_made.html += linkTag(*target, title) + escapedHtml(m_alt.empty() ? *target : m_alt) + "</a>";
    } else {
        m_made.html += escapedHtml(m_alt);
    }
    m_alt.clear();
}

bool HtmlWriter::enterSpan(MD_SPANTYPE type, void *detail)
{
    ++m_depth;
    if (type == MD_SPAN_IMG)
        ++m_images;
    if (m_images > 0)
        return isWithinLimits();
    auto &html = m_made.html;
    switch (type) {
    case MD_SPAN_EM:
        html += "<em>";
        break;
    case MD_SPAN_STRONG:
        html += "<strong>";
        break;
    case MD_SPAN_CODE:
        html += "<code>";
        break;
    case MD_SPAN_DEL:
        html += "<del>";
        break;
    case MD_SPAN_A:
        openLink(*static_cast<MD_SPAN_A_DETAIL *>(detail));
        break;
    default:
        break; // of extensions that are off
    }
    return isWithinLimits();
}

bool HtmlWriter::leaveSpan(MD_SPANTYPE type, void *detail)
{
    --m_depth;
    if (type == MD_SPAN_IMG && --m_images == 0)
        closeImage(*static_cast<MD_SPAN_IMG_DETAIL *>(detail));
    if (m_images > 0 || type == MD_SPAN_IMG)
        return isWithinLimits();
    auto &html = m_made.html;
    switch (type) {
    case MD_SPAN_EM:
        html += "</em>";
        break;
    case MD_SPAN_STRONG:
        html += "</strong>";
        break;
    case MD_SPAN_CODE:
        html += "</code>";
        break;
    case MD_SPAN_DEL:
        html += "</del>";
        break;
    case MD_SPAN_A:
        if (m_links.back())
            html += "</a>";
        m_links.pop_back();
        break;
    default:
        break;
    }
    return isWithinLimits();
}

bool HtmlWriter::text(MD_TEXTTYPE type, std::string_view text)
{
    if (m_isInCode) { // filled when it is known whether it is an action
        m_code += type == MD_TEXT_NULLCHAR ? std::string_view("\ufffd") : text;
        return isWithinLimits();
    }
    std::string plain;
    std::string markup;
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) {
        plain = "\n";
        markup = type == MD_TEXT_BR ? "<br>\n" : "\n";
    } else if (type == MD_TEXT_NULLCHAR) {
        markup = plain = "\ufffd";
    } else {
        plain = m_variables.fill(type == MD_TEXT_ENTITY ? entityText(text) : std::string(text));
        // A browser knows all names of entities; a name with a variable in it is none.
        const bool isName = type == MD_TEXT_ENTITY && plain == text && text.ends_with(';');
        markup = isName ? std::string(text) : escapedHtml(plain);
    }
    if (m_images > 0)
        m_alt += plain;
    else
        m_made.html += markup;
    if (m_isInHeading)
        m_heading += plain;
    return isWithinLimits();
}

} // namespace

Result<MarkdownHtml> markdownToHtml(const VariableMarks &text, const InstructionLimits &limits)
{
    return HtmlWriter(text, limits).take();
}

} // namespace portolan::portals
