// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/portals/robots.h"

#include "core/base/digest.h"
#include "core/base/encoding.h"
#include "core/model/workshop/portal_oauth.h"
#include "server/api/exchange.h"

/// How the robots of other lookup services log in (RFC 6749 sections 2.3, 4.3 and 6, RFC 7009).
namespace portolan::api {

namespace {

constexpr std::size_t largestForm = 16 * 1024;

struct ClientLogin {
    std::string id;
    std::string secret;
    bool isBasic = false;
};

std::optional<std::string_view> afterScheme(const http::Request &request, std::string_view scheme)
{
    const auto header = request.header("authorization").value_or("");
    if (header.size() <= scheme.size() || header[scheme.size()] != ' ')
        return std::nullopt;
    for (std::size_t at = 0; at < scheme.size(); ++at)
        if ((header[at] | 0x20) != scheme[at])
            return std::nullopt;
    auto rest = header.substr(scheme.size());
    while (rest.starts_with(' '))
        rest.remove_prefix(1);
    return rest;
}

/// "id:secret" in Base64 (RFC 7617); nothing where it is none.
std::optional<ClientLogin> basicOf(const http::Request &request)
{
    const auto encoded = afterScheme(request, "basic");
    if (!encoded)
        return std::nullopt;
    std::string alphabet(*encoded);
    std::ranges::replace(alphabet, '+', '-');
    std::ranges::replace(alphabet, '/', '_');
    const auto text = fromBase64Url(alphabet);
    const auto colon = text ? text->find(':') : std::string::npos;
    if (colon == std::string::npos)
        return ClientLogin{.isBasic = true}; // That is nobody.
    return ClientLogin{.id = text->substr(0, colon), .secret = text->substr(colon + 1), .isBasic = true};
}

/// By digests, so that not even the lengths are learnt.
bool isSame(std::string_view left, std::string_view right)
{
    return equalInConstantTime(sha256Hex(left), sha256Hex(right));
}

http::Response oauthError(int status, std::string_view error, std::string_view description)
{
    auto response = json(OAuthError{.error = std::string(error), .description = std::string(description)}, status)
                        .with("Cache-Control", "no-store");
    if (status == 401)
        response.headers.set("WWW-Authenticate", "Basic realm=\"portal\"");
    return response;
}

struct Asked {
    store::ItemPtr<TrainingPortal> portal;
    TrainingPortalSpec::Portal account;
    http::Query form;
};

/// The form of a request whose client has proved who it is, or why there is none.
Task<std::expected<Asked, http::Response>> readForm(Services services, Call &call)
{
    auto portal = addressedPortal(services, call);
    if (!portal)
        co_return std::unexpected(http::Response::problem(portal.error()));
    const auto basic = basicOf(call.request);
    const auto body = co_await call.request.body.readAll(largestForm);
    if (!body)
        co_return std::unexpected(http::Response::problem(body.error()));
    auto form = http::Query::parse(*body);
    if (!form)
        co_return std::unexpected(oauthError(400, "invalid_request", "the body is no form"));
    const auto account = services.registry.robotOf((*portal)->value);
    if (!account)
        co_return std::unexpected(http::Response::problem(account.error()));
    const ClientLogin login = basic.value_or(ClientLogin{
        .id = std::string(form->get("client_id").value_or("")),
        .secret = std::string(form->get("client_secret").value_or(""))});
    const auto &known = account->clients.robot;
    // Both, always: which of the two is wrong is not told by the time either.
    const bool isId = isSame(login.id, known.id);
    const bool isSecret = isSame(login.secret, known.secret);
    if (!isId || !isSecret || known.secret.empty())
        co_return std::unexpected(oauthError(401, "invalid_client", "the client's id or secret is not the portal's"));
    co_return Asked{.portal = *portal, .account = *account, .form = std::move(*form)};
}

bool isRobot(const http::Query &form, const TrainingPortalSpec::Login &robot)
{
    const bool isName = isSame(form.get("username").value_or(""), robot.username);
    const bool isPassword = isSame(form.get("password").value_or(""), robot.password);
    return isName && isPassword && !robot.password.empty();
}

} // namespace

std::optional<std::string_view> bearerOf(const http::Request &request)
{
    return afterScheme(request, "bearer");
}

Result<store::ItemPtr<TrainingPortal>> addressedPortal(const Services &services, const Call &call)
{
    auto item = services.state.portals.findByClaim("portal/address", std::string(call.path.get("portal")));
    if (!item)
        return fail(ErrorCode::NotFound, "there is no such portal");
    return item;
}

Result<store::ItemPtr<TrainingPortal>> portalOfRobot(const Services &services, const Call &call)
{
    auto portal = addressedPortal(services, call);
    if (!portal)
        return portal;
    const auto token = bearerOf(call.request);
    if (!token || !services.robotTokens.isGood((*portal)->value, *token))
        return fail(ErrorCode::Unauthenticated, "this takes a token of the portal's robot, from its oauth2/token/");
    return portal;
}

http::Response robotProblem(const Error &error)
{
    auto response = http::Response::problem(error);
    if (error.code == ErrorCode::Unauthenticated)
        response.headers.set("WWW-Authenticate", "Bearer realm=\"portal\"");
    return response;
}

Task<http::Response> giveRobotTokens(Services services, Call &call)
{
    auto asked = co_await readForm(services, call);
    if (!asked)
        co_return std::move(asked.error());
    const TrainingPortal portal = asked->portal->value;
    const auto &robot = asked->account.credentials.robot;
    const std::string grant(asked->form.get("grant_type").value_or(""));
    call.audit.actor = robot.username;
    Result<portals::RobotTokens::Pair> pair;
    if (grant == "password") {
        if (!isRobot(asked->form, robot))
            co_return oauthError(400, "invalid_grant", "the robot's name or password is not the portal's");
        pair = co_await services.robotTokens.issue(portal);
    } else if (grant == "refresh_token") {
        pair = co_await services.robotTokens.renew(portal, std::string(asked->form.get("refresh_token").value_or("")));
    } else {
        co_return oauthError(400, "unsupported_grant_type", "grant_type is password or refresh_token");
    }
    if (!pair && pair.error().code == ErrorCode::Unauthenticated)
        co_return oauthError(400, "invalid_grant", pair.error().detail);
    if (!pair)
        co_return http::Response::problem(pair.error());
    co_return json(
        OAuthToken{.accessToken = pair->access, .expiresIn = pair->expiresIn.count(), .refreshToken = pair->refresh})
        .with("Cache-Control", "no-store")
        .with("Pragma", "no-cache");
}

Task<http::Response> revokeRobotToken(Services services, Call &call)
{
    auto asked = co_await readForm(services, call);
    if (!asked)
        co_return std::move(asked.error());
    call.audit.actor = asked->account.credentials.robot.username;
    const auto revoked = co_await services.robotTokens.revoke(asked->portal->value,
                                                              std::string(asked->form.get("token").value_or("")));
    co_return revoked ? http::Response(200) : http::Response::problem(revoked.error());
}

} // namespace portolan::api
