// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/tokens/tokens_pane.h"

#include "ui/pane/detail_view.h"
#include "ui/pane/form_dialog.h"
#include "ui/pane/secret_dialog.h"
#include "ui/session/caller.h"
#include "ui/tokens/token_dialog.h"
#include "ui/users/user_list.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/table/cell_text.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>

namespace portolan::ui {
namespace {

TableOf<AccessTokenInfo> tokenTable()
{
    TableOf<AccessTokenInfo> table([](const AccessTokenInfo &token) { return std::to_string(token.id); });
    for (const std::string_view name : {"id", "username", "createdAt"})
        table.column(name).shownByDefault = false;
    table.column("name").width = 40;
    table.column("scopes").chips = true;
    table.column("scopes").width = 44;
    table.column("tokenPreview").kind = CellKind::Code;
    table.column("tokenPreview").width = 34;
    table.remove("isActive");
    table.add({.id = QStringLiteral("state"),
               .title = TokensPane::tr("State"),
               .doc = TokensPane::tr("Whether it opens anything."),
               .kind = CellKind::State,
               .look = lookOfToken,
               .width = 30},
              [](const AccessTokenInfo &token) { return stateOfToken(token, SystemClock().now()); });
    return table;
}

} // namespace

TokensPane::TokensPane(Session &session, UserList &users, Settings *settings, QWidget *parent)
    : SplitPane(session, settings, QStringLiteral("tokens"), parent),
      m_users(users),
      m_rows(tokenTable()),
      m_model(m_rows.columns()),
      m_newToken(new QAction(QIcon::fromTheme(QStringLiteral("list-add")), tr("New token"), this))
{
    auto *table = new TablePane(m_model, settings, QStringLiteral("tokens"), tr("Tokens"), this);
    table->view().restore(QStringLiteral("name"), Qt::AscendingOrder);
    table->setPrimary(m_newToken);
    m_rowActions = new RowActions(table->view(), this);
    makeActions();
    setUp(table, makeDetail());
    addHeader(makeHeader());
    connect(m_rowActions, &RowActions::selectionChanged, this, &TokensPane::showDetail);
    m_reloading.setSingleShot(true);
    m_reloading.setInterval(100);
    connect(&m_reloading, &QTimer::timeout, this, &TokensPane::reload);
    connectSession();
    showState();
    showDetail();
}

TokensPane::~TokensPane()
{
    takeDown();
}

void TokensPane::makeActions()
{
    const auto put = [this](TokenAction which, const QString &text, const char *icon, QList<QKeySequence> keys) {
        m_actions[std::size_t(which)] = m_rowActions->add(
            {.text = text,
             .icon = QLatin1StringView(icon),
             .shortcuts = std::move(keys),
             .onHover = which == TokenAction::Revoke,
             .refusal =
                 [this, which](const std::string &id) {
                     const AccessTokenInfo *token = find(id);
                     return token ? refusalOf(session(), *token, which) : tr("It is gone.");
                 },
             .run = [this, which](const std::string &id) { trigger(which, id); }});
    };
    put(TokenAction::Renew, tr("Renew…"), "view-refresh", {Qt::Key_F6});
    put(TokenAction::SwitchOff, tr("Switch off"), "object-locked", {Qt::Key_F9});
    put(TokenAction::SwitchOn, tr("Switch on"), "object-unlocked", {QKeySequence(Qt::SHIFT | Qt::Key_F9)});
    put(TokenAction::Revoke, tr("Revoke…"), "edit-delete", {Qt::Key_Delete});
    m_newToken->setShortcut(QKeySequence::New);
    m_newToken->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_newToken);
    connect(m_newToken, &QAction::triggered, this, [this] { openTokenDialog(nullptr); });
}

QWidget *TokensPane::makeHeader()
{
    const Metrics metrics(*this);
    m_header = new QWidget(this);
    auto *label = new QLabel(tr("Tokens of"), m_header);
    setLook(*label, "muted");
    m_choice = new QComboBox(m_header);
    m_choice->setAccessibleName(tr("Whose tokens"));
    m_choice->setMinimumWidth(metrics.step(40));
    m_choice->setFont(fixedFont());
    auto *line = new QHBoxLayout(m_header);
    line->setContentsMargins(metrics.step(3.5), metrics.step(2.5), metrics.step(3.5), 0);
    line->setSpacing(metrics.step(2));
    line->addWidget(label);
    line->addWidget(m_choice);
    line->addStretch();
    m_header->hide();
    connect(m_choice, &QComboBox::activated, this, [this] { showTokensOf(m_choice->currentText()); });
    return m_header;
}

DetailView *TokensPane::makeDetail()
{
    m_detail = new DetailView(tr("Select a token to see what it opens."), this);
    m_detail->addButton(action(TokenAction::Renew));
    m_detail->addButton(action(TokenAction::SwitchOff));
    m_detail->addButton(action(TokenAction::SwitchOn));
    m_detail->addButton(action(TokenAction::Revoke));
    const auto fact = [this](const QString &title, std::function<QString(const AccessTokenInfo &)> text) {
        m_facts.emplace_back(m_detail->addFact(title), std::move(text));
    };
    fact(tr("Note"), [this](const AccessTokenInfo &token) {
        return isOfThisConsole(session(), token) ? tr("This console came in with it.") : QString();
    });
    fact(tr("Owner"), [](const AccessTokenInfo &token) { return QString::fromStdString(token.username); });
    fact(tr("It may do"), [](const AccessTokenInfo &token) {
        QStringList lines;
        for (const std::string &scope : token.scopes)
            lines << explainScope(scope);
        return lines.join(u'\n');
    });
    fact(tr("Begins with"), [](const AccessTokenInfo &token) { return QString::fromStdString(token.tokenPreview); });
    fact(tr("Created"), [](const AccessTokenInfo &token) { return momentText(token.createdAt, SystemClock().now()); });
    fact(tr("Expires"),
         [](const AccessTokenInfo &token) { return momentText(token.expiresAt, SystemClock().now(), tr("Never")); });
    fact(tr("Last used"),
         [](const AccessTokenInfo &token) { return momentText(token.lastUsedAt, SystemClock().now(), tr("Never")); });
    return m_detail;
}

void TokensPane::connectSession()
{
    connect(&session(), &Session::stateChanged, this, &TokensPane::showState);
    connect(&session(), &Session::workspacesLoaded, this, [this] {
        if (session().state() == ConnectionState::Idle) { // another control plane comes
            ++m_round;
            m_user.clear();
            m_loaded = false;
            m_tokens.clear();
            m_model.reset({});
            showState();
        } else {
            reload();
        }
    });
    connect(&session(), &Session::eventHappened, this, [this](const Event &event) {
        if (m_active && event.subjectKind == "token" && event.owner == m_user && !m_reloading.isActive())
            m_reloading.start();
    });
    connect(&m_users, &UserList::loaded, this, &TokensPane::listUsers);
    connect(&m_users, &UserList::changed, this, &TokensPane::listUsers);
}

QList<QAction *> TokensPane::commands() const
{
    return QList<QAction *>{m_newToken} + m_rowActions->all();
}

void TokensPane::firstShown()
{
    m_active = true;
    m_users.start();
}

/// When they were last used is told by no event.
void TokensPane::showEvent(QShowEvent *event)
{
    SplitPane::showEvent(event);
    reload();
}

void TokensPane::listUsers()
{
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    for (const auto &[name, user] : m_users.users())
        m_choice->addItem(QString::fromStdString(name));
    m_choice->setCurrentText(QString::fromStdString(m_user));
    m_header->setVisible(m_choice->count() > 1 && mayDoToAll(session().profile(), identity::Permission::TokenRead));
}

void TokensPane::showTokensOf(const QString &user, const QString &id)
{
    if (m_user != user.toStdString()) {
        m_user = user.toStdString();
        m_loaded = false;
        m_tokens.clear();
        m_model.reset({});
        m_choice->setCurrentText(user);
        showState();
    }
    if (!id.isEmpty())
        select(id.toStdString());
    reload();
}

void TokensPane::reload()
{
    const auto client = session().client();
    if (!m_active || !client || session().profile().username.empty())
        return;
    if (m_user.empty())
        m_user = session().profile().username;
    detach(fetch(this, client, m_user, ++m_round));
}

Task<void> TokensPane::fetch(QPointer<TokensPane> self, std::shared_ptr<ControlPlaneClient> client, std::string user,
                             int round)
{
    auto tokens = co_await client->tokens(user);
    if (!self || self->m_round != round)
        co_return;
    if (tokens)
        self->showTokens(std::move(*tokens));
    else
        self->showNotice(tr("The tokens could not be loaded. %1").arg(sentenceOf(tokens.error())));
}

void TokensPane::showTokens(std::vector<AccessTokenInfo> tokens)
{
    m_loaded = true;
    m_tokens.clear();
    std::vector<TableRow> rows;
    for (AccessTokenInfo &token : tokens) {
        rows.push_back(m_rows.row(token));
        m_tokens.insert_or_assign(std::to_string(token.id), std::move(token));
    }
    m_model.reset(std::move(rows));
    listUsers();
    showState();
    showDetail();
}

void TokensPane::showState()
{
    showConnection(m_loaded, {.headline = tr("No tokens"),
                              .reason = tr("A token lets a program come in as somebody, without a password."),
                              .action = m_newToken});
    const QString refused = refusalOfTokenCreation(session(), m_user.empty() ? session().profile().username : m_user);
    m_newToken->setEnabled(refused.isEmpty());
    m_newToken->setToolTip(refused.isEmpty() ? tr("Make a token for a program or a script") : refused);
    m_rowActions->update();
}

const AccessTokenInfo *TokensPane::find(const std::string &id) const
{
    const auto found = m_tokens.find(id);
    return found == m_tokens.end() ? nullptr : &found->second;
}

void TokensPane::showDetail()
{
    const AccessTokenInfo *token = find(m_rowActions->selected());
    m_detail->setShown(token);
    if (!token)
        return;
    m_detail->setHead(QString::fromStdString(token->name), lookOfToken(stateOfToken(*token, SystemClock().now())),
                      tr("token %1").arg(token->id));
    for (const auto &[label, text] : m_facts)
        m_detail->setFact(label, text(*token));
}

void TokensPane::trigger(TokenAction which, const std::string &id)
{
    const AccessTokenInfo *token = find(id);
    const auto client = session().client();
    if (!token || !client)
        return;
    switch (which) {
    case TokenAction::Renew:
        openTokenDialog(token);
        break;
    case TokenAction::SwitchOff:
    case TokenAction::SwitchOn:
        detach(switchToken(this, client, *token, which == TokenAction::SwitchOn));
        break;
    case TokenAction::Revoke:
        askBeforeRevoking(*token);
        break;
    }
}

Task<void> TokensPane::switchToken(QPointer<TokensPane> self, std::shared_ptr<ControlPlaneClient> client,
                                   AccessTokenInfo token, bool on)
{
    const auto changed = co_await client->updateToken(token.username, token.id, {.active = on, .scopes = {}});
    if (!self)
        co_return;
    if (!changed)
        self->showNotice(
            tr("“%1” could not be switched. %2").arg(QString::fromStdString(token.name), sentenceOf(changed.error())));
    self->reload();
}

void TokensPane::openTokenDialog(const AccessTokenInfo *renewed)
{
    auto *dialog = renewed ? new TokenDialog(session(), *renewed, this) : new TokenDialog(session(), this);
    connect(dialog, &TokenDialog::made, this, [this](const QString &name, const QString &text) {
        reload();
        (new SecretDialog(
             tr("Token “%1”").arg(name),
             tr("This is its text. It is shown this once: copy it to where it is needed, and nowhere else."),
             tr("Token"), text, this))
            ->open();
    });
    dialog->open();
}

void TokensPane::askBeforeRevoking(const AccessTokenInfo &token)
{
    const QString name = QString::fromStdString(token.name);
    QString what = tr("What was opened with it ends, and programs that have it stop working. This cannot be undone.");
    if (isOfThisConsole(session(), token))
        what = tr("This console came in with it, and will be logged out.") + u' ' + what;
    FormDialog *dialog = askBeforeLoss(
        {.title = tr("Revoke token"),
         .question = tr("Revoke the token “%1” of %2?").arg(name, QString::fromStdString(token.username)),
         .what = what,
         .verb = tr("Revoke token")},
        [client = session().client(), user = token.username, id = token.id] { return client->deleteToken(user, id); },
        this);
    connect(dialog, &FormDialog::done, this, &TokensPane::reload);
    dialog->open();
}

} // namespace portolan::ui
