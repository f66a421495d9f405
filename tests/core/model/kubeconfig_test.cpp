// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workshop/kubeconfig.h"

#include "tests/support/run.h"

using namespace portolan;

namespace {

const std::string
    two = "apiVersion: v1\n"
          "kind: Config\n"
          "preferences: {}\n"
          "current-context: near\n"
          "clusters:\n"
          "- name: near-cluster\n"
          "  cluster: {server: \"https://near.example:6443\", certificate-authority-data: bmVhcg==}\n"
          "- name: far-cluster\n"
          "  cluster: {server: \"https://far.example:6443\", certificate-authority-data: ZmFy, tls-server-name: far}\n"
          "contexts:\n"
          "- name: near\n"
          "  context: {cluster: near-cluster, user: ann}\n"
          "- name: far\n"
          "  context: {cluster: far-cluster, user: bert, namespace: labs}\n"
          "users:\n"
          "- name: ann\n"
          "  user: {token: \"12345\", tokenFile: /etc/token}\n"
          "- name: bert\n"
          "  user:\n"
          "    client-certificate-data: YmVydA==\n"
          "    client-key-data: a2V5\n"
          "    exec: {command: /bin/anything}\n";

std::string changed(std::string_view what, std::string_view by)
{
    std::string text = two;
    const auto at = text.find(what);
    if (at == text.npos)
        qFatal("there is no %s", std::string(what).c_str());
    return text.replace(at, what.size(), by);
}

} // namespace

class KubeconfigTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsOneContextOnly();
    void handsOnWhatIsOfUseElsewhere();
    void refusesWhatIsNone_data();
    void refusesWhatIsNone();
    void tellsNothingThatStandsThere();
    void refusesWhatLetsNobodyIn_data();
    void refusesWhatLetsNobodyIn();
    void isBounded();
};

void KubeconfigTest::keepsOneContextOnly()
{
    const auto kubeconfig = readKubeconfig(two);
    VERIFY_RESULT(kubeconfig);
    const auto near = reducedTo(*kubeconfig, "");
    VERIFY_RESULT(near);
    // A number in quotes stays a text.
    QCOMPARE(*near, "apiVersion: v1\n"
                    "clusters:\n"
                    "  - cluster:\n"
                    "      certificate-authority-data: bmVhcg==\n"
                    "      server: https://near.example:6443\n"
                    "    name: near-cluster\n"
                    "contexts:\n"
                    "  - context:\n"
                    "      cluster: near-cluster\n"
                    "      user: ann\n"
                    "    name: near\n"
                    "current-context: near\n"
                    "kind: Config\n"
                    "users:\n"
                    "  - name: ann\n"
                    "    user:\n"
                    "      token: \"12345\"\n");
    const auto again = readKubeconfig(*near);
    VERIFY_RESULT(again);
    QCOMPARE(again->users.front().user.token, "12345");
}

void KubeconfigTest::handsOnWhatIsOfUseElsewhere()
{
    const auto kubeconfig = readKubeconfig(two);
    VERIFY_RESULT(kubeconfig);
    const auto far = reducedTo(*kubeconfig, "far");
    VERIFY_RESULT(far);
    for (const char *part : {"current-context: far", "namespace: labs", "tls-server-name: far",
                             "client-certificate-data: YmVydA==", "client-key-data: a2V5"})
        QVERIFY2(far->contains(part), far->c_str());
    for (const char *part : {"exec", "near", "12345", "preferences"})
        QVERIFY2(!far->contains(part), far->c_str());
}

void KubeconfigTest::refusesWhatIsNone_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("why");
    const auto row = [](const char *name, const std::string &text, const char *why) {
        QTest::newRow(name) << QString::fromStdString(text) << QString::fromLatin1(why);
    };
    row("nothing", "", "it is not YAML");
    row("no YAML", "a: [\n", "its YAML has a fault in line");
    row("a list", "[]", "must be an object");
    row("another version", changed("apiVersion: v1", "apiVersion: v2"), "/apiVersion: must be v1");
    row("another kind", changed("kind: Config", "kind: Secret"), "/kind: must be Config");
    row("no users", changed("users:", "people:"), "/users: is required");
    row("clusters that are no list", changed("clusters:\n", "clusters: 7\nothers:\n"), "/clusters: must be an array");
    row("a context without a user", changed(", user: ann", ""), "/contexts/0/context/user: is required");
    row("a token that is a number", changed("\"12345\"", "12345"), "/users/0/user/token: must be a string");
    row("a current context that is none", changed("current-context: near", "current-context: [near]"),
        "/current-context: must be a string");
}

void KubeconfigTest::refusesWhatIsNone()
{
    QFETCH(QString, text);
    QFETCH(QString, why);
    const auto kubeconfig = readKubeconfig(text.toStdString());
    COMPARE_ERROR(kubeconfig, ErrorCode::InvalidArgument);
    QVERIFY2(kubeconfig.error().detail.contains(why.toStdString()), kubeconfig.error().detail.c_str());
}

void KubeconfigTest::tellsNothingThatStandsThere()
{
    for (const char *text : {"hunter2: 1\nhunter2: 2\n", "a: *hunter2\n",
                             "apiVersion: hunter2\nkind: hunter2\n"
                             "clusters: []\ncontexts: []\nusers: []\n"}) {
        const auto kubeconfig = readKubeconfig(text);
        QVERIFY(!kubeconfig);
        QVERIFY2(!kubeconfig.error().detail.contains("hunter2"), kubeconfig.error().detail.c_str());
    }
}

void KubeconfigTest::refusesWhatLetsNobodyIn_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("context");
    QTest::addColumn<QString>("why");
    const auto row = [](const char *name, const std::string &text, const char *context, const char *why) {
        QTest::newRow(name) << QString::fromStdString(text) << QString::fromLatin1(context) << QString::fromLatin1(why);
    };
    row("another context", two, "nowhere", "it has no context \"nowhere\"");
    row("no current context", changed("current-context: near", ""), "", "no current context");
    row("a current context that is not there", changed("current-context: near", "current-context: gone"), "",
        "it has no context \"gone\"");
    row("no such cluster", changed("name: near-cluster", "name: moved"), "near", "it has no cluster");
    row("no such user", changed("name: ann", "name: gone"), "near", "it has no user");
    row("no address", changed("server: \"https://near.example:6443\", ", ""), "near", "needs server");
    row("no authorities", changed(", certificate-authority-data: bmVhcg==", ""), "near", "certificate-authority-data");
    row("a token in a file", changed("token: \"12345\", ", ""), "near", "needs token");
    row("a certificate without its key", changed("client-key-data: a2V5", "other: x"), "far", "client-key-data");
}

void KubeconfigTest::refusesWhatLetsNobodyIn()
{
    QFETCH(QString, text);
    QFETCH(QString, context);
    QFETCH(QString, why);
    const auto kubeconfig = readKubeconfig(text.toStdString());
    VERIFY_RESULT(kubeconfig);
    const auto reduced = reducedTo(*kubeconfig, context.toStdString());
    COMPARE_ERROR(reduced, ErrorCode::InvalidArgument);
    QVERIFY2(reduced.error().detail.contains(why.toStdString()), reduced.error().detail.c_str());
}

void KubeconfigTest::isBounded()
{
    COMPARE_ERROR(readKubeconfig(two + "# " + std::string(largestKubeconfig, 'x')), ErrorCode::InvalidArgument);
    COMPARE_ERROR(readKubeconfig("extensions: " + std::string(20, '[') + std::string(20, ']') + '\n' + two),
                  ErrorCode::InvalidArgument);
    VERIFY_RESULT(readKubeconfig("extensions: " + std::string(5, '[') + std::string(5, ']') + '\n' + two));
}

QTEST_GUILESS_MAIN(KubeconfigTest)
#include "kubeconfig_test.moc"
