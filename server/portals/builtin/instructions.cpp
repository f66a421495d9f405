// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/builtin/instructions.h"

#include "core/base/encoding.h"
#include "core/schema/json.h"
#include "core/schema/yaml.h"
#include "server/portals/builtin/markdown_html.h"

#include <format>

namespace portolan::portals {

namespace {

/// Pages of Educates begin with a map between two lines `---`. What only looks so (a line across the page) is Markdown.
/// Gives its title, and takes it off the text.
std::string takeFrontMatter(std::string_view &markdown)
{
    constexpr std::string_view fence = "---\n";
    constexpr YamlLimits limits{.bytes = 16 * 1024, .depth = 8, .nodes = 200};
    if (!markdown.starts_with(fence))
        return {};
    const auto end = markdown.find("\n---\n", fence.size() - 1);
    if (end == markdown.npos)
        return {};
    const auto json = yamlToJson(markdown.substr(fence.size(), end + 1 - fence.size()), limits);
    const auto document = json ? JsonDocument::parse(*json) : std::unexpected(json.error());
    if (!document || document->root().kind() != JsonValue::Kind::Object)
        return {};
    markdown.remove_prefix(end + 1 + fence.size());
    const auto title = document->root().find("title");
    return std::string(title ? title->toString().value_or("") : "");
}

std::string withPlainLineEnds(std::string_view text)
{
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at)
        if (!text.substr(at).starts_with("\r\n"))
            plain += text[at];
    return plain;
}

/// `limits` are what the pages before have left.
Result<InstructionPage> renderPage(const InstructionSource &source, const InstructionVariables &variables,
                                   const InstructionLimits &limits)
{
    if (!isUtf8(source.markdown))
        return fail(ErrorCode::InvalidArgument, "it is not UTF-8");
    const auto plain = withPlainLineEnds(source.markdown);
    std::string_view markdown = plain;
    const auto frontTitle = takeFrontMatter(markdown);
    const VariableMarks text(markdown, variables);
    if (text.valueBytes() > limits.html)
        return fail(ErrorCode::TooLarge, std::format("with its variables it has more than {} bytes", limits.html));
    auto made = markdownToHtml(text, limits);
    if (!made)
        return std::unexpected(made.error());
    InstructionPage page{.name = source.name, .title = source.title, .html = std::move(made->html)};
    if (page.title.empty())
        page.title = frontTitle;
    if (!page.title.empty()) {
        const VariableMarks title(page.title, variables);
        page.title = title.valueBytes() > limits.html ? page.title : title.fill(title.marked());
    } else {
        page.title = made->heading.empty() ? source.name : std::move(made->heading);
    }
    return page;
}

} // namespace

Result<std::vector<InstructionPage>> renderInstructions(const std::vector<InstructionSource> &pages,
                                                        const InstructionVariables &variables,
                                                        const InstructionLimits &limits)
{
    auto left = limits;
    std::vector<InstructionPage> rendered;
    for (const auto &source : pages) {
        const auto where = std::format("the instructions' page \"{}\"", source.name);
        if (source.markdown.size() + source.title.size() > left.source)
            return fail(ErrorCode::TooLarge,
                        std::format("{}: the pages together have more than {} bytes", where, limits.source));
        auto page = renderPage(source, variables, left);
        if (!page)
            return failWithin(where, std::move(page.error()));
        left.source -= source.markdown.size() + source.title.size();
        left.html -= std::min(left.html, page->html.size());
        rendered.push_back(*std::move(page));
    }
    return rendered;
}

} // namespace portolan::portals
