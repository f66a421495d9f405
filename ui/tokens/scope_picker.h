// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include <string>
#include <vector>

class QCheckBox;
class QListWidget;
class QRadioButton;

namespace portolan::ui {

/// What a token is narrowed to: everything, or some of the permissions of the policy, each explained. In the GUI thread.
class ScopePicker final : public QWidget
{
    Q_OBJECT

public:
    explicit ScopePicker(QWidget *parent);

    /// As the API wants them; empty where nothing is chosen.
    [[nodiscard]] std::vector<std::string> scopes() const;

Q_SIGNALS:
    void changed();

private:
    void update();

    QRadioButton *m_everything;
    QRadioButton *m_some;
    QListWidget *m_list;
    QCheckBox *m_own;
};

} // namespace portolan::ui
