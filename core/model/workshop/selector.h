// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/label.h"

namespace portolan {

/// Whether all of `text` is matched by a glob: `*`, `?`, `[abc]`, `[a-z]`, `[!abc]`; an unclosed `[` is
/// itself, nothing is escaped, and `*` crosses every character (lookup spec section 2.3).
[[nodiscard]] bool matchesGlob(std::string_view glob, std::string_view text);
[[nodiscard]] bool matchesAnyGlob(const std::vector<std::string> &globs, std::string_view text);

enum class LabelOperator { In, NotIn, Exists, DoesNotExist };

template <>
struct schema::EnumNames<LabelOperator> {
    static constexpr std::array<std::pair<LabelOperator, std::string_view>, 4> names{{
        {LabelOperator::In, "In"},
        {LabelOperator::NotIn, "NotIn"},
        {LabelOperator::Exists, "Exists"},
        {LabelOperator::DoesNotExist, "DoesNotExist"},
    }};
};

struct LabelExpression {
    std::string key;
    LabelOperator op = LabelOperator::Exists;
    std::vector<std::string> values;

    bool operator==(const LabelExpression &) const = default;
};

struct NameSelector {
    std::vector<std::string> matchNames; ///< globs, any of them; none: every name

    bool operator==(const NameSelector &) const = default;
};

struct LabelSelector {
    std::map<std::string, std::string> matchLabels;
    std::vector<LabelExpression> matchExpressions;

    bool operator==(const LabelSelector &) const = default;
};

/// Which clusters or portals a tenant may use. An empty one selects everything, as upstream does.
struct Selector {
    NameSelector nameSelector;
    LabelSelector labelSelector;

    [[nodiscard]] bool matches(std::string_view name, const std::vector<Label> &labels) const;
    [[nodiscard]] bool selectsAll() const { return *this == Selector(); }

    bool operator==(const Selector &) const = default;
};

template <>
struct schema::Description<LabelExpression> {
    using E = LabelExpression;
    static constexpr std::string_view name = "LabelExpression";
    static constexpr std::string_view doc = "A condition on a label.";
    static constexpr auto fields = std::tuple{
        field("key", &E::key, {.required = true, .minLength = 1}),
        field("operator", &E::op, {.required = true}),
        field("values", &E::values, {.doc = "For In and NotIn.", .presence = Presence::OmitWhenEmpty}),
    };

    static void check(const LabelExpression &expression, std::vector<FieldError> &errors)
    {
        const bool wants = expression.op == LabelOperator::In || expression.op == LabelOperator::NotIn;
        if (wants && expression.values.empty())
            errors.push_back({"/values", "is required with the operators In and NotIn"});
    }
};

template <>
struct schema::Description<NameSelector> {
    static constexpr std::string_view name = "NameSelector";
    static constexpr std::string_view doc = "A condition on a name.";
    static constexpr auto fields = std::tuple{
        field("matchNames", &NameSelector::matchNames, {.doc = "Globs, any of which matches; none: every name."}),
    };
};

template <>
struct schema::Description<LabelSelector> {
    static constexpr std::string_view name = "LabelSelector";
    static constexpr std::string_view doc = "Conditions on labels, all of which hold.";
    static constexpr auto fields = std::tuple{
        field("matchLabels", &LabelSelector::matchLabels, {}),
        field("matchExpressions", &LabelSelector::matchExpressions, {}),
    };
};

template <>
struct schema::Description<Selector> {
    static constexpr std::string_view name = "Selector";
    static constexpr std::string_view doc = "Which clusters or portals; without conditions all of them.";
    static constexpr auto fields = std::tuple{
        field("nameSelector", &Selector::nameSelector, {}),
        field("labelSelector", &Selector::labelSelector, {}),
    };
};

} // namespace portolan
