// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/manifest_dialog.h"

#include "core/client/manifest_text.h"
#include "core/schema/yaml.h"
#include "ui/pane/form_dialog.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBlock>
#include <QVBoxLayout>

#include <charconv>

namespace portolan::ui {
namespace {

constexpr std::string_view ofSpec = "/spec";

/// The line of what a pointer leads to, or of the nearest that is there around it; 0 where nothing is.
int lineOf(const YamlMarks &marks, std::string_view pointer)
{
    while (!pointer.empty()) {
        if (const auto found = marks.find(pointer); found != marks.end())
            return found->second.line;
        pointer = pointer.substr(0, pointer.rfind('/'));
    }
    return 0;
}

int lineOf(const Error &error)
{
    const auto found = std::ranges::find(error.args, "line", &Error::Args::value_type::first);
    int line = 0;
    if (found != error.args.end())
        std::from_chars(found->second.data(), found->second.data() + found->second.size(), line);
    return line;
}

Task<Result<void>> nothing()
{
    co_return Result<void>();
}

} // namespace

ManifestDialog::ManifestDialog(Client client, Subject subject, QWidget *parent)
    : QDialog(parent),
      m_client(std::move(client)),
      m_subject(std::move(subject)),
      m_editor(new QPlainTextEdit(this)),
      m_problems(new QListWidget(this)),
      m_told(new QLabel(this)),
      m_place(new QLabel(this)),
      m_cancel(new QPushButton(tr("Cancel"), this)),
      m_apply(new QPushButton(tr("Apply"), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(m_subject.title);
    layOut();
    connect(m_apply, &QPushButton::clicked, this, &ManifestDialog::apply);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_editor, &QPlainTextEdit::cursorPositionChanged, this, &ManifestDialog::showPlace);
    connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_warnedOf.isEmpty() && m_editor->toPlainText() != m_warnedOf) {
            m_warnedOf.clear();
            m_apply->setText(tr("Apply"));
        }
    });
    connect(m_problems, &QListWidget::currentRowChanged, this, &ManifestDialog::goTo);
    connect(m_problems, &QListWidget::itemActivated, this, [this] { m_editor->setFocus(); });
    load();
}

void ManifestDialog::layOut()
{
    const Metrics metrics(*this);
    auto *headline = new QLabel(m_subject.title, this);
    setLook(*headline, "title");
    auto *hint = new QLabel(m_subject.hint, this);
    for (QLabel *label : {hint, m_told}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    setLook(*hint, "muted");
    m_told->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_editor->setFont(fixedFont());
    m_editor->setAccessibleName(tr("Manifest"));
    m_editor->setAccessibleDescription(m_subject.hint);
    m_editor->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_editor->setTabChangesFocus(true); // or nobody comes out of it by keyboard
    m_editor->installEventFilter(this);
    m_problems->setAccessibleName(tr("What is refused"));
    m_problems->setWordWrap(true);
    m_problems->setSpacing(metrics.step(0.5));
    m_problems->hide();
    auto *column = new QVBoxLayout(this);
    const int margin = metrics.step(4);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(metrics.step(3));
    column->addWidget(headline);
    column->addWidget(hint);
    column->addWidget(m_editor, 1);
    column->addWidget(m_told);
    column->addWidget(m_problems);
    column->addWidget(makeFoot());
    resize(metrics.step(180), metrics.step(150));
}

QWidget *ManifestDialog::makeFoot()
{
    const Metrics metrics(*this);
    auto *foot = new QWidget(this);
    setLook(*m_place, "muted");
    setLook(*m_apply, "primary");
    m_apply->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    m_apply->setToolTip(m_apply->shortcut().toString(QKeySequence::NativeText));
    for (QPushButton *button : {m_apply, m_cancel})
        button->setAutoDefault(false);
    auto *buttons = new QHBoxLayout(foot);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(metrics.step(2));
    buttons->addWidget(m_place, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_apply);
    return foot;
}

void ManifestDialog::tell(const QString &text, const char *look)
{
    setLook(*m_told, look);
    m_told->setText(text);
    m_told->setVisible(!text.isEmpty());
}

void ManifestDialog::setBusy(bool busy)
{
    m_editor->setReadOnly(busy);
    m_apply->setEnabled(!busy && m_client);
}

void ManifestDialog::load()
{
    if (!m_subject.fetch)
        return begin({});
    setBusy(true);
    tell(tr("Loading…"), "muted");
    detach(fetch(this, m_subject.fetch));
}

Task<void> ManifestDialog::fetch(QPointer<ManifestDialog> self, Fetch fetch)
{
    const auto text = co_await fetch();
    if (!self)
        co_return;
    if (text)
        self->begin(*text);
    else
        self->tell(sentenceOf(text.error()), "bad");
}

void ManifestDialog::begin(const std::string &text)
{
    m_original = text;
    if (const auto manifests = readManifests(text); !text.empty() && manifests)
        m_path = manifests->front().path;
    m_begun = text.empty() ? m_subject.text : QString::fromStdString(text);
    m_editor->setPlainText(m_begun);
    tell({}, "");
    setBusy(false);
    QTextCursor cursor = m_editor->document()->find(QStringLiteral("name: "));
    if (m_path.empty() && !cursor.isNull()) { // what a new one needs first
        cursor.clearSelection();
        m_editor->setTextCursor(cursor);
    }
    m_editor->setFocus();
    showPlace();
}

void ManifestDialog::reject()
{
    if (m_putting)
        return; // that is not taken back by closing
    if (m_editor->toPlainText() == m_begun)
        return QDialog::reject();
    FormDialog *question = askBeforeLoss({.title = tr("Discard changes"),
                                          .question = tr("Discard what you have changed?"),
                                          .what = tr("Nothing of it was applied, and the text is lost."),
                                          .verb = tr("Discard changes")},
                                         nothing, this);
    connect(question, &FormDialog::done, this, &QDialog::reject, Qt::QueuedConnection);
    connect(question, &FormDialog::done, this, [this] { m_begun = m_editor->toPlainText(); });
    question->open();
}

bool ManifestDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_editor && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool breaks = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (breaks && (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier && !m_editor->isReadOnly()) {
            breakLine();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

/// The next line begins below this one.
void ManifestDialog::breakLine()
{
    QTextCursor cursor = m_editor->textCursor();
    const QString before = cursor.block().text().left(cursor.positionInBlock());
    const auto first = std::ranges::find_if(before, [](QChar c) { return c != u' '; });
    cursor.insertText(u'\n' + QString(first - before.begin(), u' '));
    m_editor->setTextCursor(cursor);
    m_editor->ensureCursorVisible();
}

void ManifestDialog::showPlace()
{
    const QTextCursor cursor = m_editor->textCursor();
    m_place->setText(tr("Line %1, column %2").arg(cursor.blockNumber() + 1).arg(cursor.positionInBlock() + 1));
}

void ManifestDialog::apply()
{
    if (m_editor->isReadOnly() || !m_client)
        return;
    showProblems({});
    tell({}, "");
    const auto manifest = checked();
    if (!manifest)
        return;
    setBusy(true);
    tell(tr("Applying…"), "muted");
    detach(put(this, m_client, m_subject.fetch, *manifest));
}

std::optional<Manifest> ManifestDialog::checked()
{
    const auto manifests = readManifests(m_editor->toPlainText().toStdString());
    const auto refused = [this](const QString &text, std::string pointer = {}) {
        tell(text, "strong");
        showProblems({{.pointer = std::move(pointer), .text = text}});
        return std::nullopt;
    };
    if (!manifests) {
        refuse(manifests.error(), {});
        return std::nullopt;
    }
    if (manifests->size() > 1)
        return refused(tr("There are %n manifests, and this is for one. Apply files where there are several.", nullptr,
                          int(manifests->size())));
    const Manifest &manifest = manifests->front();
    if (manifest.kind != m_subject.kind)
        return refused(tr("The kind is %1, and stays it.").arg(QString::fromStdString(m_subject.kind)), "/kind");
    if (!m_path.empty() && manifest.path != m_path)
        return refused(tr("With another name or cluster it would be another one. Make a new one instead."),
                       "/metadata/name");
    std::vector<Problem> unknown;
    for (const FieldError &field : unknownMembers(manifest))
        unknown.push_back({.pointer = std::string(ofSpec) + field.pointer, .text = sentenceOf(field.detail)});
    if (!unknown.empty() && m_warnedOf != m_editor->toPlainText()) {
        warn(tr("Nothing was changed: some of it means nothing here, and would be left out."), unknown);
        return std::nullopt;
    }
    return manifest;
}

bool ManifestDialog::mayReplace(const Result<std::string> &now)
{
    if (now && *now == m_original)
        return true;
    if (now) {
        m_original = *now;
        warn(tr("Nothing was changed: it is not any more what you have opened, because somebody has changed it "
                "meanwhile. Apply yours over that, or open it anew."));
        return false;
    }
    if (now.error().code != ErrorCode::NotFound) {
        refuse(now.error(), ofSpec);
        return false;
    }
    if (!std::exchange(m_gone, true)) {
        warn(tr("Nothing was changed: it was deleted meanwhile. Applied, it is made anew."));
        return false;
    }
    return true;
}

Task<void> ManifestDialog::put(QPointer<ManifestDialog> self, Client client, Fetch fetch, Manifest manifest)
{
    if (fetch) {
        const auto now = co_await fetch();
        if (!self || !self->mayReplace(now))
            co_return;
    }
    const auto dry = co_await client->putManifest(manifest, true);
    if (!self)
        co_return;
    if (!dry) {
        self->refuse(dry.error(), ofSpec);
        co_return;
    }
    if (!fetch && *dry != PutOutcome::Created) {
        self->refuse({.code = ErrorCode::InvalidField,
                      .detail = {},
                      .fields = {{"/metadata/name", tr("is taken: choose another, or edit that one").toStdString()}}},
                     {});
        co_return;
    }
    self->m_putting = true;
    const auto done = co_await client->putManifest(manifest);
    if (!self)
        co_return;
    self->m_putting = false;
    if (!done) {
        self->refuse(done.error(), ofSpec);
        co_return;
    }
    self->accept(); // it is deleted later
    Q_EMIT self->applied(manifest);
}

void ManifestDialog::refuse(const Error &error, std::string_view base)
{
    std::vector<Problem> problems;
    for (const FieldError &field : error.fields)
        problems.push_back({.pointer = std::string(base) + field.pointer, .text = sentenceOf(field.detail)});
    if (problems.empty())
        if (const int line = lineOf(error); line > 0)
            problems.push_back({.pointer = {}, .text = sentenceOf(error), .line = line});
    tell(problems.empty() ? tr("Nothing was changed. %1").arg(sentenceOf(error))
                          : tr("Nothing was changed: %n value(s) are refused.", nullptr, int(problems.size())),
         "strong");
    setBusy(false);
    showProblems(problems);
}

void ManifestDialog::warn(const QString &text, const std::vector<Problem> &problems)
{
    tell(text, "strong");
    m_warnedOf = m_editor->toPlainText();
    m_apply->setText(tr("Apply anyway"));
    setBusy(false);
    showProblems(problems);
}

void ManifestDialog::showProblems(const std::vector<Problem> &problems)
{
    YamlMarks marks;
    const bool marked = yamlToJson(m_editor->toPlainText().toStdString(), {}, &marks).has_value();
    const QSignalBlocker blocker(m_problems);
    m_problems->clear();
    m_places.clear();
    QList<QTextEdit::ExtraSelection> selections;
    for (const Problem &problem : problems) {
        const int line = problem.line > 0 ? problem.line : marked ? lineOf(marks, problem.pointer) : 0;
        const QString text = problem.pointer.empty()
                                 ? problem.text
                                 : QStringLiteral("%1: %2").arg(QString::fromStdString(problem.pointer), problem.text);
        m_problems->addItem(line > 0 ? tr("Line %1: %2").arg(line).arg(text) : text);
        QTextCursor cursor(m_editor->document()->findBlockByNumber(line - 1));
        m_places.push_back(line > 0 ? cursor : QTextCursor());
        if (line <= 0)
            continue;
        QTextEdit::ExtraSelection selection;
        selection.cursor = cursor;
        selection.format.setBackground(Theme::of(*this).tint(Tone::Bad));
        selection.format.setProperty(QTextFormat::FullWidthSelection, true);
        selections.push_back(selection);
    }
    m_editor->setExtraSelections(selections);
    m_problems->setVisible(!problems.empty());
    if (problems.empty())
        return;
    int height = 2 * m_problems->frameWidth();
    for (int row = 0; row < m_problems->count(); ++row)
        height += m_problems->sizeHintForRow(row) + 2 * m_problems->spacing();
    m_problems->setFixedHeight(std::min(height, Metrics(*this).step(28))); // the text has the rest
    m_problems->setCurrentRow(0);
    goTo(0);
    m_editor->setFocus();
}

void ManifestDialog::goTo(int row)
{
    if (row < 0 || std::size_t(row) >= m_places.size() || m_places[std::size_t(row)].isNull())
        return;
    QTextCursor cursor = m_places[std::size_t(row)];
    cursor.movePosition(QTextCursor::StartOfBlock);
    cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    m_editor->setTextCursor(cursor);
    m_editor->ensureCursorVisible();
}

} // namespace portolan::ui
