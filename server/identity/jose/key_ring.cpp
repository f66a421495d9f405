// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/jose/key_ring.h"

#include "core/base/file.h"
#include "server/identity/jose/strict_json.h"

#include <openssl/crypto.h>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

namespace portolan::jose {

namespace {

constexpr std::string_view keyPrefix = "es256-";
constexpr std::string_view keySuffix = ".pem";
constexpr std::size_t pemLimit = 16 * 1024;
// How far a reader's clock may be behind, on top of the lifetime of a token: a key is kept for longer than it is
// needed.
constexpr std::chrono::minutes clockMargin{5};

/// Overwrites a secret when it goes.
class Secret
{
public:
    explicit Secret(std::string text) : m_text(std::move(text)) {}
    ~Secret() { OPENSSL_cleanse(m_text.data(), m_text.size()); }
    Secret(const Secret &) = delete;
    Secret &operator=(const Secret &) = delete;

    [[nodiscard]] std::string_view text() const { return m_text; }

private:
    std::string m_text;
};

/// That only we can read and change it. The folder is looked at before what is in it, so that nobody else can change
/// the file between this and reading it.
Result<void> checkPrivate(const std::filesystem::path &path, mode_t type, mode_t mode)
{
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0)
        return failFromErrno("looking at " + path.string(), errno);
    if ((status.st_mode & S_IFMT) != type)
        return fail(ErrorCode::InvalidArgument,
                    std::format("{} is not a {}", path.string(), type == S_IFDIR ? "folder" : "file"));
    if (status.st_uid != ::geteuid())
        return fail(ErrorCode::PermissionDenied,
                    std::format("{} belongs to another user (uid {}): whoever can read it can sign tokens",
                                path.string(), status.st_uid));
    if ((status.st_mode & 077) != 0)
        return fail(ErrorCode::PermissionDenied,
                    std::format("others may read or change {} (mode {:04o}): take its keys for known, remove them, or "
                                "set the mode {:04o} if nobody can have seen them",
                                path.string(), status.st_mode & 07777, mode));
    return {};
}

Result<void> makeKeyFolder(const std::filesystem::path &folder)
{
    if (::mkdir(folder.c_str(), 0700) == 0)
        return syncPath(folder.has_parent_path() ? folder.parent_path() : std::filesystem::path("."));
    return errno == EEXIST ? Result<void>() : failFromErrno("making " + folder.string(), errno);
}

/// When a key was made, from its file's name; nothing where the name is not that of a key.
std::optional<Time> timeOfName(std::string_view name)
{
    if (!name.starts_with(keyPrefix) || !name.ends_with(keySuffix))
        return std::nullopt;
    name.remove_prefix(keyPrefix.size());
    name.remove_suffix(std::min(keySuffix.size(), name.size()));
    std::int64_t microseconds = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), microseconds);
    if (error != std::errc() || end != name.data() + name.size() || microseconds < 0)
        return std::nullopt;
    return Time(std::chrono::microseconds(microseconds));
}

Result<SigningKey> readKeyFile(const std::filesystem::path &path)
{
    if (auto checked = checkPrivate(path, S_IFREG, 0600); !checked)
        return std::unexpected(std::move(checked.error()));
    auto text = readFile(path, pemLimit);
    if (!text)
        return std::unexpected(std::move(text.error()));
    const Secret pem(std::move(*text));
    auto key = SigningKey::fromPem(pem.text());
    return key ? std::move(key) : failWithin(path.string(), std::move(key.error()));
}

} // namespace

KeyRing::KeyRing(std::filesystem::path folder, const Clock &clock, Random &random, std::chrono::seconds maximumLifetime)
    : m_folder(std::move(folder)), m_clock(clock), m_random(random), m_maximumLifetime(maximumLifetime)
{}

Result<std::unique_ptr<KeyRing>> KeyRing::open(std::filesystem::path folder, const Clock &clock, Random &random,
                                               std::chrono::seconds maximumLifetime)
{
    std::unique_ptr<KeyRing> ring(new KeyRing(std::move(folder), clock, random, maximumLifetime));
    auto ready = makeKeyFolder(ring->m_folder).and_then([&] { return checkPrivate(ring->m_folder, S_IFDIR, 0700); });
    if (!ready)
        return failWithin("opening the keys for signing tokens", std::move(ready.error()));
    auto entries = ring->load();
    if (!entries)
        return failWithin("opening the keys for signing tokens", std::move(entries.error()));
    if (entries->empty()) {
        auto first = ring->make(clock.now());
        if (!first)
            return failWithin("making the first key for signing tokens", std::move(first.error()));
        entries->push_back(std::move(*first));
    }
    ring->publish(std::move(*entries));
    if (auto retired = ring->retire(ring->outlived()); !retired)
        return failWithin("removing old keys for signing tokens", std::move(retired.error()));
    return ring;
}

Result<std::vector<KeyRing::Entry>> KeyRing::load() const
{
    std::vector<Entry> entries;
    std::error_code error;
    for (std::filesystem::directory_iterator at(m_folder, error), end; !error && at != end; at.increment(error)) {
        const std::string name = at->path().filename().string();
        // What a crash left of a key that never signed anything.
        if (name.ends_with(".new") && timeOfName(std::string_view(name).substr(0, name.size() - 4))) {
            if (auto removed = removeFile(at->path()); !removed)
                return std::unexpected(std::move(removed.error()));
            continue;
        }
        const auto made = timeOfName(name);
        if (!made)
            continue;
        auto key = readKeyFile(at->path());
        if (!key)
            return std::unexpected(std::move(key.error()));
        entries.push_back({.made = *made, .key = std::move(*key)});
    }
    if (error)
        return failFromErrno("reading " + m_folder.string(), error.value());
    std::ranges::sort(entries, {}, &Entry::made);
    return entries;
}

std::filesystem::path KeyRing::pathOf(Time made) const
{
    // Of one length, so that the names sort as the times do.
    return m_folder / std::format("{}{:017}{}", keyPrefix, made.time_since_epoch().count(), keySuffix);
}

Result<KeyRing::Entry> KeyRing::make(Time made) const
{
    auto key = SigningKey::make(m_random);
    if (!key)
        return std::unexpected(std::move(key.error()));
    auto text = key->toPem();
    if (!text)
        return std::unexpected(std::move(text.error()));
    const Secret pem(std::move(*text));
    if (auto written = writeFileAtomically(pathOf(made), pem.text(), 0600); !written)
        return std::unexpected(std::move(written.error()));
    return Entry{.made = made, .key = std::move(*key)};
}

Result<void> KeyRing::rotate()
{
    const std::scoped_lock lock(m_changes);
    auto entries = snapshot()->entries;
    // Later than the one before even when the clock went back: the newest is the one that signs.
    auto entry = make(std::max(m_clock.now(), entries.back().made + std::chrono::microseconds(1)));
    if (!entry)
        return failWithin("making a new key for signing tokens", std::move(entry.error()));
    entries.push_back(std::move(*entry));
    publish(std::move(entries));
    return retireLocked(outlived());
}

Result<void> KeyRing::retire(Time until)
{
    const std::scoped_lock lock(m_changes);
    return retireLocked(until);
}

Result<void> KeyRing::retireLocked(Time until)
{
    const auto entries = snapshot()->entries;
    auto keep = entries.begin();
    while (keep + 1 != entries.end() && (keep + 1)->made <= until)
        ++keep;
    if (keep == entries.begin())
        return {};
    // Refused first: whatever the disk says, what was taken back is not accepted by this process.
    publish({keep, entries.end()});
    Result<void> result;
    for (auto old = entries.begin(); old != keep; ++old)
        if (auto removed = removeFile(pathOf(old->made)); !removed && result)
            result = failWithin("a key for signing tokens is refused from now on, but not after a restart",
                                std::move(removed.error()));
    return result;
}

Time KeyRing::outlived() const
{
    return m_clock.now() - m_maximumLifetime - clockMargin;
}

std::shared_ptr<const KeyRing::Snapshot> KeyRing::snapshot() const
{
    return m_snapshot.load();
}

void KeyRing::publish(std::vector<Entry> entries)
{
    std::vector<VerificationKey> keys;
    for (const auto &entry : entries)
        keys.push_back(entry.key.verificationKey());
    std::ranges::reverse(keys); // the one that signs first
    auto next = std::make_shared<Snapshot>();
    next->entries = std::move(entries);
    next->keys = KeySet(std::move(keys));
    next->jwks = next->keys.toJson();
    m_snapshot.store(std::move(next));
}

Time KeyRing::signingSince() const
{
    return snapshot()->entries.back().made;
}

std::shared_ptr<const KeySet> KeyRing::publicKeys() const
{
    auto current = snapshot();
    const auto *keys = &current->keys;
    return {std::move(current), keys};
}

std::string KeyRing::jwks() const
{
    return snapshot()->jwks;
}

Result<std::string> KeyRing::sign(std::string_view payload) const
{
    const auto object = parseStrictObject(payload);
    if (!object)
        return failWithin("signing a token", object.error());
    const auto member = object->root().find("exp");
    const auto expires = member ? member->toInteger() : std::nullopt;
    const auto latest = std::chrono::floor<std::chrono::seconds>(m_clock.now()) + m_maximumLifetime;
    if (!expires || *expires > latest.time_since_epoch().count())
        return fail(ErrorCode::InvalidArgument,
                    std::format("signing a token: it must expire within {} s", m_maximumLifetime.count()));
    return signJwt(snapshot()->entries.back().key, payload);
}

} // namespace portolan::jose
