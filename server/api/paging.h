// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/codec.h"
#include "server/api/exchange.h"
#include "server/api/route.h"

/// Parts of lists, asked for in the same words everywhere: `limit` with `offset` (or `skip`), or `page` with `size`;
/// `sort` and `order`. Answers tell the whole by X-Total-Count, and the neighbours by Link (RFC 8288).
namespace portolan::api {

struct Paging {
    std::size_t offset = 0;
    std::size_t limit = 0;
    std::string sort = {}; ///< name of a field; empty: the list's own order
    bool descending = false;
};

struct PagingRules {
    std::size_t limit = 50;  ///< where nothing is said
    std::size_t most = 1000; ///< that may be asked for
    std::string_view order = "asc";
    std::vector<std::string_view> sorts = {}; ///< empty: whatever the list knows
};

/// For lists whose clients do not page: beyond this they must.
inline constexpr std::size_t mostListed = 5000;

/// InvalidArgument, naming the parameter, for what is no number, out of bounds or said in two ways.
[[nodiscard]] Result<Paging> pagingOf(const http::Query &query, const PagingRules &rules);

/// Whether that is all of a list of so many, in its own order.
[[nodiscard]] inline bool isWhole(const Paging &paging, std::size_t total)
{
    return paging.offset == 0 && total <= paging.limit && paging.sort.empty() && !paging.descending;
}

/// Says of an answer which part of how many it has.
[[nodiscard]] http::Response &&paged(http::Response &&response, const http::Request &request, const Paging &paging,
                                     std::size_t total);

namespace detail {

template <class Value>
concept Sortable = std::same_as<Value, std::string> || std::is_arithmetic_v<Value> || std::same_as<Value, Time>
                   || std::same_as<Value, std::optional<Time>>;

} // namespace detail

/// Sorts by a field of the model; InvalidArgument where it has none of that name that can be sorted by.
template <class Model>
[[nodiscard]] Result<void> sortBy(std::vector<Model> &items, std::string_view name, bool descending)
{
    bool sorted = false;
    std::string known;
    schema::forEachField<Model>([&]<class Value>(const schema::Field<Model, Value> &field) {
        if constexpr (detail::Sortable<Value>) {
            known += std::format("{}{}", known.empty() ? "" : ", ", field.name);
            if (field.name != name)
                return;
            sorted = true;
            if (descending)
                std::ranges::stable_sort(items, std::greater(), field.member);
            else
                std::ranges::stable_sort(items, std::less(), field.member);
        }
    });
    if (!sorted)
        return fail(ErrorCode::InvalidArgument, std::format("the parameter sort must be one of {}", known));
    return {};
}

/// Sorts a short list and cuts it to the part that is asked for; gives how many there were.
template <class Model>
[[nodiscard]] Result<std::size_t> cutTo(std::vector<Model> &items, const Paging &paging)
{
    if (!paging.sort.empty()) {
        if constexpr (schema::Described<Model>) {
            if (auto sorted = sortBy(items, paging.sort, paging.descending); !sorted)
                return std::unexpected(std::move(sorted.error()));
        }
    } else if (paging.descending) {
        std::ranges::reverse(items);
    }
    const std::size_t total = items.size();
    const std::size_t first = std::min(paging.offset, total);
    items.erase(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(first));
    items.resize(std::min(paging.limit, items.size()));
    return total;
}

/// The part of a short list that the call asks for.
template <class Model>
[[nodiscard]] http::Response listResponse(std::vector<Model> items, const Call &call, const PagingRules &rules = {})
{
    const auto paging = pagingOf(call.request.query(), rules);
    if (!paging)
        return http::Response::problem(paging.error());
    const auto total = cutTo(items, *paging);
    if (!total)
        return http::Response::problem(total.error());
    return paged(json(items), call.request, *paging, *total);
}

/// The same for a list that is a member of its answer. Its clients do not page: they get all of it where they say nothing.
template <class List, class Model>
[[nodiscard]] http::Response enveloped(List list, std::vector<Model> List::*items, const Call &call)
{
    const auto paging = pagingOf(call.request.query(), {.limit = mostListed, .most = mostListed});
    if (!paging)
        return http::Response::problem(paging.error());
    const auto total = cutTo(list.*items, *paging);
    if (!total)
        return http::Response::problem(total.error());
    return paged(json(list), call.request, *paging, *total);
}

} // namespace portolan::api
