// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/connection_banner.h"

#include "ui/session/session.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace portolan::ui {
namespace {

QString argument(const Error &error, std::string_view name)
{
    for (const auto &[key, value] : error.args)
        if (key == name)
            return QString::fromStdString(value);
    return {};
}

bool isAboutCertificate(const Error &error)
{
    return argument(error, "reason").startsWith(QStringLiteral("certificate-"));
}

} // namespace

ConnectionBanner::ConnectionBanner(Session &session, QWidget *parent)
    : QFrame(parent), m_session(session), m_text(new QLabel(this)), m_button(new QPushButton(this))
{
    const Metrics metrics(*this);
    setAutoFillBackground(true);
    m_button->setText(tr("Try now"));
    m_button->setAccessibleName(m_button->text());
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics.step(4), metrics.step(2), metrics.step(4), metrics.step(2));
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, &ConnectionBanner::act);
    connect(&session, &Session::stateChanged, this, &ConnectionBanner::update);
    m_clock.setInterval(1000);
    connect(&m_clock, &QTimer::timeout, this, &ConnectionBanner::update);
    update();
}

void ConnectionBanner::update()
{
    const ConnectionState state = m_session.state();
    const bool lost = state == ConnectionState::Lost;
    const bool refused = state == ConnectionState::Refused;
    setVisible(lost || refused);
    if (!lost && !refused) {
        m_clock.stop();
        return;
    }
    QString text;
    const Error &trouble = m_session.trouble();
    if (isAboutCertificate(trouble)) {
        text = tr("The certificate of this server is not trusted: %1").arg(argument(trouble, "why"));
        m_button->setText(tr("Look at the certificate…"));
    } else if (refused && trouble.code == ErrorCode::Unauthenticated) {
        text = errorText(trouble);
        m_button->setText(tr("Sign in…"));
    } else {
        const auto seconds = QDateTime::currentDateTimeUtc().secsTo(m_session.nextAttempt());
        text = errorText(trouble);
        if (lost && seconds > 0)
            text += u' ' + tr("Trying again in %n second(s).", nullptr, int(seconds));
        if (m_session.asOf().isValid())
            text += u' '
                    + tr("What is shown is as of %1.")
                          .arg(QLocale().toString(m_session.asOf().toLocalTime().time(), QLocale::LongFormat));
        m_button->setText(tr("Try now"));
        m_clock.start();
    }
    m_text->setText(text);
    m_button->setAccessibleName(m_button->text());
    setAccessibleName(text);
    QPalette palette = parentWidget()->palette();
    const Theme &theme = Theme::of(palette);
    palette.setColor(QPalette::Window, theme.tint(refused ? Tone::Bad : Tone::Warn));
    setPalette(palette);
}

void ConnectionBanner::act()
{
    const Error &trouble = m_session.trouble();
    if (isAboutCertificate(trouble))
        Q_EMIT certificateShown(argument(trouble, "fingerprint"), argument(trouble, "certificate"),
                                argument(trouble, "why"),
                                argument(trouble, "reason") == QStringLiteral("certificate-unknown"));
    else if (m_session.state() == ConnectionState::Refused && trouble.code == ErrorCode::Unauthenticated)
        Q_EMIT tokenWanted();
    else
        m_session.retry();
}

} // namespace portolan::ui
