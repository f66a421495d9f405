// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

namespace portolan::ui {

/// Shows a secret that nobody can be told again, such as a new token, with a button that copies it. It is nowhere else:
/// neither kept nor logged, and forgotten with the dialog. Show it with open(); it deletes itself once closed.
class SecretDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `about` says what it opens; `name` is what the field is called.
    SecretDialog(const QString &title, const QString &about, const QString &name, const QString &secret,
                 QWidget *parent);
};

} // namespace portolan::ui
