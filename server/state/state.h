// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/keyed_lock.h"
#include "server/state/stored_models.h"
#include "server/state/stored_workshops.h"
#include "server/store/catalog.h"
#include "server/store/store.h"

#include <filesystem>
#include <format>
#include <memory>

namespace portolan {

/// What the control plane knows: the tables of the current state, the writer, the history. Every service has a
/// reference to it; it outlives them. Reading is for any thread.
class State
{
public:
    /// Opens the database, migrates it, loads the tables. Blocks.
    [[nodiscard]] static Result<std::unique_ptr<State>> open(const std::filesystem::path &database, const Clock &clock,
                                                             store::LedgerOptions options = {});

    [[nodiscard]] store::Ledger &ledger() { return m_store->ledger(); }
    [[nodiscard]] store::EventLog &events() { return m_store->events(); }
    [[nodiscard]] store::AuditLog &audit() { return m_store->audit(); }
    [[nodiscard]] const Clock &clock() const { return m_clock; }

    /// Waits for those who amend the same row, so that none of many is refused because the others were faster.
    [[nodiscard]] Task<KeyedLock::Turn> turn(std::string_view kind, std::string_view id)
    {
        return m_turns.take(std::format("{}/{}", kind, id));
    }

    /// Commits what was accepted and ends the threads of the store. Blocks.
    void close() { m_store->close(); }

private:
    explicit State(const Clock &clock) : m_clock(clock) {}

    const Clock &m_clock;
    KeyedLock m_turns; ///< by kind and id of rows
    store::Catalog m_catalog;

public:
    store::Table<User> users{m_catalog};
    store::Table<AccessToken> tokens{m_catalog};
    store::Table<Password> passwords{m_catalog};
    store::Table<WebSession> sessions{m_catalog};
    store::Table<StoredCredential> credentials{m_catalog};
    store::Table<Counter> counters{m_catalog};
    store::Table<IdempotentRequest> idempotentRequests{m_catalog};
    store::Table<Instance> instances{m_catalog};
    store::Table<Sink> sinks{m_catalog};
    store::Table<SinkProgress> sinkProgress{m_catalog};
    store::Table<DeadLetter> deadLetters{m_catalog};
    store::Table<Workspace> workspaces{m_catalog};
    store::Table<Job> jobs{m_catalog};
    store::Table<SshSession> sshSessions{m_catalog};
    store::Table<Tenant> tenants{m_catalog};
    store::Table<Cluster> clusters{m_catalog};
    store::Table<Secret> secrets{m_catalog};
    store::Table<TrainingPortal> portals{m_catalog};
    store::Table<Workshop> workshops{m_catalog};
    store::Table<WorkshopEnvironment> environments{m_catalog};
    store::Table<WorkshopSession> workshopSessions{m_catalog};
    store::Table<SessionIntent> sessionIntents{m_catalog};
    store::Table<RobotToken> robotTokens{m_catalog};
    store::Table<WebhookPost> webhookPosts{m_catalog};

private:
    std::unique_ptr<store::Store> m_store; ///< goes first: its threads use the tables
};

} // namespace portolan
