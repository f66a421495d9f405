// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/schema/codec.h"

#include "core/base/random.h"
#include "core/schema/columns.h"
#include "core/schema/openapi.h"
#include "tests/support/run.h"

using namespace portolan;

namespace {

enum class Colour { Red, Green };

struct Part {
    std::string label;
    int count = 0;

    bool operator==(const Part &) const = default;
};

struct Whole {
    std::string name;
    bool open = false;
    std::int64_t big = 0;
    std::uint8_t small = 0;
    double ratio = 0;
    Time time;
    Colour colour = Colour::Red;
    std::optional<std::string> note;
    std::vector<Part> parts;
    std::map<std::string, std::string> labels;
    std::vector<std::string> tags{"*"};
    RawJson extra;
    std::chrono::milliseconds wait{0};
    std::string holder;

    bool operator==(const Whole &) const = default;
};

std::optional<std::string> refuseSpaces(std::string_view text)
{
    return text.contains(' ') ? std::optional<std::string>("must not contain spaces") : std::nullopt;
}

} // namespace

template <>
struct portolan::schema::EnumNames<Colour> {
    static constexpr std::array<std::pair<Colour, std::string_view>, 2> names{
        {{Colour::Red, "red"}, {Colour::Green, "green"}}};
};

template <>
struct portolan::schema::Description<Part> {
    static constexpr std::string_view name = "Part";
    static constexpr std::string_view doc = "A part.";
    static constexpr auto fields = std::tuple{
        field("label", &Part::label, {.required = true, .minLength = 1}),
        field("count", &Part::count, {.minimum = 0, .maximum = 10}),
    };
};

template <>
struct portolan::schema::Description<Whole> {
    static constexpr std::string_view name = "Whole";
    static constexpr std::string_view doc = "A whole.";
    static constexpr auto fields = std::tuple{
        field(
            "name", &Whole::name,
            {.doc = "Its name.", .required = true, .maxLength = 8, .check = refuseSpaces, .column = {.title = "Name"}}),
        field("open", &Whole::open, {.aliases = {"is_open"}, .emitAliases = true}),
        field("big", &Whole::big, {.column = {.title = "Big"}}),
        field("small", &Whole::small, {}),
        field("ratio", &Whole::ratio, {}),
        field("time", &Whole::time, {}),
        field("colour", &Whole::colour, {.column = {.title = "Colour", .shown = schema::Column::Shown::OnRequest}}),
        field("note", &Whole::note, {.presence = schema::Presence::OmitWhenEmpty}),
        field("parts", &Whole::parts, {}),
        field("labels", &Whole::labels, {.presence = schema::Presence::OmitWhenEmpty}),
        field("tags", &Whole::tags,
              {.presence = schema::Presence::OmitWhenEmpty, .minLength = 1, .maxLength = 3, .check = refuseSpaces}),
        field("extra", &Whole::extra, {}),
        field("wait", &Whole::wait,
              {.presence = schema::Presence::OmitWhenEmpty, .minimum = 0.25, .maximum = 2 * 86'400}),
        field("holder", &Whole::holder, {.presence = schema::Presence::NullWhenEmpty}),
    };
    static void check(const Whole &whole, std::vector<FieldError> &errors)
    {
        if (whole.open && whole.parts.empty())
            errors.push_back({"/parts", "must not be empty when it is open"});
    }
};

class CodecTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheDescribedShape();
    void readsBackWhatItWrote();
    void aListThatIsGivenReplacesTheDefault();
    void namesEachRefusedValue_data();
    void namesEachRefusedValue();
    void tellsAllRefusedValuesAtOnce();
    void readsDurations();
    void replacesDefaults();
    void suggestsANearKey_data();
    void suggestsANearKey();
    void namesThePlaceOfASyntaxError();
    void repairsBrokenUtf8();
    void escapesPointers();
    void describesColumns();
    void describesOpenApi();
};

void CodecTest::writesTheDescribedShape()
{
    const Whole whole{.name = "a\"b",
                      .open = true,
                      .ratio = 0.5,
                      .parts = {{.label = "x", .count = 1}},
                      .tags = {},
                      .extra = {"{\"y\":[1]}"}};
    QCOMPARE(schema::encode(whole),
             "{\"name\":\"a\\\"b\",\"open\":true,\"is_open\":true,\"big\":0,\"small\":0,\"ratio\":0.5,"
             "\"time\":\"1970-01-01T00:00:00Z\",\"colour\":\"red\",\"parts\":[{\"label\":\"x\",\"count\":1}],"
             "\"extra\":{\"y\":[1]},\"holder\":null}");
}

void CodecTest::readsBackWhatItWrote()
{
    SeededRandom random(7);
    for (int round = 0; round < 500; ++round) {
        Whole whole;
        whole.name = "n";
        whole.holder = random.below(2) == 0 ? "" : "h";
        whole.big = static_cast<std::int64_t>(random.below(UINT64_MAX));
        whole.small = static_cast<std::uint8_t>(random.below(256));
        whole.ratio = static_cast<double>(random.below(1'000'000)) / 7.0;
        whole.time = Time{std::chrono::microseconds(random.below(4'000'000'000'000'000))};
        whole.colour = random.below(2) ? Colour::Green : Colour::Red;
        if (random.below(2))
            whole.note = std::string(random.below(40), static_cast<char>(random.below(128)));
        for (auto count = random.below(4); count > 0; --count)
            whole.parts.push_back({.label = "ä€😀", .count = static_cast<int>(random.below(11))});
        whole.labels["~/" + std::to_string(random.below(9))] = "v";
        whole.extra.text = "[null]";
        whole.wait = std::chrono::milliseconds(250 + random.below(172'799'000));
        const auto read = schema::decode<Whole>(schema::encode(whole));
        VERIFY_RESULT(read);
        QVERIFY(*read == whole);
    }
}

void CodecTest::aListThatIsGivenReplacesTheDefault()
{
    const auto narrowed = schema::decode<Whole>(R"({"name":"a","tags":["x"]})");
    VERIFY_RESULT(narrowed);
    QCOMPARE(narrowed->tags, std::vector<std::string>{"x"});
    const auto silent = schema::decode<Whole>(R"({"name":"a"})");
    VERIFY_RESULT(silent);
    QCOMPARE(silent->tags, std::vector<std::string>{"*"});
}

void CodecTest::namesEachRefusedValue_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("detail");
    const auto row = [](const char *name, const char *json, const char *pointer, const char *detail) {
        QTest::newRow(name) << QByteArray(json) << QByteArray(pointer) << QByteArray(detail);
    };
    row("not an object", "[]", "", "must be an object, not an array");
    row("missing", "{}", "/name", "is required");
    row("null", R"({"name":null})", "/name", "is required");
    row("type", R"({"name":5})", "/name", "must be a string, not a number");
    row("long", R"({"name":"123456789"})", "/name", "must have at most 8 characters");
    row("rule", R"({"name":"a b"})", "/name", "must not contain spaces");
    row("fraction", R"({"name":"a","big":1.5})", "/big", "must be a whole number, not a fraction");
    row("range", R"({"name":"a","small":256})", "/small", "is out of range");
    row("negative", R"({"name":"a","small":-1})", "/small", "is out of range");
    row("time", R"({"name":"a","time":"x"})", "/time", "\"x\" is not a time such as 2026-05-01T12:00:00Z (RFC 3339)");
    row("enum", R"({"name":"a","colour":"blue"})", "/colour", "must be one of red, green");
    row("duration", R"({"name":"a","wait":"soon"})", "/wait", "\"soon\" is not a duration such as 90s, 4h or PT4H");
    row("duration's type", R"({"name":"a","wait":true})", "/wait",
        "must be a duration such as \"1h30m\", not a boolean");
    row("negative duration", R"({"name":"a","wait":-1})", "/wait", "\"-1\" is not a duration such as 90s, 4h or PT4H");
    row("short", R"({"name":"a","wait":"249ms"})", "/wait", "must be at least 250ms");
    row("too long a wait", R"({"name":"a","wait":"PT48H1S"})", "/wait", "must be at most 48h");
    row("nested", R"({"name":"a","parts":[{"label":"x"},{"label":""}]})", "/parts/1/label", "must not be empty");
    row("nested bound", R"({"name":"a","parts":[{"label":"x","count":11}]})", "/parts/0/count", "must be at most 10");
    row("alias", R"({"name":"a","is_open":1})", "/is_open", "must be true or false, not a number");
    row("escaped", R"({"name":"a","labels":{"a/b~c":1}})", "/labels/a~1b~0c", "must be a string, not a number");
    row("no entry", R"({"name":"a","tags":[]})", "/tags", "must not be empty");
    row("entries", R"({"name":"a","tags":["1","2","3","4"]})", "/tags", "must have at most 3 entries");
    row("an entry", R"({"name":"a","tags":["1","2 3"]})", "/tags/1", "must not contain spaces");
    row("over fields", R"({"name":"a","open":true})", "/parts", "must not be empty when it is open");
}

void CodecTest::namesEachRefusedValue()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, detail);
    const auto read = schema::decode<Whole>(json.toStdString());
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::InvalidField);
    QCOMPARE(read.error().fields.size(), 1U);
    QCOMPARE(read.error().fields[0].pointer, pointer.toStdString());
    QCOMPARE(read.error().fields[0].detail, detail.toStdString());
}

void CodecTest::tellsAllRefusedValuesAtOnce()
{
    const auto read = schema::decode<Whole>(R"({"big":"x","colour":1,"unknown":2})", schema::UnknownKeys::Refuse);
    QVERIFY(!read);
    QCOMPARE(read.error().fields.size(), 4U);
    QCOMPARE(read.error().fields[3], (FieldError{"/unknown", "is not known"}));
    QCOMPARE(read.error().detail, "/name: is required (and 3 more)");
    QVERIFY(schema::decode<Whole>(R"({"name":"a","unknown":2})").has_value());
}

void CodecTest::readsDurations()
{
    using namespace std::chrono_literals;
    for (const auto &[json, wanted] : {std::pair<const char *, std::chrono::milliseconds>{"\"1h30m\"", 90min},
                                       {"\"PT90S\"", 90s},
                                       {"\"250ms\"", 250ms},
                                       {"90", 90s},
                                       {"1.5", 1500ms},
                                       {"null", 0ms}}) {
        const auto read = schema::decode<Whole>(std::format(R"({{"name":"a","wait":{}}})", json));
        VERIFY_RESULT(read);
        QCOMPARE(read->wait, wanted);
    }
    QVERIFY(schema::encode(Whole{.wait = 90min}).ends_with(R"("wait":"1h30m","holder":null})"));
    QVERIFY(!schema::encode(Whole{}).contains("wait"));
}

void CodecTest::replacesDefaults()
{
    Whole whole{.parts = {{.label = "default"}}, .labels = {{"a", "b"}}};
    const auto document = JsonDocument::parse(R"({"name":"a","parts":[{"label":"x"}],"labels":{"c":"d"}})");
    VERIFY_RESULT(document);
    std::vector<FieldError> errors;
    schema::read(document->root(), whole, "", schema::UnknownKeys::Refuse, errors);
    QVERIFY(errors.empty());
    QVERIFY(whole.parts == std::vector<Part>{{.label = "x"}});
    QVERIFY(whole.labels == (std::map<std::string, std::string>{{"c", "d"}}));
}

void CodecTest::suggestsANearKey_data()
{
    QTest::addColumn<QByteArray>("nearest");
    QTest::newRow("colur") << QByteArray("colour");
    QTest::newRow("Colour") << QByteArray("colour");
    QTest::newRow("cloour") << QByteArray("colour");
    QTest::newRow("is-open") << QByteArray("is_open");
    QTest::newRow("tme") << QByteArray("time");
    QTest::newRow("tm") << QByteArray();
    QTest::newRow("bag") << QByteArray("big");
    QTest::newRow("entirely") << QByteArray();
    QTest::newRow("x") << QByteArray();
}

void CodecTest::suggestsANearKey()
{
    QFETCH(const QByteArray, nearest);
    const auto read = schema::decode<Whole>(std::format(R"({{"name":"a","{}":2}})", QTest::currentDataTag()),
                                            schema::UnknownKeys::Refuse);
    QVERIFY(!read);
    const std::string suggestion = nearest.isEmpty() ? ""
                                                     : std::format("; did you mean \"{}\"?", nearest.toStdString());
    QCOMPARE(read.error().fields,
             (std::vector<FieldError>{{std::format("/{}", QTest::currentDataTag()), "is not known" + suggestion}}));
}

void CodecTest::namesThePlaceOfASyntaxError()
{
    const auto read = schema::decode<Whole>("{\n  \"name\": nope\n}");
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
    QVERIFY2(read.error().detail.ends_with("at line 2, column 11")
                 || read.error().detail.ends_with("at line 2, column 12"),
             read.error().detail.c_str());
    QVERIFY(!schema::decode<Whole>(""));
    QVERIFY(!schema::decode<Whole>(std::string("{\"name\":\"a\"}\0", 13)));
    QVERIFY(!schema::decode<Whole>("{\"name\":\"\xff\"}"));
}

void CodecTest::repairsBrokenUtf8()
{
    QCOMPARE(schema::encode(std::string("a\xff"
                                        "b\xc3\xa4\xe2\x82")),
             "\"a\xEF\xBF\xBD"
             "b\xc3\xa4\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

void CodecTest::escapesPointers()
{
    QCOMPARE(pointerSegment("a/b~c"), "/a~1b~0c");
}

void CodecTest::describesColumns()
{
    const auto columns = schema::columnsOf<Whole>();
    QCOMPARE(columns.size(), 3U);
    QCOMPARE(columns[0].title, "Name");
    QVERIFY(columns[1].numeric);
    QVERIFY(!columns[2].shownByDefault);
    QCOMPARE(std::get<std::string>(columns[2].cell(Whole{.colour = Colour::Green})), "green");
    QCOMPARE(std::get<std::int64_t>(columns[1].cell(Whole{.big = 42})), 42);
}

void CodecTest::describesOpenApi()
{
    schema::OpenApiSchemas schemas(schema::OpenApiVersion::V3_0);
    JsonWriter writer;
    writer.beginObject().key("list");
    schemas.writeReference<std::vector<Whole>>(writer);
    schemas.writeComponents(writer);
    writer.endObject();
    const auto document = JsonDocument::parse(writer.text());
    VERIFY_RESULT(document);
    const auto root = document->root();
    QCOMPARE(*root.find("list")->find("items")->find("$ref")->toString(), "#/components/schemas/Whole");
    const auto whole = *root.find("Whole");
    QCOMPARE(whole.find("required")->toJson(), "[\"name\"]");
    QCOMPARE(*whole.find("properties")->find("name")->find("maxLength")->toInteger(), 8);
    QCOMPARE(whole.find("properties")->find("colour")->find("enum")->toJson(), "[\"red\",\"green\"]");
    QCOMPARE(*whole.find("properties")->find("wait")->find("type")->toString(), "string");
    QVERIFY(*whole.find("properties")->find("holder")->find("nullable")->toBool());
    QCOMPARE(*root.find("Part")->find("properties")->find("count")->find("maximum")->toInteger(), 10);
}

QTEST_GUILESS_MAIN(CodecTest)
#include "codec_test.moc"
