// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "server/identity/jose/jwt.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace portolan::jose {

/// The keys that this server signs its own tokens with: the newest signs, and those before it are published and
/// accepted for as long as a token of theirs may be valid. Each is a file of the folder, PEM (0600) in a folder
/// (0700), named by when it was made; nothing else is kept. One ring a folder.
///
/// publicKeys(), jwks(), sign() and signingSince() may be called from any thread at any time and wait for nothing, not
/// even for a rotation. The others block on the disk.
class KeyRing
{
public:
    /// Makes the folder (in one that exists) and a first key where there is none; removes keys that no valid token can
    /// be of. `maximumLifetime` is that of tokens: sign() holds to it. `clock` and `random` must outlive the ring.
    /// PermissionDenied where others than this user may read or write the folder or a key: they may have it already.
    /// InvalidArgument where a file that is named like a key holds none.
    [[nodiscard]] static Result<std::unique_ptr<KeyRing>> open(
        std::filesystem::path folder, const Clock &clock, Random &random,
        std::chrono::seconds maximumLifetime = std::chrono::hours(24));

    /// Makes the key that signs from now on, and removes those that no valid token can be of. Where no key can be made,
    /// the one that signed before goes on; an error of retire() comes with the new key in place.
    [[nodiscard]] Result<void> rotate();

    /// Forgets the keys whose successor was made at `until` or before, and then removes their files. Their tokens are
    /// refused from now on, even where a file cannot be removed. The one that signs stays: to take back every token,
    /// call rotate(), then this with Time::max().
    [[nodiscard]] Result<void> retire(Time until);

    /// When the key that signs was made.
    [[nodiscard]] Time signingSince() const;

    [[nodiscard]] std::shared_ptr<const KeySet> publicKeys() const;
    /// The same as a JWK set, for /.well-known/jwks.json.
    [[nodiscard]] std::string jwks() const;

    /// InvalidArgument without an expiry, or with one past the maximum lifetime: the key may be gone before it.
    [[nodiscard]] Result<std::string> sign(std::string_view payload) const;

    template <schema::Described Model>
    [[nodiscard]] Result<std::string> sign(const Model &claims) const
    {
        return sign(std::string_view(schema::encode(claims)));
    }

private:
    struct Entry {
        Time made;
        SigningKey key;
    };
    /// Never changed once others see it; the newest entry is the last.
    struct Snapshot {
        std::vector<Entry> entries;
        KeySet keys;
        std::string jwks;
    };

    KeyRing(std::filesystem::path folder, const Clock &clock, Random &random, std::chrono::seconds maximumLifetime);

    [[nodiscard]] Result<std::vector<Entry>> load() const;
    [[nodiscard]] std::filesystem::path pathOf(Time made) const;
    [[nodiscard]] Result<Entry> make(Time made) const;
    [[nodiscard]] Result<void> retireLocked(Time until);
    [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const;
    void publish(std::vector<Entry> entries);
    /// Keys whose successor is older than this signed nothing that is still valid.
    [[nodiscard]] Time outlived() const;

    const std::filesystem::path m_folder;
    const Clock &m_clock;
    Random &m_random;
    const std::chrono::seconds m_maximumLifetime;
    std::mutex m_changes; ///< held by whoever changes the ring, never by those who read it
    std::atomic<std::shared_ptr<const Snapshot>> m_snapshot;
};

} // namespace portolan::jose
