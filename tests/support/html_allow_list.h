// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::test {

/// Reads the HTML of instructions as strictly as it may be written, so that no two browsers can differ: tags and
/// attributes of a list, values in double quotes, all that is opened is closed in order, and nothing else has a '<'.
class HtmlAllowList
{
public:
    /// What is wrong with it; empty where nothing is.
    [[nodiscard]] static std::string problemOf(std::string_view html)
    {
        HtmlAllowList reader(html);
        while (reader.m_problem.empty() && !reader.m_rest.empty())
            reader.readNext();
        if (reader.m_problem.empty() && !reader.m_open.empty())
            reader.m_problem = "not closed: " + reader.m_open.back();
        return reader.m_problem;
    }

private:
    using Attributes = std::map<std::string, std::string, std::less<>>;

    explicit HtmlAllowList(std::string_view html) : m_rest(html) {}

    [[nodiscard]] static const std::map<std::string, std::set<std::string, std::less<>>, std::less<>> &allowed()
    {
        static const std::map<std::string, std::set<std::string, std::less<>>, std::less<>> list{
            {"a", {"href", "rel", "target", "title"}},
            {"blockquote", {}},
            {"br", {}},
            {"button",
             {"type", "class", "data-action", "data-command", "data-text", "data-url", "data-session", "data-clear",
              "data-endl", "data-event", "data-titled"}},
            {"code", {"class"}},
            {"del", {}},
            {"div", {"class", "role"}},
            {"em", {}},
            {"h2", {"id"}},
            {"h3", {"id"}},
            {"h4", {"id"}},
            {"h5", {"id"}},
            {"h6", {"id"}},
            {"hr", {}},
            {"img", {"src", "alt", "title"}},
            {"li", {"class"}},
            {"ol", {"start"}},
            {"p", {}},
            {"pre", {}},
            {"span", {"class"}},
            {"strong", {}},
            {"table", {}},
            {"tbody", {}},
            {"td", {"class"}},
            {"th", {"class"}},
            {"thead", {}},
            {"tr", {}},
            {"ul", {}},
        };
        return list;
    }

    void fail(std::string_view what)
    {
        if (m_problem.empty())
            m_problem = std::string(what) + " before: " + std::string(m_rest.substr(0, 60));
    }

    bool skip(std::string_view word)
    {
        if (!m_rest.starts_with(word))
            return false;
        m_rest.remove_prefix(word.size());
        return true;
    }

    std::string takeName()
    {
        const auto name = m_rest.substr(0, m_rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"));
        m_rest.remove_prefix(name.size());
        return std::string(name);
    }

    void readNext()
    {
        const auto text = m_rest.substr(0, m_rest.find('<'));
        checkCharacters(text);
        m_rest.remove_prefix(text.size());
        if (m_problem.empty() && skip("</")) {
            const auto tag = takeName();
            if (m_open.empty() || m_open.back() != tag || !skip(">"))
                return fail("closes what is not open: " + tag);
            m_open.pop_back();
        } else if (m_problem.empty() && skip("<")) {
            readTag(takeName());
        }
    }

    void readTag(const std::string &tag)
    {
        const auto found = allowed().find(tag);
        if (found == allowed().end())
            return fail("a tag that is not allowed: " + tag);
        Attributes attributes;
        while (skip(" ")) {
            const auto name = takeName();
            const auto end = skip("=\"") ? m_rest.find('"') : m_rest.npos;
            if (end == m_rest.npos || !found->second.contains(name) || attributes.contains(name))
                return fail("an attribute that is not allowed: " + tag + " " + name);
            attributes[name] = m_rest.substr(0, end);
            checkCharacters(attributes[name]);
            m_rest.remove_prefix(end + 1);
        }
        if (!skip(">"))
            return fail("a tag without end: " + tag);
        checkAttributes(tag, attributes);
        constexpr auto empty = std::to_array<std::string_view>({"br", "hr", "img"});
        if (std::ranges::contains(empty, tag))
            return;
        if ((tag == "a" || tag == "button")
            && (std::ranges::contains(m_open, "a") || std::ranges::contains(m_open, "button")))
            return fail("a " + tag + " within another");
        m_open.push_back(tag);
    }

    void checkCharacters(std::string_view text)
    {
        for (const char character : text)
            if ((static_cast<unsigned char>(character) < 0x20 && character != '\n' && character != '\t')
                || character == '<' || character == '>' || character == '"' || character == '\'')
                return fail("a character that has to be escaped");
    }

    void checkAttributes(const std::string &tag, const Attributes &attributes)
    {
        const auto begins = [&](std::string_view name, std::initializer_list<std::string_view> with) {
            const auto found = attributes.find(name);
            std::string value = found == attributes.end() ? std::string() : found->second;
            std::ranges::transform(value, value.begin(),
                                   [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 32) : c; });
            return std::ranges::any_of(with, [&](std::string_view start) { return value.starts_with(start); });
        };
        if (tag == "a" && !begins("href", {"#at-"})
            && !(begins("href", {"http://", "https://", "mailto:"}) && begins("rel", {"noopener noreferrer"})
                 && begins("target", {"_blank"})))
            fail("a link to " + (attributes.contains("href") ? attributes.find("href")->second : "nowhere"));
        if (tag == "img"
            && !begins("src", {"data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,",
                               "data:image/webp;base64,"}))
            fail("an image that is not data");
        if (attributes.contains("data-url") && !begins("data-url", {"http://", "https://"}))
            fail("an action's address");
        if (attributes.contains("id") && !begins("id", {"at-"}))
            fail("an id that may be the page's");
        constexpr auto classes = std::to_array<std::string_view>({"action", "action-title", "action-subject",
                                                                  "action-description", "action-error", "table", "task",
                                                                  "center", "right"});
        if (const auto found = attributes.find("class"); found != attributes.end()
                                                         && !std::ranges::contains(classes, found->second)
                                                         && !found->second.starts_with("language-"))
            fail("a class that may be the page's");
    }

    std::string_view m_rest;
    std::vector<std::string> m_open;
    std::string m_problem;
};

} // namespace portolan::test
