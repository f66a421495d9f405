// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/app/desktop/console_under_test.h"
#include "tests/support/ui/window.h"
#include "ui/files/file_browser.h"
#include "ui/files/transfer_queue.h"
#include "ui/shell/commands.h"
#include "ui/terminal/terminal_tabs.h"
#include "ui/workspaces/workspaces_pane.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QDialog>
#include <QFileDialog>
#include <QGroupBox>
#include <QLabel>
#include <QLibraryInfo>
#include <QLineEdit>
#include <QMenu>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTranslator>

using namespace portolan;
using namespace portolan::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 40'000;

/// German, each text between brackets, and what German does not know.
class BracketTranslator final : public QTranslator
{
public:
    BracketTranslator()
    {
        const QLocale german(QLocale::German);
        if (!m_ours.load(german, u"portolan"_s, u"_"_s, u":/i18n"_s)
            || !m_qt.load(german, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath))
            || !m_terminal.load(german, u"qtermwidget"_s, u"_"_s,
                                QStandardPaths::locate(QStandardPaths::GenericDataLocation,
                                                       u"qtermwidget6/translations"_s,
                                                       QStandardPaths::LocateDirectory)))
            qFatal("the German texts are not there");
    }
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char *context, const char *source, const char *comment,
                                    int count) const override
    {
        QString text = m_ours.translate(context, source, comment, count);
        for (const QTranslator *other : {&m_qt, &m_terminal})
            if (text.isEmpty())
                text = other->translate(context, source, comment, count);
        if (text.isEmpty()) {
            // What Qt itself asks for is not ours, and "..." on a button is no word.
            if (QByteArrayView(context).size() > 0 && context[0] != 'Q' && QByteArrayView(source).size() > 3)
                missing.insert(u"%1: \"%2\""_s.arg(QString::fromLatin1(context), QString::fromUtf8(source)));
            text = QString::fromUtf8(source);
        }
        return text.trimmed().isEmpty() ? text : u'\u27E6' + text + u'\u27E7';
    }

    mutable QSet<QString> missing;

private:
    QTranslator m_ours;
    QTranslator m_qt;
    QTranslator m_terminal;
};

/// Words that show and have not gone through tr(): not between brackets, and not of the data.
class Walk
{
public:
    explicit Walk(QStringList data) : m_data(std::move(data)) {}

    void look(const QWidget &window)
    {
        examine(window, u"windowTitle"_s, window.windowTitle());
        for (const QWidget *widget : window.findChildren<QWidget *>())
            if (widget->isVisibleTo(&window))
                lookAt(*widget);
        for (const QAction *action : window.findChildren<QAction *>()) {
            examine(*action, u"text"_s, action->text());
            examine(*action, u"toolTip"_s, action->toolTip());
        }
    }
    [[nodiscard]] QString found() const { return QStringList(m_found.values()).join(u'\n'); }
    [[nodiscard]] int looked() const { return m_looked; }

private:
    void lookAt(const QWidget &widget)
    {
        examine(widget, u"toolTip"_s, widget.toolTip());
        examine(widget, u"accessibleName"_s, widget.accessibleName());
        if (const auto *button = qobject_cast<const QAbstractButton *>(&widget))
            examine(widget, u"text"_s, button->text());
        if (const auto *label = qobject_cast<const QLabel *>(&widget))
            examine(widget, u"text"_s, label->text());
        if (const auto *line = qobject_cast<const QLineEdit *>(&widget))
            examine(widget, u"placeholderText"_s, line->placeholderText());
        if (const auto *group = qobject_cast<const QGroupBox *>(&widget))
            examine(widget, u"title"_s, group->title());
        if (const auto *tabs = qobject_cast<const QTabWidget *>(&widget))
            for (int index = 0; index < tabs->count(); ++index)
                examine(widget, u"tab"_s, tabs->tabText(index));
        if (const auto *box = qobject_cast<const QComboBox *>(&widget))
            for (int index = 0; index < box->count(); ++index)
                examine(widget, u"item"_s, box->itemText(index));
        if (const auto *view = qobject_cast<const QAbstractItemView *>(&widget); view && view->model())
            lookAt(widget, *view->model());
    }
    void lookAt(const QWidget &view, const QAbstractItemModel &model)
    {
        for (int column = 0; column < model.columnCount(); ++column) {
            examine(view, u"header"_s, model.headerData(column, Qt::Horizontal).toString());
            for (int row = 0; row < model.rowCount(); ++row)
                for (const auto role : {Qt::DisplayRole, Qt::ToolTipRole})
                    examine(view, u"cell"_s, model.index(row, column).data(role).toString());
        }
    }
    void examine(const QObject &object, const QString &what, QString text)
    {
        ++m_looked;
        text = text.simplified();
        static const QRegularExpression bracketed(u"\u27E6[^\u27E6\u27E7]*\u27E7"_s);
        for (QString before; before != text;) {
            before = text;
            text.remove(bracketed); // from the inside out
        }
        for (const QString &word : m_data)
            text.remove(word);
        const QLocale german;
        for (int number = 1; number <= 12; ++number)
            text.remove(german.monthName(number)).remove(german.dayName(std::min(number, 7)));
        text.remove(QDateTime::currentDateTime().timeZoneAbbreviation()).remove(u"Koordinierte Weltzeit"_s);
        static const QRegularExpression shortcut(u"(Ctrl|Shift|Alt|Umschalt|Strg)\\+\\S+|\\bF\\d+"_s);
        text.remove(shortcut);
        static const QRegularExpression word(u"\\p{L}{3,}"_s);
        if (word.match(text).hasMatch())
            m_found.insert(u"%1 \"%2\" of %3: %4"_s.arg(
                what, text.simplified(), QString::fromLatin1(object.metaObject()->className()), object.objectName()));
    }

    QStringList m_data;
    QSet<QString> m_found;
    int m_looked = 0;
};

} // namespace

/// Every text of the window goes through tr(), and German knows it.
class LanguageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY(test::allTasksEnd()); }
    void everyTextIsTranslated();
};

void LanguageTest::everyTextIsTranslated()
{
    BracketTranslator translator;
    QVERIFY(QApplication::installTranslator(&translator));
    test::ConsoleUnderTest console;
    MainWindow &window = console.window;
    window.show();
    // Names, units, what the server says, the languages' own names.
    Walk walk({u"A Linux shell with what this computer has installed"_s,
               u"Portolan"_s,
               u"https://labs.example.org"_s,
               u"https://example.org/events"_s,
               u"workspace.*, user.created"_s,
               u"admin"_s,
               u"shell"_s,
               u"python"_s,
               u"polyglot"_s,
               u"MiB"_s,
               u"GiB"_s,
               u"running"_s,
               u"Running"_s,
               u"/home/"_s,
               u"Python 3 with a virtual environment of its own, ready in every"_s,
               u"English"_s,
               u"Deutsch"_s,
               u"operator"_s,
               u"author"_s,
               u"tenant"_s,
               u"user"_s,
               u"Einfaches Textdokument"_s,
               u".txt"_s});
    QLocale::setDefault(QLocale::German); // for the names of days and months
    walk.look(window);
    window.connectTo(u"local"_s);
    QTRY_VERIFY_WITH_TIMEOUT(window.session().isLive(), patience);
    walk.look(window); // no workspaces yet
    VERIFY_RESULT(console.createWorkspace("polyglot"));
    QTRY_COMPARE(console.statusOf("polyglot"), "Running");
    QTRY_VERIFY(window.workspacesPane().select("polyglot"));
    window.openFiles(u"polyglot"_s);
    window.openTerminal(u"polyglot"_s);
    QTRY_COMPARE_WITH_TIMEOUT(window.terminals().current()->state(), TerminalState::Open, patience);
    FileBrowser *browser = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((browser = window.findChild<FileBrowser *>()) && !browser->path().isEmpty(), patience);
    QSignalSpy finished(&window.transfers(), &TransferQueue::finished);
    browser->uploadHere({console.path(u"polyglot"_s)}); // a file that is not there: a transfer that fails
    QFile file(console.path(u"polyglot.txt"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("polyglot") == 8);
    file.close();
    browser->uploadHere({file.fileName()});
    QTRY_VERIFY_WITH_TIMEOUT(!finished.isEmpty(), patience);
    browser->refresh();
    QTRY_VERIFY_WITH_TIMEOUT((browser->select({"polyglot.txt"}), !browser->selection().empty()), patience);
    walk.look(window);

    // Every dialog that a command opens.
    int dialogs = 0;
    for (const auto &[group, action] : window.commands().all()) {
        QVERIFY2(group.startsWith(u'\u27E6'), qPrintable(group));
        const bool ends = action->shortcut() == QKeySequence(Qt::CTRL | Qt::Key_Q)
                          || action->shortcut() == QKeySequence(Qt::SHIFT | Qt::Key_F5);
        if (!action->isEnabled() || ends)
            continue;
        action->trigger();
        QTest::qWait(50); // whatever opens a dialog does so at once
        auto *dialog = test::visibleWidget<QDialog>();
        if (!dialog)
            continue;
        if (!qobject_cast<QFileDialog *>(dialog)) { // that is Qt's, and full of names
            const QString nameless = test::namelessControls(*dialog);
            QVERIFY2(nameless.isEmpty(), qPrintable(nameless));
            walk.look(*dialog);
        }
        ++dialogs;
        dialog->reject();
        QTRY_VERIFY(!test::visibleWidget<QDialog>());
    }
    QVERIFY(dialogs >= 5); // new, delete, shortcuts, settings, connect
    QVERIFY(walk.looked() > 500);
    const QString untranslated = QStringList(translator.missing.values()).join(u'\n');
    QVERIFY2(walk.found().isEmpty(), qPrintable(walk.found()));
    QVERIFY2(untranslated.isEmpty(), qPrintable(untranslated));
    QApplication::removeTranslator(&translator);
}

QTEST_MAIN(LanguageTest)
#include "language_test.moc"
