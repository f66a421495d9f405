// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/users/password_field.h"

#include "core/base/random.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace portolan::ui {

PasswordField::PasswordField(QWidget *parent) : QWidget(parent), m_line(new QLineEdit(this))
{
    m_line->setEchoMode(QLineEdit::Password);
    m_line->setFont(fixedFont());
    m_line->setAccessibleName(tr("New password"));
    auto *make = new QPushButton(tr("Generate"), this);
    make->setAccessibleName(tr("Generate a password"));
    make->setAutoDefault(false);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Metrics(*this).step(2));
    row->addWidget(m_line, 1);
    row->addWidget(make);
    setFocusProxy(m_line);
    connect(make, &QPushButton::clicked, this, [this] {
        m_line->setEchoMode(QLineEdit::Normal);
        m_line->setText(generate());
        m_generated = true;
    });
    connect(m_line, &QLineEdit::textEdited, this, [this] {
        m_generated = false;
        m_line->setEchoMode(QLineEdit::Password);
    });
}

std::string PasswordField::password() const
{
    return m_line->text().toStdString();
}

QString PasswordField::generate()
{
    constexpr std::string_view signs = "abcdefghjkmnpqrstuvwxyz23456789";
    constexpr int groups = 4;
    constexpr int groupSize = 5;
    SystemRandom random;
    QString password;
    for (int group = 0; group < groups; ++group) {
        if (group > 0)
            password += u'-';
        for (int at = 0; at < groupSize; ++at)
            password += QLatin1Char(signs[std::size_t(random.below(signs.size()))]);
    }
    return password;
}

} // namespace portolan::ui
