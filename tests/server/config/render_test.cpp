// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/render.h"

#include "server/config/changes.h"
#include "server/config/keys.h"
#include "server/config/loader.h"
#include "tests/support/files.h"
#include "tests/support/run.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

#include <set>

using namespace portolan;
using namespace portolan::config;
using namespace Qt::StringLiterals;

/// What is made from the descriptions: the file with all keys, the page, the names in the environment.
class RenderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void describesEveryKey();
    void namesEveryKeyOnce();
    void knowsTheVariablesOfOthers();
    void writesWhatReadsAsTheSame();
    void findsWhatHasChanged();
    void documentationIsCurrent();
};

namespace {

Configuration withEverything()
{
    Configuration all;
    all.data = "/srv/a folder # with a sign";
    all.publicUrl = "https://labs.example.org";
    all.listen = "[::1]:0";
    all.http.idleTimeout = std::chrono::milliseconds(90'250);
    all.cors = {.origins = {"https://a.example", "http://b.example:1"}, .credentials = true};
    all.identity.developmentIdentity = "true";
    all.identity.issuers = {{.issuer = "https://id.example",
                             .audience = "8",
                             .jwksUrl = "https://id.example/keys",
                             .roleMap = {{"a: b", Role::Admin}, {"\"quoted\"", Role::User}}},
                            {.issuer = "https://other.example", .audience = "x"}};
    all.identity.providers = {{.name = "campus", .issuer = "https://id.example", .clientId = "\xc3\xbcml\n"}};
    all.identity.trustedHeader.defaultRoles = {};
    all.sinks.allowInternal = {"10.0.0.0/8"};
    return all;
}

/// The names that match in the files of a folder.
std::set<std::string> variablesIn(const QString &folder, const QRegularExpression &expression)
{
    std::set<std::string> names;
    QDirIterator files(QStringLiteral(PORTOLAN_SOURCE_DIR "/") + folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const auto text = QString::fromStdString(test::readFile(files.next().toStdString()));
        for (const auto &match : expression.globalMatch(text))
            names.insert(match.captured(1).toStdString());
    }
    return names;
}

} // namespace

void RenderTest::describesEveryKey()
{
    QVERIFY(keys().size() > 50);
    for (const Key &key : keys()) {
        QVERIFY2(key.doc.ends_with('.'), key.path.c_str());
        QVERIFY2(key.doc.size() > 12 || key.path.ends_with(".kind"), key.path.c_str());
    }
}

void RenderTest::namesEveryKeyOnce()
{
    std::set<std::string> variables;
    for (const Key &key : keys()) {
        if (key.environment.empty())
            continue;
        QVERIFY2(variables.insert(key.environment).second, key.environment.c_str());
        QVERIFY2(!isForOthers(key.environment), key.environment.c_str());
    }
    QVERIFY(variables.contains("PORTOLAN_HTTP_IDLE_TIMEOUT"));
    QVERIFY(variables.contains("PORTOLAN_IDENTITY_PASSWORD_LOCKOUT"));
    QCOMPARE(pathOfPointer("/identity/issuers/0/role_map/a~1b~0"), "identity.issuers[0].role_map.a/b~");
}

void RenderTest::knowsTheVariablesOfOthers()
{
    // Whoever starts the server from ./dev or by a test hands these on; a new one belongs to isForOthers().
    static const QRegularExpression asked(
        uR"re((?:getenv|qEnvironmentVariable\w*|envname|\w*[nN]umber\w*)\(\s*"(PORTOLAN_[A-Z_]+)")re"_s);
    static const QRegularExpression expanded(uR"(\$\{?(PORTOLAN_[A-Z_]+))"_s);
    std::set<std::string> names = variablesIn(u"tests"_s, asked);
    names.merge(variablesIn(u"app"_s, asked));
    names.merge(variablesIn(u"packaging"_s, expanded));
    for (const auto &match : expanded.globalMatch(QString::fromStdString(test::readFile(PORTOLAN_SOURCE_DIR "/dev"))))
        names.insert(match.captured(1).toStdString());
    for (const char *known : {"PORTOLAN_UPDATE_DOCS", "PORTOLAN_TOKEN_FILE", "PORTOLAN_PRESET", "PORTOLAN_KILL_SEED"})
        QVERIFY2(names.contains(known), known);
    for (const std::string &variable : names) {
        const bool isKey = std::ranges::contains(keys(), variable, &Key::environment);
        QVERIFY2(isKey || isForOthers(variable), variable.c_str());
    }
}

void RenderTest::writesWhatReadsAsTheSame()
{
    Configuration defaults;
    defaults.data = "/srv";
    for (const Configuration &configuration : {defaults, withEverything()}) {
        const std::string yaml = toYaml(configuration);
        const auto loaded = load({.file = ConfigurationFile{.name = "printed", .text = yaml}});
        QVERIFY2(loaded, (yaml + (loaded ? "" : loaded.error().front().text())).c_str());
        QVERIFY2(*loaded == configuration, yaml.c_str());
    }
    const std::string yaml = toYaml(defaults);
    for (const Key &key : keys())
        QVERIFY2(yaml.contains(key.environment) && yaml.contains(key.name), key.path.c_str());
    QVERIFY(yaml.contains("\n  # How long a connection may stay without a request.\n"
                          "  # (duration; default 1m15s; PORTOLAN_HTTP_IDLE_TIMEOUT)\n"
                          "  idle_timeout: 1m15s\n"));
}

void RenderTest::findsWhatHasChanged()
{
    using Paths = std::vector<std::string>;
    const Configuration before;
    Configuration after;
    QCOMPARE(changedKeys(before, after), Paths{});
    after.listen = "127.0.0.1:1";
    after.http.idleTimeout += std::chrono::milliseconds(1);
    after.identity.issuers.push_back({.issuer = "https://a", .audience = "b"});
    after.publicUrl = "https://a";
    QCOMPARE(changedKeys(before, after), (Paths{"listen", "public_url", "http.idle_timeout", "identity.issuers"}));
    for (const Key &key : keys())
        if (takesEffectAtOnce(key.path))
            QVERIFY2(findKey(key.path)->kind != Key::Kind::Section, key.path.c_str());
    QVERIFY(takesEffectAtOnce("http.idle_timeout"));
    QVERIFY(!takesEffectAtOnce("listen"));
}

void RenderTest::documentationIsCurrent()
{
    QFile file(QStringLiteral(PORTOLAN_SOURCE_DIR "/docs/configuration.md"));
    const QByteArray wanted = QByteArray::fromStdString(reference());
    if (qEnvironmentVariableIsSet("PORTOLAN_UPDATE_DOCS")) {
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(wanted), wanted.size());
        file.close();
    }
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY2(file.readAll() == wanted, "docs/configuration.md is not what server/config says; run this test with "
                                       "PORTOLAN_UPDATE_DOCS=1 and commit the page");
}

QTEST_GUILESS_MAIN(RenderTest)
#include "render_test.moc"
