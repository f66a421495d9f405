// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/token_store.h"

#include "core/async/oneshot.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

#include <qt6keychain/keychain.h>

namespace portolan::ui {
namespace {

const QString service = QStringLiteral("portolan");

/// Runs a job of QtKeychain; it deletes itself.
template <class Job>
Task<QKeychain::Error> runJob(Job *job)
{
    OneShot<QKeychain::Error> done;
    job->setInsecureFallback(false);
    job->setAutoDelete(false);
    QObject::connect(job, &QKeychain::Job::finished, job,
                     [done](QKeychain::Job *ended) mutable { done.set(ended->error()); });
    job->start();
    co_return co_await done;
}

struct DeleteLater {
    void operator()(QObject *object) const { object->deleteLater(); }
};

Error explain(QKeychain::Error error, const QString &words)
{
    if (error == QKeychain::AccessDenied || error == QKeychain::AccessDeniedByUser)
        return {.code = ErrorCode::PermissionDenied, .detail = "the keychain was not opened"};
    return {.code = ErrorCode::Unavailable, .detail = "the keychain: " + words.toStdString()};
}

/// Whether anybody on the session's bus keeps secrets, or would be started to. QtKeychain tells a missing keychain from
/// one that fails in its words only.
Task<bool> isKeychainThere()
{
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        co_return false;
    for (const char *method : {"ListNames", "ListActivatableNames"}) {
        OneShot<QStringList> names;
        auto call = bus.interface()->asyncCall(QString::fromLatin1(method));
        QDBusPendingCallWatcher watcher(call);
        QObject::connect(&watcher, &QDBusPendingCallWatcher::finished, &watcher,
                         [names](QDBusPendingCallWatcher *ended) mutable {
                             names.set(QDBusPendingReply<QStringList>(*ended).value());
                         });
        const QStringList told = co_await names;
        for (const QString &name : told)
            if (name == QStringLiteral("org.freedesktop.secrets")
                || name.startsWith(QStringLiteral("org.kde.kwalletd")))
                co_return true;
    }
    co_return false;
}

} // namespace

Task<Result<std::optional<std::string>>> TokenStore::find(QString profile)
{
    if (const auto known = m_memory.find(profile); known != m_memory.end())
        co_return std::string(known->second); // QCoro would move it away
    if (!co_await isKeychainThere())
        co_return std::nullopt; // nothing was ever kept
    const std::unique_ptr<QKeychain::ReadPasswordJob, DeleteLater> job(new QKeychain::ReadPasswordJob(service));
    job->setKey(profile);
    const auto error = co_await runJob(job.get());
    if (error == QKeychain::NoError) {
        const std::string token = job->textData().toStdString();
        m_memory.insert_or_assign(profile, token);
        co_return token;
    }
    if (error == QKeychain::EntryNotFound)
        co_return std::nullopt;
    co_return std::unexpected(explain(error, job->errorString()));
}

Task<Result<void>> TokenStore::remember(QString profile, std::string token, bool keep)
{
    m_memory.insert_or_assign(profile, token);
    if (!keep)
        co_return Result<void>{};
    if (!co_await isKeychainThere())
        co_return fail(ErrorCode::NotImplemented,
                       "this desktop has no keychain; the token is kept until the console ends");
    const std::unique_ptr<QKeychain::WritePasswordJob, DeleteLater> job(new QKeychain::WritePasswordJob(service));
    job->setKey(profile);
    job->setTextData(QString::fromStdString(token));
    const auto error = co_await runJob(job.get());
    if (error != QKeychain::NoError)
        co_return std::unexpected(explain(error, job->errorString()));
    co_return Result<void>{};
}

Task<Result<void>> TokenStore::forget(QString profile)
{
    m_memory.erase(profile);
    if (!co_await isKeychainThere())
        co_return Result<void>{};
    const std::unique_ptr<QKeychain::DeletePasswordJob, DeleteLater> job(new QKeychain::DeletePasswordJob(service));
    job->setKey(profile);
    const auto error = co_await runJob(job.get());
    if (error != QKeychain::NoError && error != QKeychain::EntryNotFound)
        co_return std::unexpected(explain(error, job->errorString()));
    co_return Result<void>{};
}

} // namespace portolan::ui
