// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workshop/tenant.h"
#include "core/schema/codec.h"
#include "tests/support/run.h"

#include <QTest>

using namespace portolan;

/// Which portals tenants are given (lookup spec, section 2.3).
class SelectorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void globsMatchWholeTexts_data();
    void globsMatchWholeTexts();
    void hostileGlobsAreQuick();
    void conditionsHold_data();
    void conditionsHold();
    void laterLabelsWin();
    void faultyExpressionsAreRefused();
};

void SelectorTest::globsMatchWholeTexts_data()
{
    QTest::addColumn<std::string>("glob");
    QTest::addColumn<std::string>("text");
    QTest::addColumn<bool>("matches");
    const auto row = [](const char *glob, const char *text, bool matches) {
        QTest::addRow("%s %s", glob, text) << std::string(glob) << std::string(text) << matches;
    };
    row("", "", true);
    row("", "a", false);
    row("*", "", true);
    row("*", "a/b.c", true);
    row("tenant-1", "tenant-1", true);
    row("tenant-1", "Tenant-1", false);
    row("tenant-1", "tenant-12", false);
    row("tenant-*", "tenant-", true);
    row("*-1", "tenant-1-1", true);
    row("a*b*c", "a-b-b-c", true);
    row("a*b*c", "a-c-b", false);
    row("?", "", false);
    row("??", "ab", true);
    row("[abc]x", "bx", true);
    row("[!abc]x", "bx", false);
    row("[!abc]x", "dx", true);
    row("[a-c]x", "bx", true);
    row("[a-c]x", "dx", false);
    row("[]]", "]", true);
    row("[!]]", "a", true);
    row("[a-]", "-", true);
    row("[a", "[a", true);
    row("[a", "a", false);
    row("*[0-9]", "portal-12", true);
    row("\\*", "\\anything", true);
    row("[^a]", "b", false); // Python knows the exclamation mark only
    row("[^a]", "^", true);
}

void SelectorTest::globsMatchWholeTexts()
{
    QFETCH(std::string, glob);
    QFETCH(std::string, text);
    QFETCH(bool, matches);
    QCOMPARE(matchesGlob(glob, text), matches);
}

/// With backtracking into each star this would take longer than anybody waits.
void SelectorTest::hostileGlobsAreQuick()
{
    std::string glob;
    for (int i = 0; i < 200; ++i)
        glob += "*a";
    QVERIFY(!matchesGlob(glob + "b", std::string(5000, 'a')));
    QVERIFY(matchesGlob(glob, std::string(5000, 'a')));
}

void SelectorTest::conditionsHold_data()
{
    QTest::addColumn<std::string>("selector");
    QTest::addColumn<bool>("matches");
    const auto row = [](const char *name, const char *selector, bool matches) {
        QTest::newRow(name) << std::string(selector) << matches;
    };
    // Of the portal "portal-1" with the labels region=eu and spare= (empty).
    row("nothing asked", "{}", true);
    row("name", R"({"nameSelector":{"matchNames":["x","portal-*"]}})", true);
    row("another name", R"({"nameSelector":{"matchNames":["x"]}})", false);
    row("label", R"({"labelSelector":{"matchLabels":{"region":"eu"}}})", true);
    row("another value", R"({"labelSelector":{"matchLabels":{"region":"us"}}})", false);
    row("no such label", R"({"labelSelector":{"matchLabels":{"zone":""}}})", false);
    row("label without value", R"({"labelSelector":{"matchLabels":{"spare":""}}})", true);
    row("name and label", R"({"nameSelector":{"matchNames":["x"]},"labelSelector":{"matchLabels":{"region":"eu"}}})",
        false);
    const auto expression = [&row](const char *name, const char *text, bool matches) {
        row(name, std::format(R"({{"labelSelector":{{"matchExpressions":[{}]}}}})", text).c_str(), matches);
    };
    expression("in", R"({"key":"region","operator":"In","values":["us","eu"]})", true);
    expression("not among", R"({"key":"region","operator":"In","values":["us"]})", false);
    expression("in, absent", R"({"key":"zone","operator":"In","values":["a"]})", false);
    expression("not in", R"({"key":"region","operator":"NotIn","values":["us"]})", true);
    expression("not in, among", R"({"key":"region","operator":"NotIn","values":["eu"]})", false);
    expression("not in, absent", R"({"key":"zone","operator":"NotIn","values":["a"]})", true);
    expression("exists", R"({"key":"spare","operator":"Exists"})", true);
    expression("exists, absent", R"({"key":"zone","operator":"Exists"})", false);
    expression("does not exist", R"({"key":"zone","operator":"DoesNotExist"})", true);
    expression("all of them", R"({"key":"region","operator":"Exists"},{"key":"zone","operator":"Exists"})", false);
}

void SelectorTest::conditionsHold()
{
    QFETCH(std::string, selector);
    QFETCH(bool, matches);
    const auto read = schema::decode<Selector>(selector);
    VERIFY_RESULT(read);
    QCOMPARE(read->matches("portal-1", {{.name = "region", .value = "eu"}, {.name = "spare"}}), matches);
}

void SelectorTest::laterLabelsWin()
{
    const std::vector<Label> labels{{.name = "region", .value = "us"}, {.name = "region", .value = "eu"}};
    QVERIFY(labelOf(labels, "region") == "eu");
    QVERIFY(!labelOf(labels, "zone"));
}

void SelectorTest::faultyExpressionsAreRefused()
{
    const auto read = schema::decode<TenantSpec>(
        R"({"portals":{"labelSelector":{"matchExpressions":[{"key":"a","operator":"In"}]}}})");
    COMPARE_ERROR(read, ErrorCode::InvalidField);
    QCOMPARE(read.error().fields.front().pointer, "/portals/labelSelector/matchExpressions/0/values");
    COMPARE_ERROR(schema::decode<Selector>(R"({"labelSelector":{"matchExpressions":[{"key":"a","operator":"Near"}]}})"),
                  ErrorCode::InvalidField);
}

QTEST_GUILESS_MAIN(SelectorTest)
#include "selector_test.moc"
