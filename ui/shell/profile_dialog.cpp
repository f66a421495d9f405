// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/profile_dialog.h"

#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>

namespace portolan::ui {

ProfileDialog::ProfileDialog(Profile profile, bool onlyToken, QWidget *window)
    : QDialog(window),
      m_profile(std::move(profile)),
      m_name(new QLineEdit(m_profile.name, this)),
      m_url(new QLineEdit(m_profile.url, this)),
      m_token(new QLineEdit(this)),
      m_mark(new QComboBox(this)),
      m_keep(new QCheckBox(tr("Keep it in the keychain"), this)),
      m_problem(new QLabel(this)),
      m_accept(new QPushButton(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(onlyToken ? tr("Token for %1").arg(m_profile.name)
                             : (m_profile.id.isEmpty() ? tr("Connect to a control plane")
                                                       : tr("Change %1").arg(m_profile.name)));
    m_url->setPlaceholderText(QStringLiteral("https://labs.example.org"));
    m_token->setEchoMode(QLineEdit::Password);
    m_mark->addItem(tr("None"), QStringLiteral("none"));
    m_mark->addItem(tr("Green: nothing can break"), QStringLiteral("green"));
    m_mark->addItem(tr("Amber: take care"), QStringLiteral("amber"));
    m_mark->addItem(tr("Red: production"), QStringLiteral("red"));
    m_mark->setCurrentIndex(std::max(0, m_mark->findData(m_profile.mark)));
    m_keep->setChecked(true);
    m_problem->setWordWrap(true);
    QPalette bad = m_problem->palette();
    bad.setColor(QPalette::WindowText, Theme::of(*this)[Tone::Bad]);
    m_problem->setPalette(bad);

    auto *form = new QFormLayout(this);
    const auto row = [form, this](const QString &label, QWidget *field, bool shown) {
        field->setAccessibleName(label);
        if (shown)
            form->addRow(label, field);
        else
            field->hide();
    };
    row(tr("Name"), m_name, !onlyToken);
    row(tr("Address"), m_url, !onlyToken);
    row(tr("Token"), m_token, true);
    row(tr("Mark"), m_mark, !onlyToken);
    m_keep->setAccessibleName(m_keep->text());
    form->addRow(QString(), m_keep);
    form->addRow(m_problem);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_accept->setText(tr("Connect"));
    m_accept->setAccessibleName(m_accept->text());
    m_accept->setDefault(true);
    setLook(*m_accept, "primary");
    buttons->addButton(m_accept, QDialogButtonBox::AcceptRole);
    buttons->button(QDialogButtonBox::Cancel)->setAccessibleName(tr("Cancel"));
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &ProfileDialog::finish);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QLineEdit *line : {m_name, m_url, m_token})
        connect(line, &QLineEdit::textChanged, this, &ProfileDialog::check);
    setMinimumWidth(Metrics(*this).step(110));
    check();
}

bool ProfileDialog::isSameHost() const
{
    const QUrl before(m_profile.url);
    const QUrl now(m_url->text().trimmed());
    return before.scheme() == now.scheme() && before.host() == now.host() && before.port() == now.port();
}

void ProfileDialog::check()
{
    const QString url = m_url->text().trimmed();
    const QString refused = url.isEmpty() ? QString() : Profiles::refuseUrl(url);
    m_problem->setText(refused);
    m_problem->setVisible(!refused.isEmpty());
    const bool needsToken = m_profile.id.isEmpty() || m_url->isHidden() || !isSameHost();
    if (!m_profile.id.isEmpty())
        m_token->setPlaceholderText(needsToken ? QString() : tr("unchanged"));
    m_accept->setEnabled(!url.isEmpty() && refused.isEmpty() && !(needsToken && m_token->text().trimmed().isEmpty()));
}

void ProfileDialog::finish()
{
    if (!isSameHost())
        m_profile.certificates.clear();
    m_profile.url = m_url->text().trimmed();
    while (m_profile.url.endsWith(u'/'))
        m_profile.url.chop(1);
    m_profile.name = m_name->text().trimmed();
    if (m_profile.name.isEmpty())
        m_profile.name = QUrl(m_profile.url).host();
    m_profile.mark = m_mark->currentData().toString();
    Q_EMIT entered(m_profile, m_token->text().trimmed().toStdString(), m_keep->isChecked());
    accept();
}

} // namespace portolan::ui
