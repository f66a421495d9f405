// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/web_login.h"
#include "core/base/encoding.h"
#include "server/api/exchange.h"
#include "server/api/identity/handlers.h"

/// Logins with a browser at the providers of identity.providers (workspaces spec, 1.6 and 2; labs spec, 2).
namespace portolan::api {
namespace {

constexpr std::string_view loginCookie = "portolan-login";

/// HttpOnly, and Lax: the provider's redirect back is a navigation from another site.
std::string bindingCookie(std::string_view value, std::chrono::seconds maxAge, bool secure)
{
    return std::format("{}={}; Path=/api; Max-Age={}; HttpOnly; SameSite=Lax{}", loginCookie, value, maxAge.count(),
                       secure ? "; Secure" : "");
}

/// A path of this server, which no browser takes for another site.
bool isLocalPath(std::string_view path)
{
    return path.starts_with('/') && !path.starts_with("//") && path.size() <= 2000
           && std::ranges::all_of(path, [](unsigned char c) { return c > ' ' && c < 0x7f && c != '\\'; });
}

/// Where the browser goes after the login: a path here, or a URL of this server. Pages that would only hand the code on
/// are left out, since it comes here at once: then what they would go on to.
std::optional<std::string> targetOf(std::string_view wanted, const std::string &base)
{
    if (wanted.empty() || wanted == base)
        return "/";
    if (wanted.starts_with(base) && wanted.substr(base.size()).starts_with('/'))
        wanted.remove_prefix(base.size());
    if (!isLocalPath(wanted))
        return std::nullopt;
    const auto path = wanted.substr(0, wanted.find_first_of("?#"));
    if (path != "/auth/callback")
        return std::string(wanted);
    const auto query = http::Query::parse(wanted.substr(path.size() + (path.size() < wanted.size() ? 1 : 0)));
    const std::string next(query ? query->get("redirect").value_or("/") : "/");
    return isLocalPath(next) ? std::optional(next) : std::nullopt;
}

http::Response seeOther(const std::string &target)
{
    return http::Response(303).with("Location", target).with("Cache-Control", "no-store");
}

/// For people a page with the reason in its query, for programs the problem.
http::Response failed(const http::Request &request, const Error &error, std::string_view code)
{
    if (accepts(request, "text/html"))
        return seeOther(std::format("/?auth_error={}", code));
    return http::Response::problem(error);
}

std::string escaped(std::string_view text)
{
    std::string html;
    for (const char c : text) {
        if (c == '<' || c == '>' || c == '&' || c == '"' || c == '\'')
            html += std::format("&#{};", static_cast<int>(c));
        else
            html += c;
    }
    return html;
}

http::Response page(std::string_view body)
{
    return http::Response::bytes(200, "text/html; charset=utf-8",
                                 std::format("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
                                             "<title>Portolan</title><body>{}</body></html>",
                                             body))
        .with("Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'; "
                                         "base-uri 'none'")
        .with("X-Frame-Options", "DENY")
        .with("X-Content-Type-Options", "nosniff")
        .with("Cache-Control", "no-store");
}

/// Whoever is sent such a link by another must be able to say no.
http::Response askForToken(const Services &services, const identity::TokenHandout::Offer &offer)
{
    const auto question = services.handout.ask(offer);
    if (!question)
        return http::Response::problem(429, "too many programs wait for a token; try again in some minutes");
    return page(std::format("<h1>Log a program in?</h1><p>A program asks to act as <b>{}</b> on this server for a day. "
                            "Go on only if you have just started it yourself; close this page if somebody has sent you "
                            "here.</p><form method=\"post\" action=\"/api/v1/auth/approve\"><input type=\"hidden\" "
                            "name=\"question\" value=\"{}\"><button>Log the program in</button></form>",
                            escaped(offer.username), *question));
}

Task<http::Response> finish(Services services, Call &call, LoginCallback answer, std::string providersError)
{
    const bool isSecure = call.request.isSecure();
    auto done = co_await services.webLogin.finish(
        {.state = std::move(answer.state),
         .code = std::move(answer.code),
         .issuer = std::move(answer.issuer),
         .error = std::move(providersError),
         .browser = identity::cookieOf(call.request, {&loginCookie, 1}).value_or("")});
    if (!done)
        co_return failed(call.request, done.error(),
                         done.error().code == ErrorCode::Unauthenticated ? "login_failed" : "provider_unavailable");
    const std::string address = done->external.source;
    const auto user = co_await services.users.admit(std::move(done->external));
    if (!user)
        co_return failed(call.request, user.error(), "not_allowed");
    call.audit.actor = user->username;
    if (user->locked)
        co_return failed(call.request,
                         {.code = ErrorCode::PermissionDenied,
                          .detail = std::format("the account {} is locked", user->username)},
                         "locked");
    const auto session = co_await beginSession(services, call, user->username, done->provider);
    if (!session)
        co_return http::Response::problem(session.error());
    http::Response response = seeOther(done->target);
    if (!done->clientState.empty())
        response = askForToken(services, {.clientState = done->clientState,
                                          .username = user->username,
                                          .provider = done->provider,
                                          .address = address});
    else if (call.request.method() == http::Method::Post) // a page asks, and goes on by itself
        response = json(profileOf(services, *user)).with("Cache-Control", "no-store");
    response.headers.add("Set-Cookie", *session);
    response.headers.add("Set-Cookie", bindingCookie("", std::chrono::seconds(0), isSecure));
    co_return response;
}

} // namespace

Task<http::Response> listProviders(Services services, Call &)
{
    std::vector<LoginProvider> providers;
    for (const auto &provider : services.webLogin.providers())
        providers.push_back({.name = "idp.k8shell.io/" + provider.name});
    co_return json(providers);
}

Task<http::Response> startLogin(Services services, Call &call)
{
    const http::Query &query = call.request.query();
    const std::string base = baseUrlOf(services, call.request);
    const auto target = targetOf(query.get("redirect_uri").value_or(""), base);
    if (!target)
        co_return http::Response::problem(400, "redirect_uri must be a path or a URL of this server");
    const auto createsToken = flagParameter(query, "createPAT");
    if (!createsToken)
        co_return http::Response::problem(createsToken.error());
    const std::string state(query.get("state").value_or(""));
    if (*createsToken && !identity::TokenHandout::isState(state))
        co_return http::Response::problem(400,
                                          "state must be a secret of at least 16 bytes in hexadecimal, because the "
                                          "token is given to who knows it");
    const auto begun = co_await services.webLogin.begin({.provider = std::string(query.get("provider").value_or("")),
                                                         .callback = base + "/api/v1/auth/callback",
                                                         .target = *target,
                                                         .clientState = *createsToken ? state : std::string()});
    if (!begun && begun.error().code == ErrorCode::Unavailable && call.request.rawPath() == "/api/auth/login")
        co_return seeOther("/?auth_error=keycloak_unavailable"); // labs spec section 2
    if (!begun)
        co_return failed(call.request, begun.error(), "provider_unavailable");
    co_return http::Response(302)
        .with("Location", begun->location)
        .with("Set-Cookie", bindingCookie(begun->browser, identity::WebLogin::patience, call.request.isSecure()))
        .with("Cache-Control", "no-store");
}

Task<http::Response> finishLogin(Services services, Call &call)
{
    const http::Query &query = call.request.query();
    const auto text = [&query](std::string_view name) { return std::string(query.get(name).value_or("")); };
    return finish(services, call, {.code = text("code"), .state = text("state"), .issuer = text("iss")}, text("error"));
}

Task<http::Response> finishLoginOfPage(Services services, Call &call)
{
    if (call.request.header("origin") && !identity::isOfThisSite(call.request))
        co_return http::Response::problem(403,
                                          "a browser logs in from a page of this server only: the Origin is another");
    auto answer = co_await readModel<LoginCallback>(call.request);
    if (!answer)
        co_return http::Response::problem(answer.error());
    co_return co_await finish(services, call, std::move(*answer), {});
}

Task<http::Response> approveToken(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const auto body = co_await call.request.body.readAll();
    if (!body)
        co_return http::Response::problem(body.error());
    const auto form = http::Query::parse(*body);
    const std::string question(form ? form->get("question").value_or("") : "");
    const auto offer = services.handout.agree(question, actor.username);
    if (!offer)
        co_return http::Response::problem(404, "nothing is asked here any more: the program has to begin again");
    const Time now = services.state.clock().now();
    // Nobody else would tidy up what programs leave behind.
    for (const AccessTokenInfo &token : services.tokens.list(actor.username))
        if (token.name.starts_with("OAuth-") && token.expiresAt && *token.expiresAt <= now)
            (void)co_await services.tokens.remove(actor.username, token.id, actor);
    std::array<std::byte, 4> suffix;
    SystemRandom().fill(suffix);
    const Time expires = now + std::chrono::hours(24); // whom a provider lets in, it is asked about again each day
    const auto made = co_await services.tokens.create(
        actor.username, {.name = "OAuth-" + toHex(suffix), .scopes = {"*"}, .expiresAt = expires}, actor);
    if (!made)
        co_return http::Response::problem(made.error());
    services.handout.deliver(offer->clientState, {.provider = "idp.k8shell.io/" + offer->provider,
                                                  .address = offer->address,
                                                  .username = actor.username,
                                                  .token = made->token,
                                                  .expires = expires});
    co_return page("<h1>The program is logged in</h1><p>You may close this page.</p>");
}

Task<http::Response> collectToken(Services services, Call &call)
{
    const std::string state(call.request.query().get("state").value_or(""));
    if (!identity::TokenHandout::isState(state))
        co_return http::Response::problem(400, "state must be a secret of at least 16 bytes in hexadecimal");
    const auto answer = services.handout.collect(state);
    if (const auto *token = std::get_if<UserToken>(&answer))
        co_return json(*token).with("Cache-Control", "no-store");
    if (std::holds_alternative<identity::TokenHandout::Taken>(answer))
        co_return http::Response::problem(404, "the token of this login was given already");
    co_return json(StatusAnswer{.status = "pending"}, 202).with("Cache-Control", "no-store");
}

Task<http::Response> showAuthConfig(Services services, Call &)
{
    AuthConfig config{
        .loginUrl = "/api/v1/auth/login", .logoutUrl = "/api/auth/logout", .devMode = services.everybodyIsDeveloper};
    if (services.signedInByProxy) { // as oauth2-proxy names them
        config.loginUrl = "/oauth2/start";
        config.logoutUrl = "/oauth2/sign_out";
    }
    co_return json(config);
}

/// By a link, as clients of the labs' API do. What another site could reach by it is an end, and no beginning.
Task<http::Response> leave(Services services, Call &call)
{
    std::string provider;
    if (const auto value = identity::sessionCookieOf(call.request)) {
        const std::string hash = sha256Hex(*value);
        if (const auto session = services.state.sessions.find(hash))
            provider = session->value.provider;
        if (const auto ended = co_await services.sessions.end(hash); !ended)
            co_return http::Response::problem(ended.error());
    }
    const std::string there = services.webLogin.logoutUrl(provider, baseUrlOf(services, call.request) + "/");
    auto response = seeOther(there.empty() ? "/" : there);
    endSessionCookies(response, call.request.isSecure());
    co_return response;
}

} // namespace portolan::api
