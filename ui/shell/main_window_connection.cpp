// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/timer.h"
#include "ui/shell/certificate_dialog.h"
#include "ui/shell/connection_look.h"
#include "ui/shell/files_tab.h"
#include "ui/shell/main_window.h"
#include "ui/shell/profile_dialog.h"
#include "ui/widgets/error_text.h"

#include <QCloseEvent>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QToolButton>

/// Which control plane the window is connected to, and what becomes of the one of this computer at the end.
namespace portolan::ui {

Task<Result<ControlPlaneAddress>> MainWindow::findAddress(QPointer<MainWindow> window, std::stop_token cancel)
{
    const Profile *found = window ? window->m_profiles.find(window->m_profile) : nullptr;
    if (!found)
        co_return portolan::fail(ErrorCode::NotFound, "this control plane is not among the profiles any more");
    const Profile profile = *found;
    if (profile.isLocal())
        co_return co_await window->m_local.find(std::move(cancel));
    auto token = co_await window->m_tokens.find(profile.id);
    if (!token)
        co_return std::unexpected(token.error());
    if (!*token)
        co_return portolan::fail(ErrorCode::Unauthenticated, "no token is known for " + profile.url.toStdString());
    co_return ControlPlaneAddress{
        .url = profile.url.toStdString(), .token = **token, .authorities = profile.certificates.toStdString()};
}

void MainWindow::connectTo(const QString &profile)
{
    m_session.close();
    m_session.forget();
    m_files->forget();
    m_profile = m_profiles.find(profile) ? profile : QStringLiteral("local");
    m_profiles.setLastUsed(m_profile);
    showProfile();
    m_session.open();
}

void MainWindow::showProfile()
{
    const Profile *profile = m_profiles.find(m_profile);
    if (!profile)
        return;
    m_profileButton->setText(profile->name);
    m_profileButton->setIcon(markOf(*profile, *this));
    const QString words = markWords(*profile);
    m_profileButton->setToolTip(profile->isLocal() ? tr("The control plane of this computer") : profile->url);
    m_profileButton->setAccessibleName(
        tr("Control plane: %1").arg(words.isEmpty() ? profile->name : profile->name + u' ' + words));
    m_paletteButton->setText(tr("Go to anything, or do something…") + QStringLiteral("    ")
                             + QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText));
    m_paletteButton->setAccessibleName(tr("Go to anything, or do something"));
    setWindowTitle(QStringLiteral("%1 – Portolan").arg(profile->name));
}

void MainWindow::fillProfileMenu()
{
    QMenu *menu = m_profileButton->menu();
    menu->clear();
    for (const Profile &profile : m_profiles.all()) {
        QAction *action = menu->addAction(markOf(profile, *this), profile.name);
        action->setCheckable(true);
        action->setChecked(profile.id == m_profile);
        connect(action, &QAction::triggered, this, [this, id = profile.id] { connectTo(id); });
    }
    menu->addSeparator();
    menu->addAction(tr("Connect to a control plane…"), this, [this] { editProfile({}, false); });
    if (const Profile *profile = m_profiles.find(m_profile); profile && !profile->isLocal()) {
        menu->addAction(tr("Change %1…").arg(profile->name), this,
                        [this, copy = *profile] { editProfile(copy, false); });
        menu->addAction(tr("Remove %1").arg(profile->name), this, [this, id = profile->id] {
            connectTo(QStringLiteral("local"));
            m_profiles.remove(id);
            constexpr auto forget = [](QPointer<MainWindow> window, QString gone) -> Task<void> {
                const auto forgotten = co_await window->m_tokens.forget(gone);
                if (window && !forgotten)
                    window->m_notice->setText(errorText(forgotten.error()));
            };
            detach(forget(this, id));
        });
    }
}

void MainWindow::editProfile(Profile profile, bool onlySignIn)
{
    auto *dialog = new ProfileDialog(std::move(profile), onlySignIn, this);
    connect(dialog, &ProfileDialog::entered, this, [this](const Profile &entered, const std::string &token, bool keep) {
        detach(takeProfile(entered, token, keep));
    });
    dialog->open();
}

Task<void> MainWindow::takeProfile(Profile profile, std::string token, bool keep)
{
    const QPointer<MainWindow> self(this);
    const QString id = m_profiles.put(std::move(profile));
    if (!token.empty()) {
        const auto kept = co_await m_tokens.remember(id, std::move(token), keep);
        if (!self)
            co_return;
        if (!kept)
            m_notice->setText(errorText(kept.error()));
    }
    connectTo(id);
}

void MainWindow::showCertificate(const QString &fingerprint, const QString &pem, const QString &why, bool mayTrust)
{
    const Profile *profile = m_profiles.find(m_profile);
    if (!profile || profile->isLocal())
        return;
    auto *dialog = new CertificateDialog(profile->url, fingerprint, why, mayTrust, this);
    connect(dialog, &CertificateDialog::trusted, this, [this, id = profile->id, pem] {
        const Profile *trusting = m_profiles.find(id);
        if (!trusting)
            return;
        Profile changed = *trusting;
        changed.certificates = pem;
        m_profiles.put(std::move(changed));
        m_session.retry();
    });
    dialog->open();
}

std::function<Task<Result<std::shared_ptr<ssh::SshConnection>>>(std::stop_token)> MainWindow::connectorTo(
    const QString &workspace)
{
    return [self = QPointer<MainWindow>(this), profile = m_profile, name = workspace.toStdString(),
            client = m_session.client()](std::stop_token cancel) {
        // The address changes when the control plane of this computer is started anew.
        const bool same = self && self->m_profile == profile && self->m_session.client();
        const ControlPlaneAddress address = same ? self->m_session.client()->address() : client->address();
        return connectWorkspace(address, name, std::move(cancel));
    };
}

int MainWindow::liveWorkspaces() const
{
    return int(std::ranges::count_if(m_session.workspaces(), [](const auto &entry) {
        return entry.second.status == "Running" || entry.second.status == "Starting";
    }));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_finished)
        return;
    event->ignore();
    const Profile *profile = m_profiles.find(m_profile);
    if (profile && profile->isLocal() && m_local.isInside())
        if (const int live = liveWorkspaces()) {
            askAboutWorkspaces(live);
            return;
        }
    // Not within this event: the window closes itself when all is done.
    QTimer::singleShot(0, this, [this] { detach(finish(false, false)); });
}

void MainWindow::askAboutWorkspaces(int live)
{
    auto *box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("Quit Portolan"));
    box->setText(tr("%n workspace(s) run on this computer.", nullptr, live));
    box->setInformativeText(tr("They can go on running without the window, with a server in the background that the "
                               "console joins when it is opened again. Or they are stopped; their files are kept."));
    auto *keep = box->addButton(tr("Keep running"), QMessageBox::AcceptRole);
    auto *stop = box->addButton(tr("Stop %n workspace(s)", nullptr, live), QMessageBox::DestructiveRole);
    auto *cancel = box->addButton(QMessageBox::Cancel);
    for (QAbstractButton *button : box->buttons())
        button->setAccessibleName(button->text().remove(u'&'));
    box->setDefaultButton(keep);
    box->setEscapeButton(cancel);
    connect(box, &QMessageBox::buttonClicked, this, [this, keep, stop](QAbstractButton *chosen) {
        if (chosen == keep)
            detach(finish(true, false));
        else if (chosen == stop)
            detach(finish(false, true));
    });
    box->open();
}

Task<void> MainWindow::finish(bool keepServing, bool stopWorkspaces)
{
    setEnabled(false);
    keepLayout();
    if (stopWorkspaces && m_session.client()) {
        m_notice->setText(tr("Stopping the workspaces…"));
        std::vector<std::string> names;
        for (const auto &[name, details] : m_session.workspaces())
            if (details.status == "Running" || details.status == "Starting")
                names.push_back(name);
        const auto client = m_session.client();
        std::optional<Error> trouble;
        for (const std::string &name : names) {
            const auto accepted = co_await client->stopWorkspace(name);
            const auto ended = accepted ? co_await client->waitForJob(accepted->jobId, {})
                                        : Result<ProvisionJob>(std::unexpected(accepted.error()));
            if (!ended)
                trouble = ended.error();
            else if (ended->outcome != "succeeded")
                trouble = Error{.code = ErrorCode::Conflict, .detail = ended->error};
        }
        if (trouble) { // What was to be stopped runs on: better to stay than to leave it unseen.
            setEnabled(true);
            m_notice->setText(tr("Not closed, because a workspace could not be stopped. %1").arg(errorText(*trouble)));
            co_return;
        }
    }
    m_session.close();
    if (keepServing) {
        const auto handed = co_await m_local.handOver();
        if (!handed) {
            setEnabled(true);
            m_notice->setText(tr("Not closed, because no server could be started in the background. %1")
                                  .arg(errorText(handed.error())));
            m_session.open();
            co_return;
        }
    } else {
        co_await m_local.stop();
    }
    m_finished = true;
    close();
    Q_EMIT closed();
}

} // namespace portolan::ui
