// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/schema/yaml_writer.h"

#include "core/model/workshop/tenant.h"
#include "core/model/workshop/training_portal.h"
#include "core/model/workshop/workshop.h"
#include "core/schema/yaml.h"
#include "tests/support/run.h"

using namespace portolan;

namespace {

std::string yamlOfText(std::string_view json)
{
    const auto document = JsonDocument::parse(json);
    return document ? yamlOf(document->root()) : "not JSON";
}

} // namespace

class YamlWriterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesBlocks();
    void writesWhatStandsBehindAKey();
    void writesTextsOfSeveralLinesAsTheyAre();
    void keepsEveryText_data();
    void keepsEveryText();
    void keepsWhatIsNoText();
    void quotesOnlyWhereItMust();
    void leavesOutWhatIsEmpty();
    void keepsWhatIsEmptyOnPurpose();
    void keepsModels();
};

void YamlWriterTest::writesBlocks()
{
    QCOMPARE(yamlOfText(R"({"a":{"b":[1,{"c":"x","d":[]},[true,null]],"e":{}},"f":1.5})"), R"(a:
  b:
    - 1
    - c: x
      d: []
    - - true
      - null
  e: {}
f: 1.5
)");
    QCOMPARE(yamlOfText("[]"), "[]\n");
    QCOMPARE(yamlOfText("\"x\""), "x\n");
}

void YamlWriterTest::writesWhatStandsBehindAKey()
{
    const auto document = JsonDocument::parse(R"({"a":"x","b":[],"c":["z",{"d":1,"e":"two\nlines"}]})");
    VERIFY_RESULT(document);
    const auto behind = [&](std::string_view key) { return yamlBehindKey(*document->root().find(key), 2); };
    QCOMPARE(behind("a"), " x\n");
    QCOMPARE(behind("b"), " []\n");
    QCOMPARE(behind("c"), "\n"
                          "    - z\n"
                          "    - d: 1\n"
                          "      e: |-\n"
                          "        two\n"
                          "        lines\n");
}

void YamlWriterTest::writesTextsOfSeveralLinesAsTheyAre()
{
    QCOMPARE(yamlOfText(R"({"t":"# One\n\n    code: 1\n\ttab\nend\n","l":["a\nb"]})"), R"(t: |
  # One

      code: 1
)"
                                                                                       "  \ttab\n"
                                                                                       R"(  end
l:
  - |-
    a
    b
)");
}

void YamlWriterTest::keepsEveryText_data()
{
    QTest::addColumn<QByteArray>("text");
    const std::vector<std::string> texts{"",
                                         " ",
                                         "  x",
                                         "x  ",
                                         "\n",
                                         "\n\n",
                                         "x\n",
                                         "x\n\n",
                                         "x\n\n\n",
                                         "\nx",
                                         "\n\n x",
                                         " x\ny",
                                         "x\n y",
                                         "x\n  \ny",
                                         "x\n  ",
                                         "x\n\t",
                                         "\tx\ny",
                                         "x\ty",
                                         "x\n\ty\n",
                                         "a\r\nb",
                                         "a\rb",
                                         "\x01",
                                         "a\x7f",
                                         "null",
                                         "Null",
                                         "~",
                                         "true",
                                         "FALSE",
                                         "yes",
                                         "No",
                                         "on",
                                         "off",
                                         "y",
                                         "1",
                                         "-1",
                                         "+1",
                                         "1.5",
                                         "1e3",
                                         ".5",
                                         ".inf",
                                         "-.inf",
                                         ".NaN",
                                         "0x1f",
                                         "0o17",
                                         "1_000",
                                         "12:30:45",
                                         "2026-11-22",
                                         "2026-11-22T10:00:00Z",
                                         "1.2.3",
                                         "-",
                                         "- x",
                                         "-x",
                                         "?",
                                         "? x",
                                         ":",
                                         ": x",
                                         ":x",
                                         "x:",
                                         "x: y",
                                         "x:y",
                                         "http://a/b?c=d#e",
                                         "#x",
                                         "x #y",
                                         "x#y",
                                         "[x]",
                                         "{x}",
                                         "x, y",
                                         "x]",
                                         "&a",
                                         "*a",
                                         "!t",
                                         "|",
                                         ">",
                                         "'x'",
                                         "\"x\"",
                                         "it's",
                                         "%x",
                                         "@x",
                                         "`x",
                                         "=",
                                         "<<",
                                         "---",
                                         "...",
                                         "--- x",
                                         "...x",
                                         "x\n---\ny\n",
                                         "x\n...\ny",
                                         "---\nx\n",
                                         "# x\n# y\n",
                                         "- x\n- y",
                                         "a: b\nc: d\n",
                                         "{{< param X >}}\nx\n",
                                         "\\",
                                         "\\n",
                                         "\"\\\"",
                                         "ä ö ü 漢字 🙂",
                                         "ä\n漢字\n",
                                         "\xc2\x85",
                                         "a\xe2\x80\xa8"
                                         "b\n",
                                         "\xef\xbb\xbfx",
                                         "/etc/passwd",
                                         "60m",
                                         "5",
                                         "1h30m",
                                         "x\n\n\ny\n",
                                         "x  \ny  \nz\n",
                                         std::string(2000, 'x'),
                                         std::string(2000, 'x') + "\n"};
    for (std::size_t at = 0; at < texts.size(); ++at)
        QTest::addRow("%zu %s", at, schema::encode(texts[at].substr(0, 40)).c_str())
            << QByteArray::fromStdString(texts[at]);
}

void YamlWriterTest::keepsEveryText()
{
    QFETCH(const QByteArray, text);
    using Maps = std::map<std::string, std::vector<std::map<std::string, std::string>>>;
    const std::string value = text.toStdString();
    Maps maps{{"a", {{{"b", value}, {"c", "after"}}, {{"d", value}}}}, {"z", {}}};
    if (value.size() < 1000) // keys have a limit
        maps["a"].push_back({{value, "key"}});
    const std::string json = schema::encode(maps);
    const std::string yaml = yamlOfText(json);
    const auto read = yamlToJson(yaml);
    QVERIFY2(read, (yaml + (read ? "" : read.error().detail)).c_str());
    QVERIFY2(*read == json, (yaml + "reads as " + *read).c_str());
}

void YamlWriterTest::keepsWhatIsNoText()
{
    for (const std::string_view json : {R"({"a":[1,-2,0.25,true,false,null,[],{},[[]],[{}],{"b":[]},"1"]})", "null",
                                        "{}", "[[1,2],[3,[4]]]", "true", "\"a\\nb\\n\"", "-7"})
        QCOMPARE(yamlToJson(yamlOfText(json)).value_or("not read"), std::string(json));
}

void YamlWriterTest::quotesOnlyWhereItMust()
{
    for (const std::string plain : {"shell", "60m", "Find your way around a shell", "https://x/y?z=1#a", "it's", "a, b",
                                    "ä", "portal-*", "lab_1"})
        QCOMPARE(yamlOfText(schema::encode(plain)), plain + "\n");
    for (const std::string quoted : {"no", "10", "2026-11-22", "*", "{{x}}", "a: b"})
        QCOMPARE(yamlOfText(schema::encode(quoted)), "\"" + quoted + "\"\n");
}

void YamlWriterTest::leavesOutWhatIsEmpty()
{
    QCOMPARE(schema::encodeYaml(TenantSpec{}), "{}\n");
    TenantSpec tenant;
    tenant.portals.nameSelector.matchNames = {"portal-*"};
    QCOMPARE(schema::encodeYaml(tenant), "portals:\n  nameSelector:\n    matchNames:\n      - portal-*\n");
    // What is required is there, empty or not; so are numbers, and what is something by default.
    QCOMPARE(schema::encodeYaml(WorkshopSpec{}), "title: \"\"\ndescription: \"\"\nblueprint: shell\nterminals: 1\n");
}

void YamlWriterTest::keepsWhatIsEmptyOnPurpose()
{
    WorkshopSpec workshop;
    workshop.blueprint.clear(); // "shell", where it is missing
    QVERIFY(schema::encodeYaml(workshop).contains("blueprint: \"\"\n"));
}

void YamlWriterTest::keepsModels()
{
    const auto keeps = []<class Model>(const Model &model) {
        const std::string yaml = schema::encodeYaml(model);
        const auto json = yamlToJson(yaml);
        QVERIFY2(json, yaml.c_str());
        const auto read = schema::decode<Model>(*json, schema::UnknownKeys::Refuse);
        QVERIFY2(read && *read == model, yaml.c_str());
    };
    keeps(TenantSpec{
        .clusters = {.nameSelector = {.matchNames = {"a*", "*"}}, .labelSelector = {}},
        .portals = {
            .nameSelector = {},
            .labelSelector = {.matchLabels = {{"on", "no"}, {"stage", ""}},
                              .matchExpressions = {{.key = "k", .op = LabelOperator::NotIn, .values = {"1", "x"}}}}}});
    TrainingPortalSpec portal;
    portal.cluster = "local";
    portal.portal.sessions.maximum = 4;
    portal.portal.workshop.defaults.expires = std::chrono::minutes(90);
    portal.portal.workshop.defaults.reserved = 0;
    portal.portal.workshop.defaults.labels = {{.name = "level", .value = "0"}};
    portal.portal.sessions.anonymous = 0;
    portal.workshops.emplace_back().name = "lab";
    portal.workshops.back().labels = {{.name = "level", .value = "1"}, {.name = "bare", .value = {}}};
    keeps(portal);
    TrainingPortalSpec elsewhere;
    elsewhere.remote = TrainingPortalSpec::Remote{.url = "https://a.example", .internalUrl = {}};
    keeps(elsewhere);
    const WorkshopParameterRule plain{{.name = "N", .value = "007"}, {}, {}};
    const WorkshopParameterRule made{{.name = "M", .value = {}}, "expression", "[0-9]{4}: #"};
    keeps(WorkshopSpec{.title = "Yes",
                       .description = "Two\nlines",
                       .request = {.parameters = {plain, made}},
                       .terminals = 2,
                       .instructions = {{.name = "a", .title = "A", .text = "# A\n\n```x\n  y: z\n```\n"},
                                        {.name = "b", .title = "B", .text = {}}}});
}

QTEST_MAIN(YamlWriterTest)
#include "yaml_writer_test.moc"
