// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/headers.h"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portolan::http {

/// What the braces of a pattern matched, percent-decoded.
class PathParameters
{
public:
    /// "" where the pattern has no such name.
    [[nodiscard]] std::string_view get(std::string_view name) const;
    [[nodiscard]] const std::vector<std::pair<std::string_view, std::string>> &items() const { return m_items; }

private:
    friend class RouteTree;
    std::vector<std::pair<std::string_view, std::string>> m_items; ///< names are views of the router's patterns
};

/// Patterns by segment: "/api/v1/workspaces/{name}/files", and "/docs/{path...}" for all that follows, slashes
/// included. Literal segments win over braces. A trailing slash makes no difference.
class RouteTree
{
public:
    RouteTree();
    ~RouteTree();
    RouteTree(RouteTree &&) noexcept;
    RouteTree &operator=(RouteTree &&) noexcept;

    /// Gives the route's number, counted from 0. A pattern that is malformed or taken is a fault of the program: it
    /// ends with a message.
    std::size_t add(Method method, std::string_view pattern);

    struct Match {
        std::optional<std::size_t> route;
        PathParameters parameters;
        std::string allow; ///< where the path is known and the method is not: the value of Allow
    };
    /// HEAD finds GET's route where it has none of its own.
    [[nodiscard]] Match find(Method method, std::string_view rawPath) const;

private:
    struct Node;
    struct Search;
    std::unique_ptr<Node> m_root;
    std::size_t m_count = 0;
};

/// Finds a T by method and path. Filled once, read by any number of threads.
///
///     router.add(Method::Get, "/api/v1/workspaces/{name}", handler);
///     const auto match = router.find(request.method(), request.rawPath());
///     if (!match.route) return match.allow.empty() ? 404 : 405 with Allow (OPTIONS: 204 with Allow)
template <class T>
class Router
{
public:
    struct Match {
        const T *route = nullptr;
        PathParameters parameters;
        std::string allow; ///< not empty: the path exists, the method does not
    };

    void add(Method method, std::string_view pattern, T route)
    {
        m_tree.add(method, pattern);
        m_routes.push_back(std::move(route));
    }

    [[nodiscard]] Match find(Method method, std::string_view rawPath) const
    {
        auto match = m_tree.find(method, rawPath);
        return {.route = match.route ? &m_routes[*match.route] : nullptr,
                .parameters = std::move(match.parameters),
                .allow = std::move(match.allow)};
    }

    [[nodiscard]] std::size_t size() const { return m_routes.size(); }

private:
    RouteTree m_tree;
    std::vector<T> m_routes;
};

} // namespace portolan::http
