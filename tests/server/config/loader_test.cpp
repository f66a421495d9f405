// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/loader.h"

#include "tests/support/files.h"
#include "tests/support/run.h"

#include <QTemporaryDir>

using namespace portolan;
using namespace portolan::config;
using namespace Qt::StringLiterals;

/// From file, environment and command line to a configuration, or to what is wrong, and where.
class LoaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void needsNoFile();
    void readsEverySection();
    void saysWhereAndWhy_data();
    void saysWhereAndWhy();
    void tellsAllAtOnce();
    void letsTheLaterSourceWin();
    void readsTheEnvironment();
    void refusesTheEnvironment_data();
    void refusesTheEnvironment();
    void keepsAMistakeInTheFileThatIsOverridden();
    void findsTheDataFolder();
};

namespace {

std::string allOf(const std::vector<Problem> &problems)
{
    std::string text;
    for (const Problem &problem : problems)
        text += (text.empty() ? "" : "\n") + problem.text();
    return text;
}

Sources sourcesOf(std::string yaml, Environment environment = {}, std::vector<Override> commandLine = {})
{
    return {.file = ConfigurationFile{.name = "server.yaml", .text = std::move(yaml)},
            .environment = std::move(environment),
            .commandLine = std::move(commandLine)};
}

/// The problems, each on a line; "" where there are none.
std::string problemsOf(const Sources &sources)
{
    const auto loaded = load(sources);
    return loaded ? std::string() : allOf(loaded.error());
}

} // namespace

void LoaderTest::needsNoFile()
{
    Configuration wanted;
    wanted.data = "/var/lib/.local/share/portolan";
    const auto none = load({});
    QVERIFY2(none, none ? "" : allOf(none.error()).c_str());
    QVERIFY(*none == wanted);
    for (const char *text : {"", "# only a comment\n\n  # and one more\n", "---\n", "{}", "http:\n"}) {
        const auto loaded = load(sourcesOf(text));
        QVERIFY2(loaded, text);
        QVERIFY2(*loaded == wanted, text);
    }
}

void LoaderTest::readsEverySection()
{
    const auto loaded = load(sourcesOf(R"(
listen: "[::1]:8080"
data: /srv/portolan
public_url: https://labs.example.org/portolan
http: {threads: 2, idle_timeout: 90, head_timeout: 1m30s}
workspaces: {per_owner: 3}
check_credentials: 500ms
identity:
  token_lifetime: PT2H
  password: {failures: 3, lockout: 1h}
  issuers:
    - issuer: https://id.example.org
      audience: labs
      role_map: {"Lab Admins": admin, students: user}
  providers:
    - {name: campus, kind: oidc, issuer: "https://id.example.org/realm", client_id: portolan, scopes: [openid]}
  internal_addresses: [10.0.0.0/8, "fd00::/8"]
  development_identity: ada
rate_limit: {per_minute: 0}
cors: {origins: ["https://a.example", "http://localhost:3000"], credentials: true, max_age: 10m}
events: {retention: 7d}
sinks: {allow_internal: [192.168.0.1]}
)"));
    QVERIFY2(loaded, loaded ? "" : allOf(loaded.error()).c_str());
    using namespace std::chrono_literals;
    QCOMPARE(loaded->listen, "[::1]:8080");
    QCOMPARE(loaded->data, "/srv/portolan");
    QCOMPARE(loaded->publicUrl, "https://labs.example.org/portolan");
    QCOMPARE(loaded->http.threads, 2);
    QCOMPARE(loaded->http.idleTimeout, 90s);
    QCOMPARE(loaded->http.headTimeout, 90s);
    QCOMPARE(loaded->http.maxHead, Http{}.maxHead);
    QCOMPARE(loaded->workspaces.perOwner, 3);
    QCOMPARE(loaded->checkCredentials, 500ms);
    QCOMPARE(loaded->identity.tokenLifetime, 2h);
    QCOMPARE(loaded->identity.password.lockout, 1h);
    const RoleMap roles{{"Lab Admins", Role::Admin}, {"students", Role::User}};
    QVERIFY(loaded->identity.issuers.at(0).roleMap == roles);
    QCOMPARE(loaded->identity.issuers.at(0).usernameClaim, "preferred_username");
    QCOMPARE(loaded->identity.providers.at(0).scopes, std::vector<std::string>{"openid"});
    QCOMPARE(loaded->identity.internalAddresses, (std::vector<std::string>{"10.0.0.0/8", "fd00::/8"}));
    QCOMPARE(loaded->identity.developmentIdentity, "ada");
    QCOMPARE(loaded->rateLimit.perMinute, 0);
    QCOMPARE(loaded->rateLimit.burst, 100);
    QCOMPARE(loaded->cors.maxAge, 10min);
    QCOMPARE(loaded->events.retention, 7 * 24h);
    QCOMPARE(loaded->sinks.allowInternal, std::vector<std::string>{"192.168.0.1"});
}

void LoaderTest::saysWhereAndWhy_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArray>("problem");
    const auto row = [](const char *name, const char *yaml, const char *problem) {
        QTest::newRow(name) << QByteArray(yaml) << QByteArray(problem);
    };
    row("syntax", "listen: [1\n", "server.yaml:2:1: not YAML: end of sequence flow not found");
    row("twice", "tls:\n  key: a\n  key: b\n", "server.yaml:3:3: not usable YAML: the key \"key\" stands twice");
    row("a list", "- listen\n", "server.yaml:1:1: must have keys and values, not an array");
    row("unknown", "colour: red\n", "server.yaml:1:1: colour: is not known");
    row("nearly known", "http:\n  threads: 1\n  idle_timout: 1s\n",
        "server.yaml:3:3: http.idle_timout: is not known; did you mean \"idle_timeout\"?");
    row("other spelling", "http:\n    idle-timeout: 1s\n",
        "server.yaml:2:5: http.idle-timeout: is not known; did you mean \"idle_timeout\"?");
    row("unknown in a list", "identity:\n  issuers:\n  - issuer: https://a.example\n    audience: b\n    rolemap: {}\n",
        "server.yaml:5:5: identity.issuers[0].rolemap: is not known; did you mean \"role_map\"?");
    row("missing in a list", "identity:\n  issuers:\n    - issuer: https://a.example\n",
        "server.yaml:3:7: identity.issuers[0].audience: is required");
    row("type", "http:\n  threads: many\n", "server.yaml:2:3: http.threads: must be a whole number, not a string");
    row("no section", "http: 5\n", "server.yaml:1:1: http: must be an object, not a number");
    row("range", "http: {threads: -1}\n", "server.yaml:1:8: http.threads: must be at least 0");
    row("duration", "check_credentials: soon\n",
        "server.yaml:1:1: check_credentials: \"soon\" is not a duration such as 90s, 4h or PT4H");
    row("long duration", "check_credentials: 2h\n", "server.yaml:1:1: check_credentials: must be at most 1h");
    row("role", "identity:\n  trusted_header:\n    role_map:\n      a: king\n",
        "server.yaml:4:7: identity.trusted_header.role_map.a: must be one of admin, operator, author, tenant, user");
    row("listen", "listen: localhost\n",
        "server.yaml:1:1: listen: must be ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080 (port 0 takes a free one), "
        "or unix:/PATH");
    row("public url", "public_url: ftp://a\n",
        "server.yaml:1:1: public_url: must be a URL such as https://labs.example.org");
    row("element of a list", "cors:\n  origins:\n    - https://a.example\n    - https://b.example/\n",
        "server.yaml:4:7: cors.origins[1]: must be an origin such as https://labs.example.org, without a path");
}

void LoaderTest::saysWhereAndWhy()
{
    QFETCH(const QByteArray, yaml);
    QFETCH(const QByteArray, problem);
    QCOMPARE(problemsOf(sourcesOf(yaml.toStdString())), problem.toStdString());
}

void LoaderTest::tellsAllAtOnce()
{
    QCOMPARE(problemsOf(sourcesOf("listne: a\nhttp:\n  threads: x\n  head: 1\n", {{"PORTOLAN_LISTNE", "a"}},
                                  {{.pointer = "/http/max_body", .text = "all", .origin = "--max-body"}})),
             "PORTOLAN_LISTNE: is not known; did you mean \"PORTOLAN_LISTEN\"?\n"
             "--max-body: must be a whole number, not a string\n"
             "server.yaml:1:1: listne: is not known; did you mean \"listen\"?\n"
             "server.yaml:3:3: http.threads: must be a whole number, not a string\n"
             "server.yaml:4:3: http.head: is not known");
}

void LoaderTest::letsTheLaterSourceWin()
{
    const auto threads = [](const Sources &sources) {
        const auto loaded = load(sources);
        return loaded ? loaded->http.threads : -1;
    };
    const Environment environment{{"PORTOLAN_HTTP_THREADS", "2"}};
    const std::vector<Override> commandLine{{.pointer = "/http/threads", .text = "3", .origin = "--threads"}};
    QCOMPARE(threads({}), 0);
    QCOMPARE(threads(sourcesOf("http: {threads: 1}")), 1);
    QCOMPARE(threads(sourcesOf("http: {threads: 1}", environment)), 2);
    QCOMPARE(threads(sourcesOf("http: {threads: 1}", environment, commandLine)), 3);
    QCOMPARE(threads(sourcesOf("http: {threads: 1}", {}, commandLine)), 3);
    // What the others say beside it stays.
    const auto loaded = load(sourcesOf("http: {threads: 1, max_head: 2048}", environment));
    QVERIFY(loaded);
    QCOMPARE(loaded->http.maxHead, 2048);
}

void LoaderTest::readsTheEnvironment()
{
    const auto loaded = load(
        sourcesOf("public_url: https://a.example\ncors: {origins: [https://a.example]}\n",
                  {{"PORTOLAN_HTTP_IDLE_TIMEOUT", "30s"},
                   {"PORTOLAN_CORS_ORIGINS", "https://b.example, https://c.example"},
                   {"PORTOLAN_CORS_CREDENTIALS", "true"},
                   {"PORTOLAN_PUBLIC_URL", ""},
                   {"PORTOLAN_IDENTITY_DEVELOPMENT_IDENTITY", "1"},
                   {"PORTOLAN_IDENTITY_TRUSTED_HEADER_DEFAULT_ROLES", "operator,user"},
                   {"PORTOLAN_IDENTITY_TRUSTED_HEADER_ROLE_MAP", "{staff: author}"},
                   {"PORTOLAN_IDENTITY_ISSUERS", "[{issuer: 'https://id.example', audience: labs}]"},
                   {"PORTOLAN_SINKS_ALLOW_INTERNAL", ""},
                   {"PORTOLAN_SERVER", "https://labs.example"},
                   {"HOME", "/home/ada"}}));
    QVERIFY2(loaded, loaded ? "" : allOf(loaded.error()).c_str());
    QCOMPARE(loaded->http.idleTimeout, std::chrono::seconds(30));
    QCOMPARE(loaded->cors.origins, (std::vector<std::string>{"https://b.example", "https://c.example"}));
    QVERIFY(loaded->cors.credentials);
    QVERIFY(!loaded->publicUrl);
    QCOMPARE(loaded->identity.developmentIdentity, "1");
    QVERIFY(loaded->identity.trustedHeader.defaultRoles == (std::vector{Role::Operator, Role::User}));
    QVERIFY(loaded->identity.trustedHeader.roleMap == (RoleMap{{"staff", Role::Author}}));
    QCOMPARE(loaded->identity.issuers.at(0).audience, "labs");
}

void LoaderTest::refusesTheEnvironment_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("problem");
    const auto row = [](const char *name, const char *value, const char *problem) {
        QTest::addRow("%s=%s", name, value) << QByteArray(name) << QByteArray(value) << QByteArray(problem);
    };
    row("PORTOLAN_HTTP_IDLE_TIMOUT", "1s", "is not known; did you mean \"PORTOLAN_HTTP_IDLE_TIMEOUT\"?");
    row("PORTOLAN_WEATHER", "fair", "is not known");
    row("PORTOLAN_HTTP", "{}", "is not known");
    row("PORTOLAN_HTTP_THREADS", "", "must be a whole number, not a string");
    row("PORTOLAN_HTTP_THREADS", "1.5", "must be a whole number, not a fraction");
    row("PORTOLAN_CORS_CREDENTIALS", "yes", "must be true or false, not a string");
    row("PORTOLAN_EVENTS_RETENTION", "1s", "must be at least 1m");
    row("PORTOLAN_CORS_ORIGINS", "https://a.example,b.example",
        "cors.origins[1]: must be an origin such as https://labs.example.org, without a path");
    row("PORTOLAN_IDENTITY_ISSUERS", "[{issuer: a, issuer: b}]",
        "not usable YAML: the key \"issuer\" stands twice at line 1, column 14");
    row("PORTOLAN_IDENTITY_ISSUERS", "[{issuer: https://a.example}]", "identity.issuers[0].audience: is required");
}

void LoaderTest::refusesTheEnvironment()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, value);
    QFETCH(const QByteArray, problem);
    QCOMPARE(problemsOf({.environment = {{name.toStdString(), value.toStdString()}}}),
             name.toStdString() + ": " + problem.toStdString());
}

void LoaderTest::keepsAMistakeInTheFileThatIsOverridden()
{
    QCOMPARE(problemsOf(sourcesOf("http: {threads: x}", {{"PORTOLAN_HTTP_THREADS", "2"}})),
             "server.yaml:1:8: http.threads: must be a whole number, not a string");
}

void LoaderTest::findsTheDataFolder()
{
    const auto data = [](const Environment &environment) {
        const auto loaded = load({.environment = environment});
        return loaded ? loaded->data : std::string();
    };
    QCOMPARE(data({{"HOME", "/home/ada"}}), "/home/ada/.local/share/portolan");
    QCOMPARE(data({{"HOME", "/home/ada"}, {"XDG_DATA_HOME", "/data"}}), "/data/portolan");
    QCOMPARE(data({{"HOME", "/home/ada"}, {"XDG_DATA_HOME", "not/absolute"}}), "/home/ada/.local/share/portolan");
    QCOMPARE(data({{"HOME", "/home/ada"}, {"PORTOLAN_DATA", "/srv"}}), "/srv");
}

QTEST_GUILESS_MAIN(LoaderTest)
#include "loader_test.moc"
