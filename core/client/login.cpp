// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/login.h"

#include "core/base/encoding.h"
#include "core/client/http_client.h"
#include "core/schema/codec.h"

namespace portolan {
namespace {

constexpr std::string_view webFlow = "OnboardUserWebFlow";
constexpr int pending = 202;

template <class T>
Result<T> decodeLogin(const HttpClient::Answer &answer)
{
    auto decoded = schema::decode<T>(answer.body);
    if (!decoded)
        return fail(ErrorCode::BadGateway, "the server's answer cannot be understood");
    return decoded;
}

} // namespace

Task<Result<BearerToken>> logIn(ControlPlaneAddress address, PasswordLogin login)
{
    address.token.clear();
    HttpClient http(std::move(address));
    const auto answer = co_await http.send("POST", "/auth/login", schema::encode(login));
    if (!answer)
        co_return std::unexpected(answer.error());
    co_return decodeLogin<BearerToken>(*answer);
}

Task<Result<std::vector<LoginProvider>>> browserProviders(ControlPlaneAddress address)
{
    address.token.clear();
    HttpClient http(std::move(address));
    const auto answer = co_await http.send("GET", "/api/v1/auth/providers");
    if (!answer && answer.error().code == ErrorCode::NotFound) // a server from before there were any
        co_return std::vector<LoginProvider>();
    if (!answer)
        co_return std::unexpected(answer.error());
    auto providers = decodeLogin<std::vector<LoginProvider>>(*answer);
    if (providers)
        std::erase_if(*providers, [](const LoginProvider &provider) {
            return !std::ranges::contains(provider.capabilities, webFlow);
        });
    co_return providers;
}

std::string browserLoginUrl(const ControlPlaneAddress &address, std::string_view provider, std::string_view state)
{
    const std::string back = std::format("{}/auth/callback?provider={}&redirect=/", address.url,
                                         percentEncode(provider));
    return std::format("{}/api/v1/auth/login?createPAT=true&provider={}&redirect_uri={}&state={}", address.url,
                       percentEncode(provider), percentEncode(back), percentEncode(state));
}

Task<Result<std::optional<UserToken>>> takeBrowserToken(ControlPlaneAddress address, std::string state)
{
    address.token.clear();
    HttpClient http(std::move(address));
    const auto answer = co_await http.send("GET", "/api/v1/auth/token?state=" + percentEncode(state));
    if (!answer)
        co_return std::unexpected(answer.error());
    if (answer->status == pending)
        co_return std::optional<UserToken>();
    auto token = decodeLogin<UserToken>(*answer);
    if (!token)
        co_return std::unexpected(std::move(token.error()));
    co_return std::optional(std::move(*token));
}

} // namespace portolan
