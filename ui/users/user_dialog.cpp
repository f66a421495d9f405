// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/users/user_dialog.h"

#include "ui/session/caller.h"
#include "ui/users/password_field.h"
#include "ui/users/user_look.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace portolan::ui {
namespace {

/// As new ones are where nobody says otherwise.
UserProfile freshUser()
{
    const UserCreate usual;
    return {.username = {},
            .organization = usual.org,
            .shell = usual.shell,
            .roles = usual.roles,
            .blueprints = usual.blueprints};
}

} // namespace

UserDialog::UserDialog(Session &session, QWidget *parent) : UserDialog(session, freshUser(), true, parent) {}

UserDialog::UserDialog(Session &session, UserProfile user, QWidget *parent)
    : UserDialog(session, std::move(user), false, parent)
{}

UserDialog::UserDialog(Session &session, UserProfile user, bool isNew, QWidget *parent)
    : FormDialog(isNew ? tr("New user") : tr("Change %1").arg(QString::fromStdString(user.username)),
                 isNew ? tr("Create user") : tr("Save"), parent),
      m_session(session),
      m_user(std::move(user)),
      m_isNew(isNew)
{
    setMinimumWidth(Metrics(*this).step(145)); // each role is explained in one line
    addPerson();
    addRoles();
    addSystem();
    restrict();
    setCheck([this] { return check(); });
    request(session.client());
    (m_username ? m_username : m_fullname)->setFocus();
}

void UserDialog::addPerson()
{
    if (m_isNew) {
        m_username = new QLineEdit(this);
        m_username->setFont(fixedFont());
        addField(tr("User name"), m_username, "/username");
    }
    m_fullname = new QLineEdit(QString::fromStdString(m_user.fullname), this);
    addField(tr("Full name"), m_fullname, "/fullname");
    m_email = new QLineEdit(QString::fromStdString(m_user.email), this);
    addField(tr("Mail address"), m_email, "/email");
    if (!m_isNew)
        return;
    m_password = new PasswordField(this);
    addField(tr("Password (optional)"), m_password, "/password");
    m_password->line().setAccessibleName(tr("Password (optional)"));
    connect(&m_password->line(), &QLineEdit::textChanged, this, &FormDialog::validate);
}

void UserDialog::addRoles()
{
    const Metrics metrics(*this);
    m_roleBox = new QWidget(this);
    auto *grid = new QGridLayout(m_roleBox);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(metrics.step(4));
    grid->setVerticalSpacing(metrics.step(1));
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const auto &[role, name] : schema::EnumNames<Role>::names) {
        auto *box = new QCheckBox(QString::fromUtf8(name.data(), qsizetype(name.size())), m_roleBox);
        const QString about = explainRole(role);
        box->setAccessibleName(tr("Role %1").arg(box->text()));
        box->setAccessibleDescription(about);
        box->setChecked(std::ranges::contains(m_user.roles, name));
        auto *explanation = new QLabel(about, m_roleBox);
        explanation->setWordWrap(true);
        setLook(*explanation, "muted");
        grid->addWidget(box, row, 0, Qt::AlignTop);
        grid->addWidget(explanation, row++, 1);
        m_roles.emplace_back(std::string(name), box);
    }
    addField(tr("Roles"), m_roleBox, "/roles");
}

void UserDialog::addSystem()
{
    m_organization = new QLineEdit(QString::fromStdString(m_user.organization), this);
    addField(tr("Organization"), m_organization, "/org");
    m_shell = new QLineEdit(QString::fromStdString(m_user.shell), this);
    m_shell->setFont(fixedFont());
    addField(tr("Shell in its workspaces"), m_shell, "/shell");
    m_sudo = new QCheckBox(tr("May become root in its workspaces"), this);
    m_sudo->setAccessibleName(m_sudo->text());
    m_sudo->setChecked(m_user.sudo);
    addWidget(m_sudo);
}

void UserDialog::restrict()
{
    if (m_isNew || mayDo(m_session.profile(), identity::Permission::RoleWrite, m_user.username))
        return;
    const QString why = tr("Only an administrator may change this.");
    for (QWidget *widget : {m_roleBox, static_cast<QWidget *>(m_organization), static_cast<QWidget *>(m_sudo)}) {
        widget->setEnabled(false);
        widget->setToolTip(why);
        widget->setAccessibleDescription(why);
    }
}

FormDialog::Refusal UserDialog::check() const
{
    const auto refused = [](QWidget *field, const std::optional<std::string> &why) {
        return Refusal{.field = field, .why = why ? sentenceOf(*why) : QString()};
    };
    if (m_username) {
        const std::string name = m_username->text().toStdString();
        if (name.empty())
            return {.field = m_username, .blocks = true};
        if (const auto why = refuseUsername(name))
            return refused(m_username, why);
    }
    if (!m_email->text().isEmpty())
        if (const auto why = refuseMail(m_email->text().toStdString()))
            return refused(m_email, why);
    if (m_password && !m_password->line().text().isEmpty() && m_password->password().size() < shortestPassword)
        return {.field = m_password,
                .why = tr("A password has at least %n letter(s).", nullptr, int(shortestPassword))};
    if (const auto why = refuseShell(m_shell->text().toStdString()))
        return refused(m_shell, why);
    return {};
}

std::vector<std::string> UserDialog::chosenRoles() const
{
    std::vector<std::string> roles;
    for (const auto &[name, box] : m_roles)
        if (box->isChecked())
            roles.push_back(name);
    return roles;
}

std::string UserDialog::username() const
{
    return m_username ? m_username->text().toStdString() : m_user.username;
}

QString UserDialog::generatedPassword() const
{
    return m_password && m_password->isGenerated() ? QString::fromStdString(m_password->password()) : QString();
}

UserCreate UserDialog::wanted() const
{
    UserCreate user{.username = username(),
                    .org = m_organization->text().toStdString(),
                    .fullname = m_fullname->text().toStdString(),
                    .email = m_email->text().toStdString(),
                    .roles = chosenRoles(),
                    .shell = m_shell->text().toStdString(),
                    .sudo = m_sudo->isChecked()};
    if (!m_password->line().text().isEmpty())
        user.password = m_password->password();
    return user;
}

/// What is as it was is left out: it may have been changed by somebody else meanwhile, and may take a permission.
UserUpdate UserDialog::change() const
{
    UserUpdate update;
    const auto text = [](const QLineEdit &line, const std::string &before) {
        const std::string now = line.text().toStdString();
        return now == before ? std::nullopt : std::optional(now);
    };
    update.fullname = text(*m_fullname, m_user.fullname);
    update.email = text(*m_email, m_user.email);
    update.shell = text(*m_shell, m_user.shell);
    update.org = text(*m_organization, m_user.organization);
    auto before = m_user.roles;
    auto now = chosenRoles();
    std::ranges::sort(before);
    std::ranges::sort(now);
    if (now != before)
        update.roles = now;
    if (m_sudo->isChecked() != m_user.sudo)
        update.sudo = m_sudo->isChecked();
    return update;
}

void UserDialog::request(const std::shared_ptr<ControlPlaneClient> &client)
{
    setRequest([this, client]() -> Task<Result<void>> {
        // Called while the dialog is there; the tasks have copies of all that they need.
        return m_isNew ? withoutValue(client->createUser(wanted()))
                       : withoutValue(client->updateUser(m_user.username, change()));
    });
}

} // namespace portolan::ui
