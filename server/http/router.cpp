// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/router.h"

#include "core/base/encoding.h"

#include <cstdio>
#include <cstdlib>
#include <format>
#include <unordered_map>

namespace portolan::http {

namespace {

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

[[noreturn]] void refusePattern(std::string_view pattern, std::string_view why)
{
    std::fprintf(stderr, "portolan: the route %.*s: %.*s\n", static_cast<int>(pattern.size()), pattern.data(),
                 static_cast<int>(why.size()), why.data());
    std::abort();
}

std::string_view withoutTrailingSlash(std::string_view path)
{
    return path.size() > 1 && path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
}

} // namespace

std::string_view PathParameters::get(std::string_view name) const
{
    for (const auto &[key, value] : m_items) {
        if (key == name)
            return value;
    }
    return {};
}

struct RouteTree::Node {
    struct Route {
        std::size_t number;
        std::vector<std::string> names; ///< of the braces, in order
    };
    using Routes = std::array<std::optional<Route>, methodCount>;

    std::unordered_map<std::string, std::unique_ptr<Node>, TextHash, std::equal_to<>> literals;
    std::unique_ptr<Node> any;  ///< one segment
    std::unique_ptr<Node> rest; ///< all that follows
    Routes routes;

    [[nodiscard]] bool hasRoutes() const
    {
        return std::ranges::any_of(routes, [](const auto &route) { return route.has_value(); });
    }
};

/// One lookup. Goes back where a literal led nowhere, so that "/a/{x}/c" is found beside "/a/b".
struct RouteTree::Search {
    Method method = Method::Get;
    const Node *known = nullptr; ///< the first node that has other methods
    const Node::Route *found = nullptr;
    std::vector<std::string> values;

    const Node::Route *routeOf(const Node &node) const
    {
        const auto &route = node.routes[static_cast<std::size_t>(method)];
        if (route)
            return &*route;
        const auto &get = node.routes[static_cast<std::size_t>(Method::Get)];
        return method == Method::Head && get ? &*get : nullptr;
    }

    bool end(const Node &node)
    {
        if (!node.hasRoutes())
            return false;
        found = routeOf(node);
        if (!found && !known)
            known = &node;
        return found != nullptr;
    }

    bool walk(const Node &node, std::string_view path)
    {
        if (path.empty())
            return end(node);
        path.remove_prefix(1); // the slash
        const auto size = std::min(path.find('/'), path.size());
        const auto segment = path.substr(0, size);
        const bool escaped = segment.contains('%');
        const auto decoded = escaped ? percentDecode(segment).value_or("") : std::string();
        const auto text = escaped ? std::string_view(decoded) : segment;
        if (const auto literal = node.literals.find(text);
            literal != node.literals.end() && walk(*literal->second, path.substr(size)))
            return true;
        if (node.any && !segment.empty()) {
            values.emplace_back(text);
            if (walk(*node.any, path.substr(size)))
                return true;
            values.pop_back();
        }
        if (!node.rest)
            return false;
        values.push_back(percentDecode(path).value_or(""));
        if (end(*node.rest))
            return true;
        values.pop_back();
        return false;
    }
};

RouteTree::RouteTree() : m_root(std::make_unique<Node>()) {}
RouteTree::~RouteTree() = default;
RouteTree::RouteTree(RouteTree &&) noexcept = default;
RouteTree &RouteTree::operator=(RouteTree &&) noexcept = default;

std::size_t RouteTree::add(Method method, std::string_view pattern)
{
    if (!pattern.starts_with('/'))
        refusePattern(pattern, "does not begin with a slash");
    auto *node = m_root.get();
    std::vector<std::string> names;
    auto path = withoutTrailingSlash(pattern);
    while (!path.empty() && path != "/") {
        path.remove_prefix(1);
        const auto size = std::min(path.find('/'), path.size());
        const auto segment = path.substr(0, size);
        path.remove_prefix(size);
        const bool braces = segment.starts_with('{') && segment.ends_with('}');
        if (segment.empty() || (!braces && segment.find_first_of("{}%") != std::string_view::npos))
            refusePattern(pattern, "has an empty or malformed segment");
        auto name = braces ? segment.substr(1, segment.size() - 2) : std::string_view();
        const bool rest = name.ends_with("...");
        if (rest && !path.empty())
            refusePattern(pattern, "goes on after {...}");
        if (rest)
            name.remove_suffix(3);
        if (braces && name.empty())
            refusePattern(pattern, "has braces without a name");
        if (braces)
            names.emplace_back(name);
        auto &child = rest ? node->rest : braces ? node->any : node->literals[std::string(segment)];
        if (!child)
            child = std::make_unique<Node>();
        node = child.get();
    }
    auto &route = node->routes[static_cast<std::size_t>(method)];
    if (route)
        refusePattern(pattern, "is there twice");
    route = Node::Route{m_count, std::move(names)};
    return m_count++;
}

RouteTree::Match RouteTree::find(Method method, std::string_view rawPath) const
{
    Search search;
    search.method = method;
    Match match;
    const auto path = withoutTrailingSlash(rawPath);
    if (!path.starts_with('/'))
        return match;
    if (search.walk(*m_root, path == "/" ? std::string_view() : path)) {
        match.route = search.found->number;
        for (std::size_t i = 0; i < search.values.size(); ++i)
            match.parameters.m_items.emplace_back(search.found->names[i], std::move(search.values[i]));
        return match;
    }
    if (!search.known)
        return match;
    for (std::size_t i = 0; i < methodCount; ++i) {
        const auto each = static_cast<Method>(i);
        const bool head = each == Method::Head && search.known->routes[static_cast<std::size_t>(Method::Get)];
        if (search.known->routes[i] || head || each == Method::Options)
            match.allow += std::format("{}{}", match.allow.empty() ? "" : ", ", name(each));
    }
    return match;
}

} // namespace portolan::http
