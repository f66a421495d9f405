// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/terminal/paste.h"

#include "tests/support/run.h"
#include "tests/support/ui/window.h"

#include <QPushButton>
#include <QSignalSpy>

using namespace portolan::ui;

class PasteTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textBecomesWhatKeysWouldType_data();
    void textBecomesWhatKeysWouldType();
    void nothingIsPastedBeforeTheAnswer();
};

void PasteTest::textBecomesWhatKeysWouldType_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("lines");
    QTest::addColumn<int>("removed");
    QTest::addColumn<bool>("asks");
    const auto row = [](const char *name, const char *text, const char *typed, int lines, int removed, bool asks) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(typed) << lines << removed << asks;
    };
    row("nothing", "", "", 0, 0, false);
    row("one line", "ls -l /tmp", "ls -l /tmp", 1, 0, false);
    row("one line, ended", "rm x\n", "rm x", 1, 0, false);
    row("two lines", "a\nb", "a\rb", 2, 0, true);
    row("two lines of DOS", "a\r\nb\r\n", "a\rb\r", 2, 0, true);
    row("a tab", "a\tb", "a\tb", 1, 0, false);
    row("an end of bracketed paste", "a\x1b[201~b", "a[201~b", 1, 1, true);
    row("an end of bracketed paste in C1",
        "a\xc2\x9b"
        "201~b",
        "a201~b", 1, 1, true);
    row("interrupt and delete", "a\x03\x7f", "a", 1, 2, true);
    row("other scripts", "größe 日本", "größe 日本", 1, 0, false);
}

void PasteTest::textBecomesWhatKeysWouldType()
{
    QFETCH(QString, text);
    QFETCH(QString, typed);
    QFETCH(int, lines);
    QFETCH(int, removed);
    QFETCH(bool, asks);
    const Paste paste = preparePaste(text);
    QCOMPARE(paste.text, typed);
    QCOMPARE(paste.lines, lines);
    QCOMPARE(paste.removed, removed);
    QCOMPARE(paste.needsConfirmation(), asks);
}

void PasteTest::nothingIsPastedBeforeTheAnswer()
{
    QWidget window;
    PasteWarning warning(&window);
    window.show();
    QSignalSpy accepted(&warning, &PasteWarning::accepted);
    QSignalSpy closed(&warning, &PasteWarning::closed);
    warning.ask(preparePaste(QStringLiteral("one\ntwo")));
    QVERIFY(warning.isVisible());
    QCOMPARE(portolan::test::namelessControls(window), QString());
    QTest::keyClick(&warning, Qt::Key_Escape);
    QVERIFY(!warning.isVisible());
    QCOMPARE(accepted.size(), 0);
    QCOMPARE(closed.size(), 1);

    warning.ask(preparePaste(QStringLiteral("one\ntwo\nthree")));
    QPushButton *paste = nullptr;
    for (QPushButton *button : warning.findChildren<QPushButton *>())
        if (button->text().startsWith(QStringLiteral("Paste 3")))
            paste = button;
    QVERIFY(paste);
    paste->click();
    QCOMPARE(accepted.size(), 1);
    QCOMPARE(accepted[0][0].toString(), QStringLiteral("one\rtwo\rthree"));
}

QTEST_MAIN(PasteTest)
#include "paste_test.moc"
