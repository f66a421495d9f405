// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/draft.h"

#include <algorithm>
#include <format>

namespace portolan::store {

namespace {

std::string describe(const RowName &row)
{
    return std::format("{} \"{}\"", row.first, row.second);
}

Error::Args argsOf(std::string_view rule, const RowName &row)
{
    return {{"rule", std::string(rule)}, {"kind", std::string(row.first)}, {"id", std::string(row.second)}};
}

std::unexpected<Error> failVersion(const RowName &row, std::int64_t actual, std::int64_t expected,
                                   ErrorCode code = ErrorCode::Conflict)
{
    auto args = argsOf("version", row);
    args.emplace_back("expected", std::to_string(expected));
    args.emplace_back("actual", std::to_string(actual));
    return fail(code, std::format("{} has changed: it is at version {}, not {}", describe(row), actual, expected),
                std::move(args));
}

std::unexpected<Error> failPresent(const RowName &row)
{
    return fail(ErrorCode::NotFound, describe(row) + " does not exist", argsOf("present", row));
}

std::unexpected<Error> failAbsent(const RowName &row)
{
    return fail(ErrorCode::Conflict, describe(row) + " exists already", argsOf("absent", row));
}

/// The entry of the upper of two maps that has one.
template <class Map>
const typename Map::mapped_type *findIn(const Map &upper, const Map &lower, const typename Map::key_type &key)
{
    for (const Map *map : {&upper, &lower})
        if (const auto found = map->find(key); found != map->end())
            return &found->second;
    return nullptr;
}

/// What is in the lower map only stays there.
template <class Map>
void moveOnto(Map &lower, Map &upper)
{
    while (!upper.empty()) {
        auto node = upper.extract(upper.begin());
        lower.insert_or_assign(std::move(node.key()), std::move(node.mapped()));
    }
}

} // namespace

Result<void> Draft::accept(Change &change)
{
    auto done = apply(change);
    if (done) {
        moveOnto(m_accepted.rows, m_tried.rows);
        moveOnto(m_accepted.claims, m_tried.claims);
        moveOnto(m_accepted.sums, m_tried.sums);
    }
    m_tried = {};
    return done;
}

Result<void> Draft::apply(Change &change)
{
    Result<void> done;
    const auto forEach = [&done](auto &parts, auto &&step) {
        for (auto part = parts.begin(); done && part != parts.end(); ++part)
            done = step(*part);
    };
    forEach(change.m_expectations, [this](const auto &expectation) { return check(expectation); });
    forEach(change.m_removes, [this](auto &removed) { return remove(removed); });
    forEach(change.m_puts, [this](auto &part) { return put(part); });
    // Only now, when all that the change gives up is free.
    forEach(change.m_puts, [&](const auto &part) {
        forEach(part.claims, [&](const auto &claim) { return take(claim, {part.kind, part.id}); });
        forEach(part.amounts, [&](const auto &amount) { return add(amount, 1); });
        return done;
    });
    forEach(change.m_limits, [this](const auto &limit) { return check(limit); });
    return done;
}

Result<void> Draft::check(const Change::Expectation &expectation) const
{
    const RowName row(expectation.kind, expectation.id);
    const std::int64_t actual = place(row).version;
    switch (expectation.rule) {
    case Change::Rule::Version:
        if (actual != expectation.version)
            return failVersion(row, actual, expectation.version, expectation.otherwise);
        break;
    case Change::Rule::Present:
        if (actual == absent)
            return failPresent(row);
        break;
    case Change::Rule::Absent:
        if (actual != absent)
            return failAbsent(row);
        break;
    }
    return {};
}

Result<void> Draft::remove(Change::Remove &remove)
{
    const RowName row(remove.kind, remove.id);
    const auto [number, actual] = place(row);
    if (actual == absent)
        return failPresent(row);
    if (remove.expected && *remove.expected != actual)
        return failVersion(row, actual, *remove.expected);
    auto dropped = drop(row, {});
    m_tried.rows[row] = {};
    remove.number = number;
    return dropped;
}

Result<void> Draft::put(Change::Put &put)
{
    const RowName row(put.kind, put.id);
    const RowPlace replaced = place(row);
    const bool isNew = replaced.version == absent;
    if (put.expected && *put.expected != replaced.version)
        return *put.expected == absent ? failAbsent(row) : failVersion(row, replaced.version, *put.expected);
    if (!isNew)
        if (auto dropped = drop(row, put.claims); !dropped)
            return dropped;
    put.place = {isNew ? ++m_lastNumber : replaced.number, replaced.version + 1};
    m_tried.rows[row] = {put.place, &put};
    return {};
}

Result<void> Draft::drop(const RowName &row, const std::vector<Claim> &kept)
{
    TableBase::Holdings holdings;
    if (const Row *changed = findIn(m_tried.rows, m_accepted.rows, row))
        holdings = {changed->put->claims, changed->put->amounts};
    else
        holdings = m_catalog.find(row.first)->holdings(row.second);
    for (Claim &claim : holdings.claims)
        if (!std::ranges::binary_search(kept, claim))
            m_tried.claims.insert_or_assign(std::move(claim), std::nullopt);
    Result<void> done;
    for (auto amount = holdings.amounts.begin(); done && amount != holdings.amounts.end(); ++amount)
        done = add(*amount, -1);
    return done;
}

Result<void> Draft::take(const Claim &claim, const RowName &row)
{
    const auto taken = holder(claim);
    if (taken == row)
        return {};
    if (!taken) {
        m_tried.claims.insert_or_assign(claim, row);
        return {};
    }
    auto args = argsOf("claim", *taken);
    args.emplace_back("scope", std::string_view(claim.scope));
    args.emplace_back("key", claim.key);
    return fail(ErrorCode::Conflict, std::format("the {} \"{}\" is taken", std::string_view(claim.scope), claim.key),
                std::move(args));
}

Result<void> Draft::add(const Amount &amount, int times)
{
    SumName name(amount.sum, amount.key);
    std::int64_t total = 0;
    if (__builtin_add_overflow(sum(name), times * amount.value, &total))
        return fail(ErrorCode::InvalidArgument, std::format("the sum {} of \"{}\" does not fit into 64 bits",
                                                            std::string_view(amount.sum), amount.key));
    m_tried.sums.insert_or_assign(std::move(name), total);
    return {};
}

Result<void> Draft::check(const Change::Limit &limit) const
{
    const std::string_view name = limit.sum;
    const std::int64_t actual = sum({limit.sum, limit.key});
    if (actual <= limit.limit)
        return {};
    return fail(ErrorCode::Conflict,
                std::format("the {} of \"{}\" would be {}, and may be at most {}", name, limit.key, actual,
                            limit.limit),
                {{"rule", "sum"},
                 {"sum", std::string(name)},
                 {"key", limit.key},
                 {"limit", std::to_string(limit.limit)},
                 {"actual", std::to_string(actual)}});
}

RowPlace Draft::place(const RowName &row) const
{
    if (const Row *changed = findIn(m_tried.rows, m_accepted.rows, row))
        return changed->place;
    const TableBase *table = m_catalog.find(row.first);
    return table ? table->place(row.second) : RowPlace();
}

std::optional<RowName> Draft::holder(const Claim &claim) const
{
    const auto *changed = findIn(m_tried.claims, m_accepted.claims, claim);
    return changed ? *changed : m_catalog.holder(claim);
}

std::int64_t Draft::sum(const SumName &name) const
{
    const auto *changed = findIn(m_tried.sums, m_accepted.sums, name);
    return changed ? *changed : m_catalog.sum(name);
}

} // namespace portolan::store
