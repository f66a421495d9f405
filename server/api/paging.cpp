// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/paging.h"

#include "core/base/encoding.h"

namespace portolan::api {

namespace {

constexpr std::array<std::string_view, 5> pagingParameters{"limit", "offset", "skip", "page", "size"};

/// The value of the one of two names that is given.
Result<std::optional<std::int64_t>> eitherParameter(const http::Query &query, std::string_view name,
                                                    std::string_view other, std::int64_t minimum, std::int64_t maximum)
{
    if (query.has(name) && query.has(other))
        return fail(ErrorCode::InvalidArgument, std::format("give {} or {}, not both", name, other));
    return integerParameter(query, query.has(other) ? other : name, minimum, maximum);
}

/// Writes the field Link. Lists are asked for often, and std::format would take longer than the list.
class Links
{
public:
    Links(const http::Request &request, const Paging &paging) : m_limit(std::to_string(paging.limit))
    {
        m_base = request.rawPath();
        char separator = '?';
        for (const auto &[name, value] : request.query().items()) {
            if (std::ranges::contains(pagingParameters, name))
                continue;
            (m_base += std::exchange(separator, '&')) += percentEncode(name);
            (m_base += '=') += percentEncode(value);
        }
        m_base += separator;
        m_byPages = request.query().has("page") || request.query().has("size");
        m_pageSize = paging.limit;
    }

    void add(std::size_t offset, std::string_view relation)
    {
        m_text.append(m_text.empty() ? "<" : ", <").append(m_base);
        if (m_byPages)
            m_text.append("page=").append(std::to_string(offset / m_pageSize + 1)).append("&size=");
        else
            m_text.append("offset=").append(std::to_string(offset)).append("&limit=");
        m_text.append(m_limit).append(">; rel=\"").append(relation).append("\"");
    }

    [[nodiscard]] const std::string &text() const { return m_text; }

private:
    std::string m_base; ///< up to where a page is named
    std::string m_limit;
    std::size_t m_pageSize = 1;
    bool m_byPages = false;
    std::string m_text;
};

} // namespace

Result<Paging> pagingOf(const http::Query &query, const PagingRules &rules)
{
    const auto most = static_cast<std::int64_t>(rules.most);
    const auto limit = eitherParameter(query, "limit", "size", 1, most);
    const auto offset = eitherParameter(query, "offset", "skip", 0, std::numeric_limits<std::int64_t>::max());
    const auto page = integerParameter(query, "page", 1, std::numeric_limits<std::int64_t>::max() / most);
    for (const auto *value : {&limit, &offset, &page})
        if (!*value)
            return std::unexpected(value->error());
    if (*page && *offset)
        return fail(ErrorCode::InvalidArgument, "give page, or offset (skip), not both");
    Paging paging{.limit = static_cast<std::size_t>(limit->value_or(static_cast<std::int64_t>(rules.limit))),
                  .sort = std::string(query.get("sort").value_or(""))};
    paging.offset = *page ? static_cast<std::size_t>(**page - 1) * paging.limit
                          : static_cast<std::size_t>(offset->value_or(0));
    const std::string_view order = query.get("order").value_or(rules.order);
    if (order != "asc" && order != "desc")
        return fail(ErrorCode::InvalidArgument, "the parameter order must be asc or desc");
    paging.descending = order == "desc";
    if (!rules.sorts.empty() && !paging.sort.empty() && !std::ranges::contains(rules.sorts, paging.sort)) {
        std::string known;
        for (const std::string_view sort : rules.sorts)
            known += std::format("{}{}", known.empty() ? "" : ", ", sort);
        return fail(ErrorCode::InvalidArgument, std::format("the parameter sort must be one of {}", known));
    }
    return paging;
}

http::Response &&paged(http::Response &&response, const http::Request &request, const Paging &paging, std::size_t total)
{
    response.headers.set("X-Total-Count", std::to_string(total));
    // Most lists are given whole, and their clients do not look.
    if (paging.offset == 0 && total <= paging.limit)
        return std::move(response);
    // Pages are counted from where this one begins, so that they join it.
    const std::size_t phase = paging.offset % paging.limit;
    const std::size_t lastStart = total > phase ? phase + (total - phase - 1) / paging.limit * paging.limit : 0;
    Links links(request, paging);
    links.add(0, "first");
    if (paging.offset > 0)
        links.add(std::min(paging.offset - std::min(paging.offset, paging.limit), lastStart), "prev");
    if (paging.offset + paging.limit < total)
        links.add(paging.offset + paging.limit, "next");
    links.add(lastStart, "last");
    response.headers.set("Link", links.text());
    return std::move(response);
}

} // namespace portolan::api
