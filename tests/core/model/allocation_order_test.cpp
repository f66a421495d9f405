// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workshop/allocation_order.h"

#include "core/schema/codec.h"
#include "tests/support/run.h"

using namespace portolan;

class AllocationOrderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsACase();
    void namesEachRefusedValue_data();
    void namesEachRefusedValue();
    void ordersACase();
};

namespace {

constexpr std::string_view text = R"({"made":"today","cases":[{"environments":[
    {"name":"east-w01","capacity":5,"allocated":5,"available":0,"portal":{"name":"east","capacity":0,"allocated":7}},
    {"name":"west-w01","capacity":0,"allocated":3,"available":2,"inFlight":1,"reserved":2,
     "portal":{"name":"west","capacity":9,"allocated":4,"inFlight":2,"phase":"Running"}}]},
    {"environments":[]}]})";

} // namespace

void AllocationOrderTest::readsACase()
{
    const auto cases = schema::decode<AllocationCases>(text);
    VERIFY_RESULT(cases);
    QCOMPARE(cases->cases.size(), 2U);
    const AllocationEnvironment &west = cases->cases[0].environments.at(1);
    QCOMPARE(west.name, "west-w01");
    QCOMPARE(west.capacity, 0);
    QCOMPARE(west.allocated, 3);
    QCOMPARE(west.available, 2);
    QCOMPARE(west.inFlight, 1);
    QCOMPARE(west.portal.name, "west");
    QCOMPARE(west.portal.capacity, 9);
    QCOMPARE(west.portal.allocated, 4);
    QCOMPARE(west.portal.inFlight, 2);
    QCOMPARE(cases->cases[0].environments[0].inFlight, 0);
}

void AllocationOrderTest::namesEachRefusedValue_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("pointer");
    const auto row = [](const char *name, const char *from, const char *to, const char *pointer) {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QString::fromLatin1(pointer);
    };
    const char *ofEast = "/cases/0/environments/0/capacity";
    row("a text", R"("capacity":5)", R"("capacity":"5")", ofEast);
    row("a fraction", R"("capacity":5)", R"("capacity":5.5)", ofEast);
    row("out of range", R"("capacity":5)", R"("capacity":2147483648)", ofEast);
    row("missing, for it would be no limit", R"("capacity":5)", R"("capcity":5)", ofEast);
    row("null", R"("capacity":5)", R"("capacity":null)", ofEast);
    row("the portal's", R"("capacity":9)", R"("capacity":true)", "/cases/0/environments/1/portal/capacity");
    row("no portal", R"("portal":{"name":"east")", R"("port":{"name":"east")", "/cases/0/environments/0/portal");
    row("no name", R"("name":"west-w01",)", "", "/cases/0/environments/1/name");
    row("fewer than none in flight", R"("inFlight":1)", R"("inFlight":-1)", "/cases/0/environments/1/inFlight");
    row("a case that is a list", R"({"environments":[]})", "[]", "/cases/1");
    row("no environments", R"({"environments":[]})", "{}", "/cases/1/environments");
    row("no cases", R"("cases")", R"("case")", "/cases");
}

void AllocationOrderTest::namesEachRefusedValue()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QString, pointer);
    QByteArray broken(text.data(), qsizetype(text.size()));
    QVERIFY(broken.contains(from));
    broken.replace(broken.indexOf(from), from.size(), to);
    const auto cases = schema::decode<AllocationCases>(broken.toStdString());
    COMPARE_ERROR(cases, ErrorCode::InvalidField);
    QCOMPARE(cases.error().fields.size(), 1U);
    QCOMPARE(QString::fromStdString(cases.error().fields[0].pointer), pointer);
}

void AllocationOrderTest::ordersACase()
{
    const auto cases = schema::decode<AllocationCases>(text);
    VERIFY_RESULT(cases);
    const AllocationOrder order = orderOf(cases->cases[0]);
    QCOMPARE(order.order, (std::vector<std::string>{"west-w01", "east-w01"}));
    QCOMPARE(order.why.size(), 2U);
    QCOMPARE(order.why[0], "nothing ranks higher");
    QCOMPARE(order.why[1], "it is full, west-w01 has no limit (counts as 1 place free)");
    QCOMPARE(order.ranking.size(), 2U);
    QCOMPARE(schema::encode(order.ranking[0]),
             R"({"place":1,"name":"west-w01","portal":"west","portalHasRoom":true,"environmentHasRoom":true,)"
             R"("portalRoom":3,"available":1,"environmentRoom":1,"reason":"first","why":"nothing ranks higher"})");
    const RankedEnvironment &east = order.ranking[1];
    QCOMPARE(east.place, 2);
    QCOMPARE(east.name, "east-w01");
    QCOMPARE(east.portalRoom, 1);
    QCOMPARE(east.environmentHasRoom, false);
    QCOMPARE(east.reason, schedule::RankReason::EnvironmentFull);
    QCOMPARE(east.why, order.why[1]);
    QCOMPARE(schema::encode(orderOf(cases->cases[1])), R"({"order":[],"why":[],"ranking":[]})");
}

QTEST_GUILESS_MAIN(AllocationOrderTest)
#include "allocation_order_test.moc"
