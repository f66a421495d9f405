// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/event/sink.h"
#include "ui/pane/form_dialog.h"
#include "ui/session/session.h"

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace portolan::ui {

/// A new sink, or what may be another of one. Its secret goes one way only: what it is now is not known here. In the GUI
/// thread.
class SinkDialog final : public FormDialog
{
    Q_OBJECT

public:
    SinkDialog(Session &session, QWidget *parent);
    /// Changes `sink`.
    SinkDialog(Session &session, SinkDetails sink, QWidget *parent);

    /// As it stands in the dialog.
    [[nodiscard]] std::string name() const;

private:
    SinkDialog(Session &session, SinkDetails sink, bool isNew, QWidget *parent);
    void addAddress();
    void addFilter();
    void addSecret();
    [[nodiscard]] Refusal check() const;
    [[nodiscard]] std::vector<std::string> types() const;
    [[nodiscard]] SinkCreate wanted() const;
    [[nodiscard]] SinkUpdate change() const;

    SinkDetails m_sink;
    bool m_isNew;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_url = nullptr;
    QComboBox *m_mode = nullptr;
    QLineEdit *m_types = nullptr;
    QLineEdit *m_owner = nullptr;
    QLineEdit *m_secret = nullptr;
    QCheckBox *m_unsigned = nullptr; ///< where it is signed now
    QCheckBox *m_enabled = nullptr;
};

} // namespace portolan::ui
