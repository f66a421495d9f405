// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/digest.h"
#include "core/model/user/scope.h"
#include "tests/server/api/plane.h"
#include "tests/support/run.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

using namespace portolan;
using namespace portolan::test;

namespace {

/// Who tries: a user of each role, one with all roles and a token that is narrowed, and one without any.
struct Actor {
    std::string username;
    std::vector<Role> roles;
    std::vector<std::string> scopes{"*"};

    [[nodiscard]] std::string token() const { return "token of " + username; }
    [[nodiscard]] identity::Principal principal() const
    {
        return {.username = username, .roles = roles, .scopes = scopes};
    }
};

const std::vector<Actor> &actors()
{
    static const std::vector<Actor> all{
        {"an-admin", {Role::Admin}},
        {"an-operator", {Role::Operator}},
        {"an-author", {Role::Author}},
        {"a-tenant", {Role::Tenant}},
        {"a-user", {Role::User}},
        {"a-narrowed", {Role::Admin}, {"workspace:read", "user:read:*", "token:*:self", "workspace:connect:*:self"}},
        {"a-nobody", {}},
    };
    return all;
}

constexpr std::string_view stranger = "a-stranger";

/// The path of a route about what `owner` has.
std::string pathFor(const std::string &pattern, std::string_view owner)
{
    std::string path = pattern;
    const auto fill = [&path](std::string_view name, std::string_view value) {
        if (const auto at = path.find(name); at != path.npos)
            path.replace(at, name.size(), value);
    };
    fill("{username}", owner);
    fill("{name}", std::format("lab-of-{}", owner));
    fill("{id}", pattern.contains("/jobs/") ? std::format("job-of-{}", owner) : "1");
    fill("{client}", owner);
    fill("{cluster}", "local");
    fill("{portal}", "p");
    fill("{environment}", "p-w01");
    fill("{session}", std::format("session-of-{}", owner));
    fill("{index}", "0");
    fill("{service}", "git");
    return path;
}

} // namespace

/// Every route, as every role, on what is one's own and what is another's, over real sockets: the guard answers what the
/// policy table says. What handlers do is left out; they answer 299.
class PolicyMatrixTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theGuardDoesWhatTheTableSays();
    void nothingIsOpenThatIsNotMeantToBe();
    void scopesNarrowAndNeverAdd();
    void cleanupTestCase() { m_plane.reset(); }

private:
    [[nodiscard]] int ask(const api::Route &route, std::string_view owner, const std::string &token);

    std::unique_ptr<Plane> m_plane;
    QNetworkAccessManager m_network;
};

void PolicyMatrixTest::initTestCase()
{
    m_plane = std::make_unique<Plane>([](std::vector<api::Route> &routes) {
        for (api::Route &route : routes)
            route.handler = [](api::Call &) -> Task<http::Response> { co_return http::Response(299); };
    });
    const auto now = m_plane->now();
    std::uint32_t number = 0;
    const auto add = [&](const Actor &actor) {
        ++number;
        store::Change change;
        change.put(User{.username = actor.username, .roles = actor.roles, .number = number, .created = now},
                   store::absent);
        change.put(AccessToken{.hash = sha256Hex(actor.token()),
                               .id = number,
                               .username = actor.username,
                               .name = "one",
                               .scopes = actor.scopes,
                               .created = now},
                   store::absent);
        change.put(Workspace{.name = std::format("lab-of-{}", actor.username),
                             .runtimeId = std::format("r{}", number),
                             .owner = actor.username,
                             .blueprint = "shell",
                             .created = now},
                   store::absent);
        change.put(Job{.id = std::format("job-of-{}", actor.username), .username = actor.username, .created = now},
                   store::absent);
        change.put(WorkshopSession{.name = std::format("session-of-{}", actor.username),
                                   .environment = "p-w01",
                                   .portal = "p",
                                   .cluster = "local",
                                   .workshop = "w",
                                   .client = actor.username,
                                   .created = now},
                   store::absent);
        VERIFY_RESULT(m_plane->commit(std::move(change)));
    };
    for (const Actor &actor : actors())
        add(actor);
    add({std::string(stranger), {Role::User}});
}

int PolicyMatrixTest::ask(const api::Route &route, std::string_view owner, const std::string &token)
{
    QNetworkRequest request(QUrl(QString::fromStdString(m_plane->url(pathFor(route.pattern, owner)))));
    if (!token.empty())
        request.setRawHeader("Authorization", QByteArray("Bearer ") + QByteArray::fromStdString(token));
    const auto method = http::name(route.method);
    const std::unique_ptr<QNetworkReply> reply(
        m_network.sendCustomRequest(request, QByteArray(method.data(), qsizetype(method.size()))));
    if (!waitUntil([&] { return reply->isFinished(); }))
        return -1;
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

void PolicyMatrixTest::theGuardDoesWhatTheTableSays()
{
    using identity::Decision;
    int tried = 0;
    int allowed = 0;
    for (const api::Route &route : m_plane->routes()) {
        if (route.permission == identity::Permission::None)
            continue;
        QCOMPARE(ask(route, stranger, {}), 401);
        QCOMPARE(ask(route, stranger, "no such token"), 401);
        for (const Actor &actor : actors()) {
            for (const std::string_view owner : {std::string_view(actor.username), stranger}) {
                int expected = 299;
                if (route.ownerOf) {
                    const auto decision = identity::decide(actor.principal(), route.permission, owner);
                    expected = decision == Decision::Allow ? 299 : decision == Decision::Deny ? 403 : 404;
                } else if (identity::reachOf(actor.principal(), route.permission) == identity::Reach::Nobody) {
                    expected = 403;
                }
                // A role that may not do this at all is told so, whoever the object's owner is.
                if (identity::reachOf(actor.principal(), route.permission) == identity::Reach::Nobody)
                    expected = 403;
                const int status = ask(route, owner, actor.token());
                QVERIFY2(status == expected,
                         std::format("{} {} as {} on what {} has: {} instead of {}", http::name(route.method),
                                     route.pattern, actor.username, owner, status, expected)
                             .c_str());
                ++tried;
                allowed += status == 299;
            }
            if (route.ownerOf) {
                const int status = ask(route, "nobody-at-all", actor.token());
                QVERIFY2(status == 403 || status == 404, std::to_string(status).c_str());
            }
        }
    }
    QVERIFY(tried > 0);
    qInfo("policy matrix: %d routes, %d actors, own and another's: %d requests, %d allowed, no failure",
          int(m_plane->routes().size()), int(actors().size()), tried, allowed);
}

void PolicyMatrixTest::nothingIsOpenThatIsNotMeantToBe()
{
    std::vector<std::string> open;
    for (const api::Route &route : m_plane->routes())
        if (route.permission == identity::Permission::None)
            open.push_back(std::format("{} {}", http::name(route.method), route.pattern));
    std::ranges::sort(open);
    const std::vector<std::string> meant{"GET /",
                                         "GET /.well-known/jwks.json",
                                         "GET /api/auth/callback",
                                         "GET /api/auth/login",
                                         "GET /api/auth/logout",
                                         "GET /api/auth/session",
                                         "GET /api/diagnostics/health",
                                         "GET /api/diagnostics/ready",
                                         "GET /api/docs",
                                         "GET /api/openapi.json",
                                         "GET /api/redoc",
                                         "GET /api/system/health",
                                         "GET /api/v1/auth/callback",
                                         "GET /api/v1/auth/login",
                                         "GET /api/v1/auth/providers",
                                         "GET /api/v1/auth/token",
                                         "GET /api/v1/healthcheck",
                                         "GET /auth/auth-config",
                                         "GET /docs",
                                         "GET /health",
                                         "GET /health/live",
                                         "GET /health/ready",
                                         "GET /info",
                                         "GET /openapi.json",
                                         "GET /portals/{portal}",
                                         "GET /portals/{portal}/workshops/catalog/environments",
                                         "GET /portals/{portal}/workshops/catalog/workshops",
                                         "GET /portals/{portal}/workshops/environment/{environment}/request",
                                         "GET /portals/{portal}/workshops/environment/{environment}/status",
                                         "GET /portals/{portal}/workshops/session/{session}",
                                         "GET /portals/{portal}/workshops/session/{session}/activate",
                                         "GET /portals/{portal}/workshops/session/{session}/authorize",
                                         "GET /portals/{portal}/workshops/session/{session}/extend",
                                         "GET /portals/{portal}/workshops/session/{session}/page",
                                         "GET /portals/{portal}/workshops/session/{session}/schedule",
                                         "GET /portals/{portal}/workshops/session/{session}/terminal/{number}",
                                         "GET /portals/{portal}/workshops/session/{session}/terminate",
                                         "GET /portals/{portal}/workshops/user/{user}/sessions",
                                         "GET /ready",
                                         "GET /redoc",
                                         "GET /web/{file}",
                                         "POST /api/v1/auth/callback",
                                         "POST /api/v1/auth/login",
                                         "POST /api/v1/auth/logout",
                                         "POST /api/v1/internal/users/{username}/token",
                                         "POST /auth/login",
                                         "POST /login",
                                         "POST /portals/{portal}/oauth2/revoke-token",
                                         "POST /portals/{portal}/oauth2/token",
                                         "POST /portals/{portal}/workshops/environment/{environment}/request",
                                         "POST /portals/{portal}/workshops/session/{session}/event",
                                         "POST /portals/{portal}/workshops/session/{session}/extend",
                                         "POST /portals/{portal}/workshops/session/{session}/terminate"};
    QCOMPARE(open, meant);
}

void PolicyMatrixTest::scopesNarrowAndNeverAdd()
{
    using identity::Reach;
    for (const identity::Rule &rule : identity::policy) {
        for (const auto &[role, name] : schema::EnumNames<Role>::names) {
            const Reach whole = identity::reachOf({.username = "x", .roles = {role}}, rule.permission);
            for (const identity::Rule &scope : identity::policy) {
                for (const std::string_view suffix : {"", ":self"}) {
                    const std::string text = std::string(scope.name) + std::string(suffix);
                    const Reach narrowed = identity::reachOf({.username = "x", .roles = {role}, .scopes = {text}},
                                                             rule.permission);
                    QVERIFY(narrowed <= whole);
                    QVERIFY(narrowed == Reach::Nobody || scope.name == rule.name);
                    QVERIFY(suffix.empty() || narrowed <= Reach::Own);
                }
            }
        }
    }
    QCOMPARE(identity::reachOfScope("workspace:connect:*", "workspace:connect:ssh"), Reach::All);
    QCOMPARE(identity::reachOfScope("workspace:conn:*", "workspace:connect:ssh"), Reach::Nobody);
    QCOMPARE(identity::reachOfScope("workspace:*:self", "workspace:read"), Reach::Own);
    QCOMPARE(identity::reachOfScope("workspace", "workspace:read"), Reach::Nobody);
    for (const char *refused : {"", "*:self", "workspace", "nothing:*", "workspace:read:selfish", "none", ":*", "**"})
        QVERIFY2(identity::refuseScope(refused), refused);
    for (const char *fine : {"*", "workspace:*", "workspace:read", "token:*:self", "user:read:*"})
        QVERIFY2(!identity::refuseScope(fine), fine);
}

QTEST_GUILESS_MAIN(PolicyMatrixTest)
#include "policy_matrix_test.moc"
