// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/key.h"
#include "server/api/exchange.h"
#include "server/api/identity/handlers.h"

namespace portolan::api {

Task<http::Response> listKeys(Services services, Call &call)
{
    const auto user = services.state.users.find(usernameOf(call));
    if (!user)
        co_return http::Response::problem(404, std::format("there is no user \"{}\"", usernameOf(call)));
    const bool digest = call.request.query().get("format") == "digest";
    std::vector<UserKey> keys;
    for (const std::string &line : user->value.keys) {
        const auto key = ssh::PublicKey::parse(line);
        keys.push_back({.index = int(keys.size()), .key = digest && key ? key->fingerprint() : line});
    }
    co_return json(keys);
}

Task<http::Response> addKeys(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const std::string username = usernameOf(call);
    const auto wanted = co_await readModel<KeysChange>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    std::vector<std::string> lines;
    std::vector<FieldError> refused;
    for (std::size_t at = 0; at < wanted->keys.size(); ++at) {
        if (const auto key = ssh::PublicKey::parse(wanted->keys[at]))
            lines.push_back(key->line());
        else
            refused.push_back({std::format("/keys/{}", at), key.error().detail});
    }
    if (!refused.empty())
        co_return http::Response::problem(failFields(std::move(refused)).error());
    const auto user = co_await services.users.addKeys(username, std::move(lines), actor);
    co_return user ? http::Response(204) : http::Response::problem(user.error());
}

Task<http::Response> removeKey(Services services, Call &call)
{
    const std::string_view text = call.path.get("index");
    const auto index = wholeNumber(text);
    if (!index)
        co_return http::Response::problem(404, std::format("there is no key \"{}\"", text));
    const auto user = co_await services.users.removeKey(usernameOf(call), static_cast<std::size_t>(*index),
                                                        call.principal);
    co_return user ? http::Response(204) : http::Response::problem(user.error());
}

} // namespace portolan::api
