// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/sinks/dead_letters_dialog.h"

#include "core/schema/codec.h"
#include "ui/sinks/sink_look.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/error_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>

#include <charconv>

namespace portolan::ui {
namespace {

TableOf<DeadLetterDetails> letterTable()
{
    TableOf<DeadLetterDetails> table([](const DeadLetterDetails &letter) { return std::to_string(letter.seq); });
    table.column("seq").width = 18;
    table.column("type").kind = CellKind::Code;
    table.column("type").width = 40;
    table.column("time").width = 24;
    table.column("attempts").width = 20;
    table.column("error").width = 60;
    return table;
}

} // namespace

DeadLettersDialog::DeadLettersDialog(Session &session, const SinkDetails &sink, QWidget *parent)
    : QDialog(parent),
      m_session(session),
      m_client(session.client()),
      m_sink(sink.id),
      m_rows(letterTable()),
      m_model(m_rows.columns()),
      m_table(new TablePane(m_model, nullptr, QStringLiteral("dead-letters"),
                            tr("Dead letters of %1").arg(QString::fromStdString(sink.name)), this)),
      m_rowActions(new RowActions(m_table->view(), this)),
      m_sendAll(new QAction(tr("Send all again"), this)),
      m_event(new QPlainTextEdit(this)),
      m_told(new QLabel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Dead letters of %1").arg(QString::fromStdString(sink.name)));
    m_table->view().restore(QStringLiteral("seq"), Qt::AscendingOrder);
    m_table->setEmpty(tr("Loading…"), {});
    makeActions();
    layOut();
    connect(m_rowActions, &RowActions::selectionChanged, this, &DeadLettersDialog::showLetter);
    connect(&m_session, &Session::stateChanged, this, &DeadLettersDialog::showActions);
    showActions();
    showLetter();
    reload();
}

DeadLettersDialog::~DeadLettersDialog()
{
    delete m_table; // the view in it looks at the model, which goes before the children of a widget do
}

void DeadLettersDialog::makeActions()
{
    const auto refused = [this](const std::string &) { return refusal(); };
    m_sendAgain = m_rowActions->add({.text = tr("Send again"),
                                     .icon = QStringLiteral("mail-forward"),
                                     .shortcuts = {Qt::Key_F6},
                                     .onHover = true,
                                     .refusal = refused,
                                     .run = [this](const std::string &id) {
                                         if (const DeadLetterDetails *letter = find(id))
                                             send({letter->seq});
                                     }});
    m_forget = m_rowActions->add({.text = tr("Forget"),
                                  .icon = QStringLiteral("edit-delete"),
                                  .shortcuts = {Qt::Key_Delete},
                                  .refusal = refused,
                                  .run = [this](const std::string &id) {
                                      const DeadLetterDetails *letter = find(id);
                                      if (!letter)
                                          return;
                                      setBusy(true);
                                      detach(remove(this, m_client, m_sink, letter->seq));
                                  }});
    connect(m_sendAll, &QAction::triggered, this, [this] {
        std::vector<std::int64_t> seqs;
        for (const auto &[seq, letter] : m_letters)
            seqs.push_back(seq);
        send(std::move(seqs));
    });
}

void DeadLettersDialog::layOut()
{
    const Metrics metrics(*this);
    m_event->setReadOnly(true);
    m_event->setFont(fixedFont());
    m_event->setAccessibleName(tr("Event"));
    m_event->setPlaceholderText(tr("Select one to see the event."));
    m_event->setTabChangesFocus(true);
    m_event->setMinimumHeight(metrics.step(36));
    m_told->setWordWrap(true);
    m_told->setTextFormat(Qt::PlainText);
    m_told->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_told->hide();
    auto *close = new QPushButton(tr("Close"), this);
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto *again = new ActionButton(m_sendAgain, ActionButton::Text::Whole, this);
    setLook(*again, "primary");
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metrics.step(2));
    buttons->addWidget(new ActionButton(m_forget, ActionButton::Text::Whole, this));
    buttons->addStretch();
    buttons->addWidget(close);
    buttons->addWidget(new ActionButton(m_sendAll, ActionButton::Text::Whole, this));
    buttons->addWidget(again);
    auto *column = new QVBoxLayout(this);
    const int margin = metrics.step(4);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(metrics.step(2));
    column->addWidget(m_table, 3);
    column->addWidget(m_event, 2);
    column->addWidget(m_told);
    column->addLayout(buttons);
    resize(metrics.step(200), metrics.step(150));
}

const DeadLetterDetails *DeadLettersDialog::find(const std::string &id) const
{
    std::int64_t seq = 0;
    std::from_chars(id.data(), id.data() + id.size(), seq);
    const auto found = m_letters.find(seq);
    return found == m_letters.end() ? nullptr : &found->second;
}

void DeadLettersDialog::reload()
{
    if (m_client)
        detach(fetch(this, m_client, m_sink));
}

Task<void> DeadLettersDialog::fetch(QPointer<DeadLettersDialog> self, std::shared_ptr<ControlPlaneClient> client,
                                    std::string sink)
{
    auto letters = co_await client->deadLetters(sink);
    if (!self)
        co_return;
    if (letters)
        self->show(std::move(*letters));
    else
        self->tell(tr("They could not be loaded. %1").arg(sentenceOf(letters.error())), true);
}

void DeadLettersDialog::show(std::vector<DeadLetterDetails> letters)
{
    const std::size_t before = m_letters.size();
    const bool first = !std::exchange(m_loaded, true);
    m_letters.clear();
    std::vector<TableRow> rows;
    for (DeadLetterDetails &letter : letters) {
        rows.push_back(m_rows.row(letter));
        m_letters.insert_or_assign(letter.seq, std::move(letter));
    }
    m_table->setEmpty(tr("No dead letters"), tr("It has taken everything that it was sent."));
    m_model.reset(std::move(rows));
    if (first && !m_letters.empty()) {
        m_table->view().setCurrentId(std::to_string(m_letters.begin()->first));
        m_table->view().setFocus();
    }
    showActions();
    showLetter();
    if (m_letters.size() < before)
        Q_EMIT changed();
}

void DeadLettersDialog::send(std::vector<std::int64_t> seqs)
{
    if (m_busy || seqs.empty() || !m_client)
        return;
    setBusy(true);
    detach(sendAll(this, m_client, m_sink, std::move(seqs)));
}

Task<void> DeadLettersDialog::sendAll(QPointer<DeadLettersDialog> self, std::shared_ptr<ControlPlaneClient> client,
                                      std::string sink, std::vector<std::int64_t> seqs)
{
    int taken = 0;
    QString problem;
    for (const std::int64_t seq : seqs) {
        const auto attempt = co_await client->redeliver(sink, seq);
        if (!self)
            co_return;
        if (attempt && attempt->delivered) {
            ++taken;
        } else if (attempt || attempt.error().code != ErrorCode::NotFound) { // else somebody was faster
            problem = tr("Event %1 was not taken. %2")
                          .arg(QLocale().toString(qlonglong(seq)),
                               attempt ? sentenceOf(attempt->error) : sentenceOf(attempt.error()));
            break;
        }
    }
    const QString done = taken > 0 ? tr("%n event(s) were taken.", nullptr, taken) : QString();
    self->setBusy(false);
    self->tell((done + u' ' + problem).trimmed(), !problem.isEmpty());
    self->reload();
}

Task<void> DeadLettersDialog::remove(QPointer<DeadLettersDialog> self, std::shared_ptr<ControlPlaneClient> client,
                                     std::string sink, std::int64_t seq)
{
    const auto removed = co_await client->deleteDeadLetter(sink, seq);
    if (!self)
        co_return;
    self->setBusy(false);
    self->tell(removed ? QString() : sentenceOf(removed.error()), !removed);
    self->reload();
}

void DeadLettersDialog::setBusy(bool busy)
{
    m_busy = busy;
    if (busy)
        tell({}, false);
    showActions();
}

void DeadLettersDialog::tell(const QString &text, bool isBad)
{
    setLook(*m_told, isBad ? "bad" : "muted");
    m_told->setText(text);
    m_told->setVisible(!text.isEmpty());
}

QString DeadLettersDialog::refusal() const
{
    return m_busy ? tr("The answer is awaited.") : refusalOfSinkChange(m_session);
}

void DeadLettersDialog::showActions()
{
    m_rowActions->update();
    const QString refused = m_letters.empty() ? tr("There are none.") : refusal();
    m_sendAll->setEnabled(refused.isEmpty());
    m_sendAll->setToolTip(refused.isEmpty() ? tr("In their order, until one is not taken") : refused);
}

void DeadLettersDialog::showLetter()
{
    const DeadLetterDetails *letter = find(m_rowActions->selected());
    const QString text = letter ? QString::fromStdString(schema::encode(letter->event, true)) : QString();
    if (m_event->toPlainText() != text)
        m_event->setPlainText(text);
}

} // namespace portolan::ui
