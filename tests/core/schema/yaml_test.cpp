// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/schema/yaml.h"

#include "tests/support/run.h"

using namespace portolan;

class YamlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheCoreSchema();
    void keepsQuotedTextAsText();
    void followsAliases();
    void refusesWhatItShould_data();
    void refusesWhatItShould();
    void boundsWhatAliasesMake();
    void marksKeysAndElements();
    void tellsTheParts();
};

void YamlTest::followsTheCoreSchema()
{
    const auto json = yamlToJson("a: 1\nb: [true, ~, 1.5, no, 0x]\nc:\n  d: text # comment\ne: 2026-01-01\n");
    VERIFY_RESULT(json);
    QCOMPARE(*json, R"({"a":1,"b":[true,null,1.5,"no","0x"],"c":{"d":"text"},"e":"2026-01-01"})");
}

void YamlTest::keepsQuotedTextAsText()
{
    const auto json = yamlToJson("a: \"1\"\nb: 'true'\nc: |\n  two\n  lines\n");
    VERIFY_RESULT(json);
    QCOMPARE(*json, R"({"a":"1","b":"true","c":"two\nlines\n"})");
}

void YamlTest::followsAliases()
{
    const auto json = yamlToJson("a: &x [1]\nb: *x\n");
    VERIFY_RESULT(json);
    QCOMPARE(*json, R"({"a":[1],"b":[1]})");
}

void YamlTest::refusesWhatItShould_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArray>("why");
    const auto row = [](const char *name, const QByteArray &yaml, const char *why) {
        QTest::newRow(name) << yaml << QByteArray(why);
    };
    row("syntax", "a: [1", "not YAML");
    row("twice", "a: 1\na: 2", "the key \"a\" stands twice at line 2, column 1");
    row("two documents", "a: 1\n---\nb: 2", "more than one document");
    row("nothing", "", "no document");
    row("a comma outside of brackets", "- a\n, b", "more than one document");
    row("deep", QByteArray(200, '[') + QByteArray(200, ']'), "nested too deeply");
    row("odd key", "[1]: 2", "a key is not a plain text");
}

void YamlTest::refusesWhatItShould()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QByteArray, why);
    const auto json = yamlToJson(yaml.toStdString());
    QVERIFY(!json);
    QCOMPARE(json.error().code, ErrorCode::InvalidArgument);
    QVERIFY2(json.error().detail.contains(why.toStdString()), json.error().detail.c_str());
}

void YamlTest::boundsWhatAliasesMake()
{
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int level = 1; level < 9; ++level)
        bomb += std::format("a{0}: &a{0} [*a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}]\n",
                            level, level - 1);
    const auto json = yamlToJson(bomb);
    QVERIFY(!json);
    QVERIFY2(json.error().detail.contains("too many values"), json.error().detail.c_str());
}

void YamlTest::marksKeysAndElements()
{
    YamlMarks marks;
    const auto json = yamlToJson("a:\n  b/c: 1\n  list:\n    - x\n    -  {k: 2}\nlast: [3,  4]\n", {}, &marks);
    VERIFY_RESULT(json);
    const YamlMarks wanted{{"/a", {1, 1}},        {"/a/b~1c", {2, 3}},   {"/a/list", {3, 3}},
                           {"/a/list/0", {4, 7}}, {"/a/list/1", {5, 8}}, {"/a/list/1/k", {5, 9}},
                           {"/last", {6, 1}},     {"/last/0", {6, 8}},   {"/last/1", {6, 12}}};
    QVERIFY(marks == wanted);
}

void YamlTest::tellsTheParts()
{
    for (const auto &[yaml, why] :
         {std::pair("a: 1\n\n  a: 2\n", "not YAML: "), {"b: 1\na: 1\na: 2\n", "not usable YAML: "}}) {
        const auto json = yamlToJson(yaml);
        QVERIFY(!json);
        const auto &args = json.error().args;
        QCOMPARE(args.at(0), (std::pair<std::string, std::string>("line", "3")));
        QCOMPARE(args.at(1).first, "column");
        QVERIFY(args.at(2).second.starts_with(why));
        QVERIFY(!args.at(2).second.contains("line 3"));
    }
}

QTEST_GUILESS_MAIN(YamlTest)
#include "yaml_test.moc"
