// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/placement.h"

#include "tests/support/run.h"

using namespace portolan::ui;

namespace {

PlacedItem file(const std::string &name)
{
    return {.from = "/from/" + name, .name = name, .facts = {.kind = ItemKind::File, .bytes = 1}};
}

PlacedItem folder(const std::string &name)
{
    return {.from = "/from/" + name, .name = name, .facts = {.kind = ItemKind::Folder}};
}

QStringList placed(const Placement &placement)
{
    QStringList names;
    for (const PlacedItem &item : placement.placed())
        names << QString::fromStdString(item.from + ">" + item.name);
    return names;
}

const std::map<std::string, ItemFacts> there{{"a.txt", {.kind = ItemKind::File, .bytes = 7}},
                                             {"b.txt", {.kind = ItemKind::File}},
                                             {"src", {.kind = ItemKind::Folder}},
                                             {"odd", {.kind = ItemKind::Other}}};

} // namespace

class PlacementTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void freeNamesAskNothing();
    void eachClashIsAskedOnce();
    void anAnswerForAllHoldsForItsKindOnly();
    void kindsThatDifferAreNeverReplaced();
    void theSameNameTwiceMeetsItself();
    void freeNamesKeepTheSuffix_data();
    void freeNamesKeepTheSuffix();
};

void PlacementTest::freeNamesAskNothing()
{
    const Placement placement({file("new.txt"), folder("lib")}, there);
    QVERIFY(!placement.question());
    QCOMPARE(placed(placement),
             QStringList({QStringLiteral("/from/new.txt>new.txt"), QStringLiteral("/from/lib>lib")}));
}

void PlacementTest::eachClashIsAskedOnce()
{
    Placement placement({file("a.txt"), file("c.txt"), file("b.txt"), folder("src")}, there);
    QVERIFY(placement.question());
    QCOMPARE(placement.question()->item.name, "a.txt");
    QCOMPARE(placement.question()->clash, Clash::FileOnFile);
    QCOMPARE(placement.question()->there.bytes, std::optional<std::uint64_t>(7));
    QCOMPARE(placement.question()->more, std::size_t(1));
    placement.answer(ClashAnswer::Replace, false);
    QCOMPARE(placement.question()->item.name, "b.txt");
    placement.answer(ClashAnswer::Skip, false);
    QCOMPARE(placement.question()->clash, Clash::FolderOnFolder);
    placement.answer(ClashAnswer::KeepBoth, false);
    QVERIFY(!placement.question());
    QCOMPARE(placed(placement), QStringList({QStringLiteral("/from/a.txt>a.txt"), QStringLiteral("/from/c.txt>c.txt"),
                                             QStringLiteral("/from/src>src (2)")}));
}

void PlacementTest::anAnswerForAllHoldsForItsKindOnly()
{
    Placement placement({file("a.txt"), folder("src"), file("b.txt")}, there);
    placement.answer(ClashAnswer::Replace, true);
    QCOMPARE(placement.question()->item.name, "src"); // another kind of clash
    placement.answer(ClashAnswer::Skip, false);
    QVERIFY(!placement.question());
    QCOMPARE(placed(placement),
             QStringList({QStringLiteral("/from/a.txt>a.txt"), QStringLiteral("/from/b.txt>b.txt")}));
}

void PlacementTest::kindsThatDifferAreNeverReplaced()
{
    Placement placement({folder("a.txt"), file("src"), file("odd")}, there);
    for (const auto *name : {"a.txt", "src", "odd"}) {
        QCOMPARE(placement.question()->clash, Clash::KindsDiffer);
        QCOMPARE(placement.question()->item.name, name);
        placement.answer(ClashAnswer::Replace, true);
        QCOMPARE(placement.question()->item.name, name);
        placement.answer(ClashAnswer::KeepBoth, false);
    }
    QCOMPARE(placed(placement),
             QStringList({QStringLiteral("/from/a.txt>a.txt (2)"), QStringLiteral("/from/src>src (2)"),
                          QStringLiteral("/from/odd>odd (2)")}));
}

void PlacementTest::theSameNameTwiceMeetsItself()
{
    PlacedItem other = file("new.txt");
    other.from = "/elsewhere/new.txt";
    Placement placement({file("new.txt"), other}, there);
    QVERIFY(placement.question());
    QCOMPARE(placement.question()->item.from, "/elsewhere/new.txt");
    placement.answer(ClashAnswer::KeepBoth, false);
    QCOMPARE(placed(placement).last(), QStringLiteral("/elsewhere/new.txt>new (2).txt"));
}

void PlacementTest::freeNamesKeepTheSuffix_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isFolder");
    QTest::addColumn<QString>("wanted");
    QTest::newRow("file") << QStringLiteral("a.txt") << false << QStringLiteral("a (2).txt");
    QTest::newRow("no suffix") << QStringLiteral("Makefile") << false << QStringLiteral("Makefile (2)");
    QTest::newRow("hidden") << QStringLiteral(".profile") << false << QStringLiteral(".profile (2)");
    QTest::newRow("archive") << QStringLiteral("lab.tar.gz") << false << QStringLiteral("lab (2).tar.gz");
    QTest::newRow("folder") << QStringLiteral("v1.2") << true << QStringLiteral("v1.2 (2)");
    QTest::newRow("taken") << QStringLiteral("t.c") << false << QStringLiteral("t (3).c");
}

void PlacementTest::freeNamesKeepTheSuffix()
{
    QFETCH(QString, name);
    QFETCH(bool, isFolder);
    QFETCH(QString, wanted);
    QCOMPARE(QString::fromStdString(freeName(name.toStdString(), isFolder, {{"t (2).c", {}}})), wanted);
}

QTEST_GUILESS_MAIN(PlacementTest)
#include "placement_test.moc"
