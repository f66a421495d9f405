// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/users/users_pane.h"

#include "ui/pane/detail_view.h"
#include "ui/pane/secret_dialog.h"
#include "ui/users/keys_dialog.h"
#include "ui/users/password_field.h"
#include "ui/users/user_dialog.h"
#include "ui/users/user_list.h"
#include "ui/widgets/error_text.h"

#include <QLabel>
#include <QLineEdit>

namespace portolan::ui {
namespace {

QString joined(const std::vector<std::string> &words)
{
    QStringList list;
    for (const std::string &word : words)
        list << QString::fromStdString(word);
    return list.join(QStringLiteral(", "));
}

TableOf<UserProfile> userTable(const Session &session)
{
    TableOf<UserProfile> table([](const UserProfile &user) { return user.username; },
                               [](const UserProfile &user) { return reasonOfUser(user).toStdString(); });
    table.column("username").kind = CellKind::Code;
    table.column("username").width = 30;
    table.column("fullname").width = 34;
    table.column("email").width = 40;
    table.column("roles").chips = true;
    table.column("roles").width = 34;
    table.column("organization").shownByDefault = false;
    table.add({.id = QStringLiteral("state"),
               .title = UsersPane::tr("State"),
               .doc = UsersPane::tr("Whether it can come in."),
               .kind = CellKind::State,
               .look = lookOfUser,
               .width = 30},
              stateOfUser);
    table.add({.id = QStringLiteral("source"),
               .title = UsersPane::tr("Comes from"),
               .doc = UsersPane::tr("Which identity provider knows it; “local” is this server."),
               .shownByDefault = false,
               .width = 24},
              [](const UserProfile &user) { return user.source; });
    table.add({.id = QStringLiteral("workspaces"),
               .title = UsersPane::tr("Workspaces"),
               .doc = UsersPane::tr("How many it has."),
               .kind = CellKind::Number,
               .width = 22},
              [&session](const UserProfile &user) { return std::int64_t(workspacesOf(session, user.username)); });
    return table;
}

} // namespace

UsersPane::UsersPane(Session &session, UserList &users, Settings *settings, QWidget *parent)
    : SplitPane(session, settings, QStringLiteral("users"), parent),
      m_users(users),
      m_rows(userTable(session)),
      m_model(m_rows.columns()),
      m_newUser(new QAction(QIcon::fromTheme(QStringLiteral("list-add")), tr("New user"), this))
{
    auto *table = new TablePane(m_model, settings, QStringLiteral("users"), tr("Users"), this);
    table->view().restore(QStringLiteral("username"), Qt::AscendingOrder);
    table->setPrimary(m_newUser);
    m_rowActions = new RowActions(table->view(), this);
    makeActions();
    setUp(table, makeDetail());
    connect(m_rowActions, &RowActions::selectionChanged, this, &UsersPane::showDetail);
    connectUsers();
    showState();
    showDetail();
}

UsersPane::~UsersPane()
{
    takeDown();
}

void UsersPane::makeActions()
{
    const auto put = [this](UserAction which, const QString &text, const char *icon, QList<QKeySequence> keys) {
        m_actions[std::size_t(which)] = m_rowActions->add(
            {.text = text,
             .icon = QLatin1StringView(icon),
             .shortcuts = std::move(keys),
             .onHover = which == UserAction::Edit,
             .refusal =
                 [this, which](const std::string &name) {
                     const UserProfile *user = m_users.find(name);
                     return user ? refusalOf(session(), *user, which) : tr("It is gone.");
                 },
             .run = [this, which](const std::string &name) { trigger(which, name); }});
    };
    put(UserAction::Edit, tr("Change…"), "document-edit", {Qt::Key_F2});
    put(UserAction::SetPassword, tr("Set password…"), "dialog-password", {Qt::Key_F6});
    put(UserAction::Keys, tr("SSH keys…"), "document-encrypt", {Qt::Key_F7});
    put(UserAction::Tokens, tr("Tokens"), "go-jump", {Qt::Key_F8});
    put(UserAction::OpenPassword, tr("Open the password again"), "object-unlocked", {});
    put(UserAction::Lock, tr("Lock…"), "object-locked", {Qt::Key_F9});
    put(UserAction::Unlock, tr("Unlock"), "object-unlocked", {QKeySequence(Qt::SHIFT | Qt::Key_F9)});
    put(UserAction::Delete, tr("Delete…"), "edit-delete", {Qt::Key_Delete});
    m_newUser->setShortcut(QKeySequence::New);
    m_newUser->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_newUser);
    connect(m_newUser, &QAction::triggered, this, &UsersPane::openNewUser);
}

DetailView *UsersPane::makeDetail()
{
    m_detail = new DetailView(tr("Select a user to see who it is and what it may do."), this);
    m_detail->addButton(action(UserAction::Edit), "primary");
    m_detail->addButton(action(UserAction::SetPassword));
    m_detail->addMore({action(UserAction::Keys), action(UserAction::Tokens), action(UserAction::OpenPassword),
                       action(UserAction::Lock), action(UserAction::Unlock), action(UserAction::Delete)});
    const auto fact = [this](const QString &title, std::function<QString(const UserProfile &)> text) {
        m_facts.emplace_back(m_detail->addFact(title), std::move(text));
    };
    fact(tr("State"), reasonOfUser);
    fact(tr("Name"), [](const UserProfile &user) { return QString::fromStdString(user.fullname); });
    fact(tr("Mail"), [](const UserProfile &user) { return QString::fromStdString(user.email); });
    fact(tr("Roles"), [](const UserProfile &user) {
        QStringList lines;
        for (const std::string &name : user.roles) {
            const auto role = schema::enumFromName<Role>(name);
            const QString shown = QString::fromStdString(name);
            lines << (role ? QStringLiteral("%1: %2").arg(shown, explainRole(*role)) : shown);
        }
        return lines.isEmpty() ? tr("None: it may do nothing") : lines.join(u'\n');
    });
    fact(tr("Blueprints"), [](const UserProfile &user) {
        return std::ranges::contains(user.blueprints, "*") ? tr("All") : joined(user.blueprints);
    });
    fact(tr("Workspaces"),
         [this](const UserProfile &user) { return QLocale().toString(workspacesOf(session(), user.username)); });
    fact(tr("Organization"), [](const UserProfile &user) { return QString::fromStdString(user.organization); });
    fact(tr("Comes from"), [](const UserProfile &user) {
        return user.source == "local" ? tr("this server") : QString::fromStdString(user.source);
    });
    fact(tr("Shell"), [](const UserProfile &user) { return QString::fromStdString(user.shell); });
    fact(tr("Root"), [](const UserProfile &user) {
        return user.sudo ? tr("May become root in its workspaces") : tr("May not become root");
    });
    return m_detail;
}

void UsersPane::connectUsers()
{
    connect(&m_users, &UserList::loaded, this, &UsersPane::showAll);
    connect(&m_users, &UserList::changed, this,
            [this](const std::set<std::string> &changed, const std::set<std::string> &removed) {
                for (const std::string &name : removed)
                    m_model.queueRemoval(name);
                for (const std::string &name : changed)
                    queueRow(name);
                m_rowActions->update();
                showDetail();
            });
    connect(&m_users, &UserList::failed, this,
            [this](const Error &error) { showNotice(tr("The users could not be loaded. %1").arg(sentenceOf(error))); });
    connect(&session(), &Session::workspacesChanged, this, [this] {
        for (const auto &[name, user] : m_users.users())
            if (TableRow row = m_rows.row(user); m_model.find(name) && *m_model.find(name) != row)
                m_model.queue(std::move(row));
        m_rowActions->update();
        showDetail();
    });
    connect(&session(), &Session::stateChanged, this, &UsersPane::showState);
    if (m_users.isLoaded())
        showAll();
}

QList<QAction *> UsersPane::commands() const
{
    return QList<QAction *>{m_newUser} + m_rowActions->all();
}

void UsersPane::firstShown()
{
    m_users.start();
}

void UsersPane::showState()
{
    showConnection(m_users.isLoaded(), {.headline = tr("No users"),
                                        .reason = tr("A user is a person or a program that may come in."),
                                        .action = m_newUser});
    const QString refused = refusalOfUserCreation(session());
    m_newUser->setEnabled(refused.isEmpty());
    m_newUser->setToolTip(refused.isEmpty() ? tr("Let somebody else in") : refused);
    m_rowActions->update();
}

void UsersPane::showAll()
{
    std::vector<TableRow> rows;
    for (const auto &[name, user] : m_users.users())
        rows.push_back(m_rows.row(user));
    m_model.reset(std::move(rows));
    showState();
    showDetail();
}

void UsersPane::queueRow(const std::string &name)
{
    if (const UserProfile *user = m_users.find(name))
        m_model.queue(m_rows.row(*user));
}

void UsersPane::showDetail()
{
    const UserProfile *user = m_users.find(m_rowActions->selected());
    m_detail->setShown(user);
    if (!user)
        return;
    m_detail->setHead(QString::fromStdString(user->username), lookOfUser(stateOfUser(*user)),
                      QString::fromStdString(user->fullname));
    for (const auto &[label, text] : m_facts)
        m_detail->setFact(label, text(*user));
}

void UsersPane::trigger(UserAction which, const std::string &name)
{
    const UserProfile *user = m_users.find(name);
    const auto client = session().client();
    if (!user || !client)
        return;
    const QString shown = QString::fromStdString(name);
    switch (which) {
    case UserAction::Edit:
        openEdit(*user);
        break;
    case UserAction::SetPassword:
        openPassword(*user);
        break;
    case UserAction::OpenPassword:
        detach(run(
            this, [client, name] { return client->clearPasswordLockout(name); },
            tr("The password of %1 could not be opened. %2").arg(shown, QStringLiteral("%1")), name));
        break;
    case UserAction::Lock:
        askBeforeLocking(*user);
        break;
    case UserAction::Unlock:
        detach(run(
            this, [client, name] { return withoutValue(client->updateUser(name, {.locked = false})); },
            tr("%1 could not be unlocked. %2").arg(shown, QStringLiteral("%1")), name));
        break;
    case UserAction::Keys:
        (new KeysDialog(session(), name, this))->open();
        break;
    case UserAction::Tokens:
        Q_EMIT tokensRequested(shown);
        break;
    case UserAction::Delete:
        askBeforeDeleting(*user);
        break;
    }
}

Task<void> UsersPane::run(QPointer<UsersPane> self, FormDialog::Request request, QString failure, std::string name)
{
    const auto done = co_await request();
    if (!self)
        co_return;
    if (!done)
        self->showNotice(failure.arg(sentenceOf(done.error())));
    self->m_users.refresh(name);
}

void UsersPane::openNewUser()
{
    auto *dialog = new UserDialog(session(), this);
    connect(dialog, &FormDialog::done, this, [this, dialog] {
        const QString name = QString::fromStdString(dialog->username());
        m_users.refresh(dialog->username());
        select(dialog->username());
        if (const QString password = dialog->generatedPassword(); !password.isEmpty())
            (new SecretDialog(tr("Password of %1").arg(name),
                              tr("%1 logs in with this password. It is shown this once: copy it, and hand it over on a "
                                 "way that nobody else reads.")
                                  .arg(name),
                              tr("Password"), password, this))
                ->open();
    });
    dialog->open();
}

void UsersPane::openEdit(const UserProfile &user)
{
    auto *dialog = new UserDialog(session(), user, this);
    connect(dialog, &FormDialog::done, this, [this, name = user.username] { m_users.refresh(name); });
    dialog->open();
}

void UsersPane::openPassword(const UserProfile &user)
{
    const QString name = QString::fromStdString(user.username);
    const bool own = user.username == session().profile().username;
    auto *dialog = new FormDialog(tr("Password of %1").arg(name), tr("Set password"), this);
    dialog->addText(
        own ? tr("Your other logins end. Tokens go on working.")
            : tr("All logins of %1 end, and the new password opens at once. Tokens go on working.").arg(name));
    QLineEdit *current = nullptr;
    if (own) {
        current = new QLineEdit(dialog);
        current->setEchoMode(QLineEdit::Password);
        dialog->addField(tr("Password of now (empty where there is none)"), current, "/current_password");
    }
    auto *field = new PasswordField(dialog);
    dialog->addField(tr("New password"), field, "/password");
    connect(&field->line(), &QLineEdit::textChanged, dialog, &FormDialog::validate);
    dialog->setCheck([field] {
        const std::size_t size = field->password().size();
        return FormDialog::Refusal{
            .field = field,
            .why = size > 0 && size < shortestPassword
                       ? tr("A password has at least %n letter(s).", nullptr, int(shortestPassword))
                       : QString(),
            .blocks = size == 0};
    });
    dialog->setRequest([client = session().client(), name = user.username, field, current] {
        return withoutValue(client->setPassword(name, {.password = field->password(),
                                                       .currentPassword = current ? current->text().toStdString()
                                                                                  : std::string()}));
    });
    connect(dialog, &FormDialog::done, this, [this, field, name] {
        if (field->isGenerated())
            (new SecretDialog(tr("Password of %1").arg(name),
                              tr("%1 logs in with this password. It is shown this once: copy it, and hand it over on a "
                                 "way that nobody else reads.")
                                  .arg(name),
                              tr("Password"), QString::fromStdString(field->password()), this))
                ->open();
    });
    (current ? static_cast<QWidget *>(current) : field)->setFocus();
    dialog->open();
}

void UsersPane::askBeforeLocking(const UserProfile &user)
{
    const QString name = QString::fromStdString(user.username);
    FormDialog *dialog = askBeforeLoss(
        {.title = tr("Lock user"),
         .question = tr("Lock %1 out?").arg(name),
         .what = tr("All its logins and terminals end at once, and its tokens open nothing until it is unlocked. Its "
                    "workspaces go on running."),
         .verb = tr("Lock user")},
        [client = session().client(), name = user.username] {
            return withoutValue(client->updateUser(name, {.locked = true}));
        },
        this);
    connect(dialog, &FormDialog::done, this, [this, name = user.username] { m_users.refresh(name); });
    dialog->open();
}

void UsersPane::askBeforeDeleting(const UserProfile &user)
{
    const QString name = QString::fromStdString(user.username);
    FormDialog *dialog = askBeforeLoss(
        {.title = tr("Delete user"),
         .question = tr("Delete the user %1?").arg(name),
         .what = tr("Its profile, password, SSH keys, logins and tokens are lost, and cannot be brought back. Programs "
                    "that use its tokens stop working."),
         .verb = tr("Delete user"),
         .name = name},
        [client = session().client(), name = user.username] { return client->deleteUser(name); }, this);
    dialog->open();
}

} // namespace portolan::ui
