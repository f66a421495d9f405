// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>
#include <QTimer>

class QLabel;
class QPushButton;

namespace portolan::ui {

class Session;

/// Says above everything that what is shown is not what is: lost, refused, still connecting; with what to do. Not there
/// while the session is live.
class ConnectionBanner final : public QFrame
{
    Q_OBJECT

public:
    ConnectionBanner(Session &session, QWidget *parent);

Q_SIGNALS:
    void tokenWanted();
    /// To be looked at by a person.
    void certificateShown(const QString &fingerprint, const QString &pem, const QString &why, bool mayTrust);

private:
    void update();
    void act();

    Session &m_session;
    QLabel *m_text;
    QPushButton *m_button;
    QTimer m_clock;
};

} // namespace portolan::ui
