// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/users/keys_dialog.h"

#include "ui/session/caller.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/theme.h"

#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>

namespace portolan::ui {
namespace {

constexpr qint64 largestKeyFile = 64 * 1024;

KeysChange linesOf(const QString &text)
{
    KeysChange change;
    for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts))
        if (!line.trimmed().isEmpty())
            change.keys.push_back(line.trimmed().toStdString());
    return change;
}

} // namespace

KeysDialog::KeysDialog(Session &session, std::string user, QWidget *parent)
    : QDialog(parent),
      m_client(session.client()),
      m_user(std::move(user)),
      m_list(new QListWidget(this)),
      m_empty(new QLabel(tr("No keys yet"), this)),
      m_remove(new QPushButton(tr("Remove key"), this)),
      m_text(new QPlainTextEdit(this)),
      m_file(new QPushButton(tr("Choose a file…"), this)),
      m_add(new QPushButton(tr("Add key"), this)),
      m_problem(new QLabel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("SSH keys of %1").arg(QString::fromStdString(m_user)));
    if (!mayDo(session.profile(), identity::Permission::KeyWrite, m_user))
        m_refused = tr("Your role may look at these keys, and not change them.");
    layOut();
    connect(m_file, &QPushButton::clicked, this, &KeysDialog::chooseFile);
    connect(m_add, &QPushButton::clicked, this, &KeysDialog::add);
    connect(m_remove, &QPushButton::clicked, this, &KeysDialog::removeCurrent);
    connect(m_text, &QPlainTextEdit::textChanged, this, &KeysDialog::update);
    connect(m_list, &QListWidget::currentRowChanged, this, &KeysDialog::update);
    update();
    m_busy = true;
    detach(load(this, m_client, m_user));
}

void KeysDialog::layOut()
{
    const Metrics metrics(*this);
    auto *headline = new QLabel(windowTitle(), this);
    setLook(*headline, "title");
    auto *about = new QLabel(tr("Whoever has the private half of one of these keys comes in as this user over SSH."),
                             this);
    about->setWordWrap(true);
    m_list->setAccessibleName(tr("Keys"));
    m_list->setFont(fixedFont());
    m_list->setMinimumHeight(metrics.step(24));
    setLook(*m_empty, "muted");
    m_empty->hide();
    m_text->setAccessibleName(tr("New public key"));
    m_text->setPlaceholderText(QStringLiteral("ssh-ed25519 AAAA… me@laptop"));
    m_text->setFont(fixedFont());
    m_text->setTabChangesFocus(true);
    m_text->setFixedHeight(metrics.step(18));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    setLook(*m_problem, "bad");
    m_problem->hide();
    setLook(*m_add, "primary");
    auto *close = new QPushButton(tr("Close"), this);
    for (QPushButton *button : {m_remove, m_file, m_add, close})
        button->setAutoDefault(false);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metrics.step(2));
    buttons->addWidget(m_file);
    buttons->addStretch();
    buttons->addWidget(close);
    buttons->addWidget(m_add);
    auto *column = new QVBoxLayout(this);
    const int margin = metrics.step(4);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(metrics.step(2));
    for (QWidget *widget : {static_cast<QWidget *>(headline), static_cast<QWidget *>(about)})
        column->addWidget(widget);
    column->addWidget(m_empty);
    column->addWidget(m_list, 1);
    column->addWidget(m_remove, 0, Qt::AlignLeft);
    column->addWidget(m_text);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    setMinimumWidth(metrics.step(140));

    connect(close, &QPushButton::clicked, this, &QDialog::accept);
}

void KeysDialog::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Public key"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Public keys (*.pub)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &name) {
        QFile file(name);
        if (file.open(QIODevice::ReadOnly) && file.size() <= largestKeyFile)
            m_text->setPlainText(QString::fromUtf8(file.readAll()).trimmed());
        else
            showProblem(tr("%1 is no public key.").arg(name));
    });
    dialog->open();
}

void KeysDialog::add()
{
    const KeysChange wanted = linesOf(m_text->toPlainText());
    // A private key that was pasted by mistake stays here.
    if (std::ranges::any_of(wanted.keys, [](const std::string &line) { return line.contains("PRIVATE KEY"); })) {
        showProblem(tr("This is a private key, which nobody else may have. Take the file that ends with .pub."));
        return;
    }
    m_busy = true;
    update();
    detach(change(this, m_client, m_user, wanted, std::nullopt));
}

void KeysDialog::removeCurrent()
{
    if (m_list->currentRow() < 0)
        return;
    m_busy = true;
    const int index = m_list->currentItem()->data(Qt::UserRole).toInt();
    update();
    detach(change(this, m_client, m_user, {}, index));
}

void KeysDialog::update()
{
    const bool may = m_refused.isEmpty();
    m_add->setEnabled(may && !m_busy && !linesOf(m_text->toPlainText()).keys.empty());
    m_remove->setEnabled(may && !m_busy && m_list->currentRow() >= 0);
    m_text->setEnabled(may);
    m_file->setEnabled(may);
    for (QWidget *widget : {static_cast<QWidget *>(m_add), static_cast<QWidget *>(m_remove),
                            static_cast<QWidget *>(m_text), static_cast<QWidget *>(m_file)})
        widget->setToolTip(m_refused);
}

void KeysDialog::showProblem(const QString &text)
{
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
    m_text->setAccessibleDescription(text);
}

Task<void> KeysDialog::load(QPointer<KeysDialog> self, std::shared_ptr<ControlPlaneClient> client, std::string user)
{
    const auto keys = co_await client->keys(user);
    if (!self)
        co_return;
    self->m_busy = false;
    if (!keys) {
        self->showProblem(sentenceOf(keys.error()));
        co_return;
    }
    self->m_list->clear();
    self->m_empty->setVisible(keys->empty());
    self->m_list->setVisible(!keys->empty());
    self->m_remove->setVisible(!keys->empty());
    for (const UserKey &key : *keys) {
        auto *item = new QListWidgetItem(QString::fromStdString(key.key), self->m_list);
        item->setData(Qt::UserRole, key.index);
    }
    self->update();
}

Task<void> KeysDialog::change(QPointer<KeysDialog> self, std::shared_ptr<ControlPlaneClient> client, std::string user,
                              KeysChange added, std::optional<int> removed)
{
    Result<void> done;
    if (removed)
        done = co_await client->removeKey(user, *removed);
    else
        done = co_await client->addKeys(user, added);
    if (!self)
        co_return;
    QStringList problems;
    if (!done && done.error().fields.empty())
        problems << sentenceOf(done.error());
    if (!done)
        for (const FieldError &field : done.error().fields)
            problems << sentenceOf(field.detail);
    self->showProblem(problems.join(u'\n'));
    if (done && !removed)
        self->m_text->clear();
    co_await load(self, client, user);
}

} // namespace portolan::ui
