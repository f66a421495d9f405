// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/pane/row_actions.h"
#include "ui/pane/split_pane.h"
#include "ui/tokens/token_look.h"

#include <QPointer>

class QComboBox;

namespace portolan::ui {

class DetailView;
class UserList;

/// The personal access tokens of somebody: one's own, and for those who may, anybody's. In the GUI thread.
class TokensPane final : public SplitPane
{
    Q_OBJECT

public:
    /// All must outlive it; `settings` may be null.
    TokensPane(Session &session, UserList &users, Settings *settings, QWidget *parent = nullptr);
    ~TokensPane() override;

    /// Shows those of `user`; with an id, selects that one as soon as it is there.
    void showTokensOf(const QString &user, const QString &id = {});
    /// Whose are shown.
    [[nodiscard]] std::string user() const { return m_user; }
    [[nodiscard]] QAction *action(TokenAction which) const { return m_actions[std::size_t(which)]; }
    [[nodiscard]] QAction *newToken() const { return m_newToken; }
    [[nodiscard]] QList<QAction *> commands() const;

protected:
    void firstShown() override;
    void showEvent(QShowEvent *event) override;

private:
    void makeActions();
    [[nodiscard]] QWidget *makeHeader();
    [[nodiscard]] DetailView *makeDetail();
    void connectSession();
    void listUsers();
    void reload();
    static Task<void> fetch(QPointer<TokensPane> self, std::shared_ptr<ControlPlaneClient> client, std::string user,
                            int round);
    void showTokens(std::vector<AccessTokenInfo> tokens);
    void showState();
    void showDetail();
    [[nodiscard]] const AccessTokenInfo *find(const std::string &id) const;
    void trigger(TokenAction which, const std::string &id);
    void openTokenDialog(const AccessTokenInfo *renewed);
    void askBeforeRevoking(const AccessTokenInfo &token);
    static Task<void> switchToken(QPointer<TokensPane> self, std::shared_ptr<ControlPlaneClient> client,
                                  AccessTokenInfo token, bool on);

    UserList &m_users;
    TableOf<AccessTokenInfo> m_rows;
    TableModel m_model;
    RowActions *m_rowActions = nullptr;
    std::array<QAction *, 4> m_actions{};
    QAction *m_newToken;
    QWidget *m_header = nullptr;
    QComboBox *m_choice = nullptr;
    DetailView *m_detail = nullptr;
    std::vector<std::pair<QLabel *, std::function<QString(const AccessTokenInfo &)>>> m_facts;
    std::map<std::string, AccessTokenInfo> m_tokens; ///< by the id of their row
    std::string m_user;
    QTimer m_reloading;
    int m_round = 0; ///< answers of earlier ones come too late
    bool m_active = false; ///< was shown once
    bool m_loaded = false;
};

} // namespace portolan::ui
