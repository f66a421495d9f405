// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/tokens/token_dialog.h"

#include "ui/tokens/scope_picker.h"
#include "ui/widgets/table/cell_text.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>

namespace portolan::ui {

TokenDialog::TokenDialog(Session &session, QWidget *parent)
    : FormDialog(tr("New token"), tr("Create token"), parent),
      m_client(session.client()),
      m_name(new QLineEdit(this)),
      m_scopes(new ScopePicker(this))
{
    addText(tr("Whoever has the text of a token does with it what you may do, within what it is narrowed to."),
            "muted");
    m_name->setPlaceholderText(tr("What it is for, such as “backup on host7”"));
    addField(tr("Name"), m_name, "/name");
    addExpiry();
    addField(tr("It may do"), m_scopes, "/scopes");
    connect(m_scopes, &ScopePicker::changed, this, &FormDialog::validate);
    setCheck([this] {
        const bool none = m_scopes->scopes().empty();
        return Refusal{.field = m_scopes,
                       .why = none ? tr("Choose at least one permission.") : QString(),
                       .blocks = m_name->text().trimmed().isEmpty()};
    });
    m_name->setFocus();
}

TokenDialog::TokenDialog(Session &session, const AccessTokenInfo &token, QWidget *parent)
    : FormDialog(tr("Renew token"), tr("Renew token"), parent),
      m_client(session.client()),
      m_renewed{.name = token.name, .scopes = token.scopes, .renew = true}
{
    addText(tr("“%1” gets a new text, and keeps what it may do. The text that it has now opens nothing any more.")
                .arg(QString::fromStdString(token.name)));
    addExpiry();
}

void TokenDialog::addExpiry()
{
    constexpr int usual = 90;
    m_expiry = new QComboBox(this);
    const Time now = SystemClock().now();
    for (const int days : {1, 7, 30, usual, 365}) {
        const QString until = QLocale().toString(QDate::currentDate().addDays(days), QLocale::ShortFormat);
        m_expiry->addItem(tr("After %n day(s), on %1", nullptr, days).arg(until), days);
        m_expiry->setItemData(m_expiry->count() - 1, fullTimeText(now + std::chrono::days(days)), Qt::ToolTipRole);
    }
    m_expiry->addItem(tr("Never"), 0);
    m_expiry->setCurrentIndex(m_expiry->findData(usual));
    addField(tr("It expires"), m_expiry, "/expires_at");
}

AccessTokenCreate TokenDialog::wanted() const
{
    AccessTokenCreate wanted = m_renewed;
    if (m_name) {
        wanted.name = m_name->text().trimmed().toStdString();
        wanted.scopes = m_scopes->scopes();
    }
    if (const int days = m_expiry->currentData().toInt(); days > 0)
        wanted.expiresAt = SystemClock().now() + std::chrono::days(days);
    return wanted;
}

void TokenDialog::ask()
{
    setBusy(true);
    detach(make(this, m_client, wanted()));
}

Task<void> TokenDialog::make(QPointer<TokenDialog> self, std::shared_ptr<ControlPlaneClient> client,
                             AccessTokenCreate wanted)
{
    const auto created = co_await client->createToken(wanted);
    if (!self)
        co_return;
    self->setBusy(false);
    if (!created) {
        self->showError(created.error());
        co_return;
    }
    self->accept();
    Q_EMIT self->made(QString::fromStdString(wanted.name), QString::fromStdString(created->token));
}

} // namespace portolan::ui
