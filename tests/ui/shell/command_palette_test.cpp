// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/command_palette.h"

#include "tests/support/run.h"
#include "ui/shell/commands.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLineEdit>
#include <QListView>

using namespace portolan;
using namespace portolan::ui;
using namespace Qt::StringLiterals;

class CommandPaletteTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ranksWhatFits();
    void ranksNoLetterThatIsNotThere();
    void doesWhatWasChosenByKeyboardAlone();
    void doesNothingThatIsDisabled();
    void givesTheKeyboardBack();

private:
    struct Window {
        QWidget widget;
        QLineEdit field{&widget};
        Commands commands{widget};
        QStringList done;
        CommandPalette palette{
            commands,
            [this] {
                return std::vector<CommandPalette::Place>{
                    {.name = u"git-of-ada"_s, .kind = u"Workspace"_s, .go = [this] { done << u"git-of-ada"_s; }}};
            },
            &widget};
        QLineEdit *line = palette.findChild<QLineEdit *>();
        QListView *list = palette.findChild<QListView *>();

        Window()
        {
            for (const QString &name : {u"New workspace"_s, u"Show the shortcuts"_s, u"Settings"_s})
                commands.add(u"Portolan"_s, name, {}, [this, name] { done << name; });
            widget.resize(800, 600);
            widget.show();
            field.setFocus();
        }
        [[nodiscard]] QStringList found() const
        {
            QStringList names;
            for (int row = 0; row < list->model()->rowCount(); ++row)
                names << list->model()->index(row, 0).data().toString();
            return names;
        }
    };
};

void CommandPaletteTest::ranksWhatFits()
{
    const auto rank = &CommandPalette::rank;
    QVERIFY(rank(u"", u"anything"));
    QVERIFY(rank(u"NW", u"New workspace"));
    QVERIFY(rank(u"n w", u"New workspace"));
    // Beginnings of words before the middle of one, letters together before letters apart, short before long.
    QVERIFY(rank(u"st", u"Stop") > rank(u"st", u"List"));
    QVERIFY(rank(u"ns", u"New session") > rank(u"ns", u"Transfers"));
    QVERIFY(rank(u"open", u"Open terminal") > rank(u"open", u"Of people now"));
    QVERIFY(rank(u"open", u"Open") > rank(u"open", u"Open the files of a workspace"));
}

void CommandPaletteTest::ranksNoLetterThatIsNotThere()
{
    QVERIFY(!CommandPalette::rank(u"x", u"New workspace"));
    QVERIFY(!CommandPalette::rank(u"wn", u"New workspace")); // in this order
    QVERIFY(!CommandPalette::rank(u"eee", u"one e"));
    QVERIFY(!CommandPalette::rank(u"a", u""));
}

void CommandPaletteTest::doesWhatWasChosenByKeyboardAlone()
{
    Window window;
    const QAbstractItemModelTester tester(window.list->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    window.palette.open();
    QVERIFY(window.palette.isVisible());
    QCOMPARE(window.found(),
             (QStringList{u"New workspace"_s, u"Show the shortcuts"_s, u"Settings"_s, u"git-of-ada"_s}));
    QTest::keyClicks(window.line, u"s"_s);
    QVERIFY(!window.found().contains(u"git-of-ada"_s));
    QTest::keyClicks(window.line, u"et"_s);
    QCOMPARE(window.found().first(), u"Settings"_s);
    QTest::keyClick(window.line, Qt::Key_Return);
    QCOMPARE(window.done, QStringList{u"Settings"_s});
    QVERIFY(!window.palette.isVisible());

    window.palette.open();
    QCOMPARE(window.line->text(), QString()); // begins anew
    for (int step = 0; step < 3; ++step)
        QTest::keyClick(window.line, Qt::Key_Down);
    QTest::keyClick(window.line, Qt::Key_Return);
    QCOMPARE(window.done.last(), u"git-of-ada"_s);

    window.palette.open();
    QTest::keyClicks(window.line, u"there is no such thing"_s);
    QVERIFY(window.found().isEmpty());
    QTest::keyClick(window.line, Qt::Key_Return);
    QCOMPARE(window.done.size(), 2);
}

void CommandPaletteTest::doesNothingThatIsDisabled()
{
    Window window;
    QAction *action = window.commands.all()[0].action;
    action->setEnabled(false);
    action->setToolTip(u"Only while it runs."_s);
    window.palette.open();
    QTest::keyClicks(window.line, u"new work"_s);
    QCOMPARE(window.found(), QStringList{u"New workspace"_s});
    const QModelIndex entry = window.list->model()->index(0, 0);
    QVERIFY(entry.data(Qt::AccessibleTextRole).toString().contains(u"Only while it runs."_s)); // it says why
    QTest::keyClick(window.line, Qt::Key_Return);
    QVERIFY(window.done.isEmpty());
    QVERIFY(window.palette.isVisible());
}

void CommandPaletteTest::givesTheKeyboardBack()
{
    Window window;
    QVERIFY(QTest::qWaitForWindowActive(&window.widget));
    QTRY_VERIFY(window.field.hasFocus());
    window.palette.open();
    QVERIFY(window.line->hasFocus());
    QTest::keyClick(window.line, Qt::Key_Escape);
    QVERIFY(!window.palette.isVisible());
    QVERIFY(window.field.hasFocus());
    QVERIFY(window.done.isEmpty());
}

QTEST_MAIN(CommandPaletteTest)
#include "command_palette_test.moc"
