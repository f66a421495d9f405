// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/base/random.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::vault {

/// Secrets at rest: sealed with AES-256-GCM before they go into the database, so that neither it nor its backups tell them.
/// The key is a file of its own, `vault` in the folder of the keys (0600), made at the first start. To take a new one,
/// rename it to `vault.1` (or the next number) and start again: what was sealed with it still opens, what is sealed from
/// then on needs the new one. Never changes after it was opened; thread-safe.
class Vault
{
public:
    /// Reads the keys of `folder`, and makes the folder and a key where there is none. PermissionDenied where others may
    /// read a key, InvalidArgument where a file holds none. `random` must be fit for keys; it outlives the vault.
    [[nodiscard]] static Result<std::unique_ptr<Vault>> open(const std::filesystem::path &folder, Random &random);
    ~Vault();
    Vault(const Vault &) = delete;
    Vault &operator=(const Vault &) = delete;

    /// Text for the database. `belongsTo` names what the secret is of, such as "sink/ID/secret": it opens there only, so
    /// that nobody who can write to the database makes one's secret another's.
    [[nodiscard]] Result<std::string> seal(std::string_view secret, std::string_view belongsTo) const;

    /// The secret. InvalidArgument where the text was changed, was sealed for something else or is none of ours;
    /// NotFound where its key is not in the folder.
    [[nodiscard]] Result<std::string> open(std::string_view sealed, std::string_view belongsTo) const;

    /// Whether it was sealed with the current key; what was not can be sealed anew.
    [[nodiscard]] bool isCurrent(std::string_view sealed) const;

private:
    struct Key {
        std::string id; ///< the beginning of its SHA-256
        std::string bytes;
    };

    explicit Vault(Random &random) : m_random(random) {}
    [[nodiscard]] static Result<Key> read(const std::filesystem::path &path);

    Random &m_random;
    std::vector<Key> m_keys; ///< the current one first
};

} // namespace portolan::vault
