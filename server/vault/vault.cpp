// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/vault/vault.h"

#include "core/base/digest.h"
#include "core/base/encoding.h"
#include "core/base/file.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <format>

namespace portolan::vault {

namespace {

// "v1.KEY.BYTES": the id of the key, and nonce, ciphertext and tag as base64url.
constexpr std::string_view version = "v1";
constexpr std::size_t keySize = 32;
constexpr std::size_t nonceSize = 12;
constexpr std::size_t tagSize = 16;
constexpr std::size_t idSize = 16;
constexpr std::size_t fileLimit = 4096;
constexpr std::size_t secretLimit = 1024 * 1024;

struct FreeContext {
    void operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

/// TLS on the same thread reads the queue of errors, and must not find those of a text that did not open.
class ErrorScope
{
public:
    ErrorScope() { ERR_set_mark(); }
    ~ErrorScope() { ERR_pop_to_mark(); }
    ErrorScope(const ErrorScope &) = delete;
    ErrorScope &operator=(const ErrorScope &) = delete;
};

const unsigned char *in(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

unsigned char *out(std::string &text)
{
    return reinterpret_cast<unsigned char *>(text.data());
}

int size(std::string_view text)
{
    return static_cast<int>(text.size());
}

std::unexpected<Error> failCipher()
{
    return fail(ErrorCode::Internal, "the cipher AES-256-GCM failed");
}

std::string randomBytes(Random &random, std::size_t count)
{
    std::string bytes(count, '\0');
    random.fill(std::as_writable_bytes(std::span(bytes)));
    return bytes;
}

struct Parts {
    std::string_view key;
    std::string_view bytes;
};

std::optional<Parts> split(std::string_view sealed)
{
    const auto first = sealed.find('.');
    const auto second = first == sealed.npos ? first : sealed.find('.', first + 1);
    if (second == sealed.npos || sealed.substr(0, first) != version)
        return std::nullopt;
    return Parts{sealed.substr(first + 1, second - first - 1), sealed.substr(second + 1)};
}

Result<void> checkPrivate(const std::filesystem::path &path)
{
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0)
        return failFromErrno("looking at " + path.string(), errno);
    if (!S_ISREG(status.st_mode))
        return fail(ErrorCode::InvalidArgument, path.string() + " is not a file");
    if (status.st_uid != ::geteuid() || (status.st_mode & 077) != 0)
        return fail(ErrorCode::PermissionDenied,
                    std::format("{} can be read or changed by others (uid {}, mode {:04o}): it opens all secrets that "
                                "are kept; take them for known, or set the mode 0600 if nobody can have seen it",
                                path.string(), status.st_uid, status.st_mode & 07777));
    return {};
}

} // namespace

Result<Vault::Key> Vault::read(const std::filesystem::path &path)
{
    if (auto checked = checkPrivate(path); !checked)
        return std::unexpected(std::move(checked.error()));
    auto text = readFile(path, fileLimit);
    if (!text)
        return std::unexpected(std::move(text.error()));
    text->erase(text->find_last_not_of(" \r\n") + 1);
    auto bytes = fromBase64Url(*text);
    OPENSSL_cleanse(text->data(), text->size());
    if (!bytes || bytes->size() != keySize)
        return fail(ErrorCode::InvalidArgument, path.string() + " holds no key of the vault");
    const std::string id = sha256Hex(*bytes).substr(0, idSize);
    return Key{.id = id, .bytes = std::move(*bytes)};
}

Result<std::unique_ptr<Vault>> Vault::open(const std::filesystem::path &folder, Random &random)
{
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        return failFromErrno("making " + folder.string(), errno);
    const auto current = folder / "vault";
    std::error_code error;
    if (!std::filesystem::exists(std::filesystem::symlink_status(current, error)))
        if (auto written = writeFileAtomically(current, randomToken(random, keySize) + "\n", 0600); !written)
            return failWithin("making the key of the vault", std::move(written.error()));
    std::vector<std::filesystem::path> paths;
    for (auto entry = std::filesystem::directory_iterator(folder, error);
         !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        const std::string number = name.starts_with("vault.") ? name.substr(6) : std::string();
        if (!number.empty() && std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; }))
            paths.push_back(entry->path());
    }
    if (error)
        return failFromErrno("reading " + folder.string(), error.value());
    paths.insert(paths.begin(), current);
    std::unique_ptr<Vault> vault(new Vault(random));
    for (const auto &path : paths) {
        auto key = read(path);
        if (!key)
            return std::unexpected(std::move(key.error()));
        vault->m_keys.push_back(std::move(*key));
    }
    return vault;
}

Vault::~Vault()
{
    for (Key &key : m_keys)
        OPENSSL_cleanse(key.bytes.data(), key.bytes.size());
}

Result<std::string> Vault::seal(std::string_view secret, std::string_view belongsTo) const
{
    if (secret.size() > secretLimit)
        return fail(ErrorCode::TooLarge, std::format("a secret has at most {} bytes", secretLimit));
    const Key &key = m_keys.front();
    // Random nonces are safe for 2^32 secrets of one key (NIST SP 800-38D, 8.3).
    std::string bytes = randomBytes(m_random, nonceSize);
    std::string text(secret.size(), '\0');
    std::string tag(tagSize, '\0');
    const Context context(EVP_CIPHER_CTX_new());
    int length = 0;
    const bool good = context
                      && EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, in(key.bytes), in(bytes)) == 1
                      && EVP_EncryptUpdate(context.get(), nullptr, &length, in(belongsTo), size(belongsTo)) == 1
                      && EVP_EncryptUpdate(context.get(), out(text), &length, in(secret), size(secret)) == 1
                      && EVP_EncryptFinal_ex(context.get(), out(text) + length, &length) == 1
                      && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tagSize, tag.data()) == 1;
    if (!good)
        return failCipher();
    return std::format("{}.{}.{}", version, key.id, toBase64Url(asBytes(bytes + text + tag)));
}

Result<std::string> Vault::open(std::string_view sealed, std::string_view belongsTo) const
{
    const auto parts = split(sealed);
    const auto bytes = parts ? fromBase64Url(parts->bytes) : std::nullopt;
    if (!bytes || bytes->size() < nonceSize + tagSize)
        return fail(ErrorCode::InvalidArgument, "this is no secret that the vault has sealed");
    const auto key = std::ranges::find(m_keys, parts->key, &Key::id);
    if (key == m_keys.end())
        return fail(ErrorCode::NotFound,
                    std::format("a secret was sealed with the key {}, which is not among the vault's: bring back the "
                                "file keys/vault that was in use then, as vault.1",
                                parts->key));
    const std::string_view all = *bytes;
    const std::string_view text = all.substr(nonceSize, all.size() - nonceSize - tagSize);
    std::string tag(all.substr(all.size() - tagSize));
    std::string secret(text.size(), '\0');
    const ErrorScope errors;
    const Context context(EVP_CIPHER_CTX_new());
    int length = 0;
    const bool ready = context
                       && EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, in(key->bytes), in(all)) == 1
                       && EVP_DecryptUpdate(context.get(), nullptr, &length, in(belongsTo), size(belongsTo)) == 1
                       && EVP_DecryptUpdate(context.get(), out(secret), &length, in(text), size(text)) == 1
                       && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tagSize, tag.data()) == 1;
    if (!ready)
        return failCipher();
    if (EVP_DecryptFinal_ex(context.get(), out(secret) + length, &length) != 1) {
        OPENSSL_cleanse(secret.data(), secret.size());
        return fail(ErrorCode::InvalidArgument, "a sealed secret was changed, or belongs to something else");
    }
    return secret;
}

bool Vault::isCurrent(std::string_view sealed) const
{
    const auto parts = split(sealed);
    return parts && parts->key == m_keys.front().id;
}

} // namespace portolan::vault
