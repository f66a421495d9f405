// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/access_token.h"
#include "ui/pane/form_dialog.h"
#include "ui/session/session.h"

class QComboBox;
class QLineEdit;

namespace portolan::ui {

class ScopePicker;

/// A new token of the caller, or a new text for one that it has. In the GUI thread.
class TokenDialog final : public FormDialog
{
    Q_OBJECT

public:
    TokenDialog(Session &session, QWidget *parent);
    /// Renews `token`: name and scopes stay, its text of now opens nothing any more.
    TokenDialog(Session &session, const AccessTokenInfo &token, QWidget *parent);

Q_SIGNALS:
    /// The text, once.
    void made(const QString &name, const QString &text);

protected:
    void ask() override;

private:
    void addExpiry();
    [[nodiscard]] AccessTokenCreate wanted() const;
    static Task<void> make(QPointer<TokenDialog> self, std::shared_ptr<ControlPlaneClient> client,
                           AccessTokenCreate wanted);

    std::shared_ptr<ControlPlaneClient> m_client;
    AccessTokenCreate m_renewed; ///< where one is renewed
    QLineEdit *m_name = nullptr;
    QComboBox *m_expiry = nullptr;
    ScopePicker *m_scopes = nullptr;
};

} // namespace portolan::ui
