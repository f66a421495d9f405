// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QLineEdit;

namespace portolan::ui {

/// A line for a new password, with a button that makes a good one and shows it. In the GUI thread.
class PasswordField final : public QWidget
{
    Q_OBJECT

public:
    explicit PasswordField(QWidget *parent);

    [[nodiscard]] std::string password() const;
    /// Whether it was made here and not changed since: then nobody knows it yet.
    [[nodiscard]] bool isGenerated() const { return m_generated; }
    [[nodiscard]] QLineEdit &line() const { return *m_line; }

    /// Twenty letters and digits that are not mistaken for each other, in groups: 99 bits.
    [[nodiscard]] static QString generate();

private:
    QLineEdit *m_line;
    bool m_generated = false;
};

} // namespace portolan::ui
