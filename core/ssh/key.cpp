// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/key.h"

#include <libssh/libssh.h>

#include <cerrno>
#include <unistd.h>

namespace portolan::ssh {

namespace {

std::shared_ptr<ssh_key_struct> owned(ssh_key key)
{
    return {key, [](ssh_key_struct *dying) { ssh_key_free(dying); }};
}

std::unexpected<Error> notAKey(std::string_view line)
{
    constexpr std::size_t shown = 40;
    return fail(ErrorCode::InvalidArgument,
                std::format("\"{}{}\" is no SSH public key: expected a type and base64, like \"ssh-ed25519 AAAA...\"",
                            line.substr(0, shown), line.size() > shown ? "..." : ""));
}

} // namespace

PublicKey::PublicKey(ssh_key_struct *key) : m_key(owned(key)) {}

Result<PublicKey> PublicKey::parse(std::string_view line)
{
    const auto space = line.find(' ');
    if (space == std::string_view::npos)
        return notAKey(line);
    const std::string type(line.substr(0, space));
    std::string_view rest = line.substr(space + 1);
    const std::string blob(rest.substr(0, rest.find_first_of(" \t\r\n")));

    const auto known = ssh_key_type_from_name(type.c_str());
    ssh_key key = nullptr;
    if (known == SSH_KEYTYPE_UNKNOWN || ssh_pki_import_pubkey_base64(blob.c_str(), known, &key) != SSH_OK)
        return notAKey(line);
    PublicKey result(key);
    // The blob names its type again (RFC 4253 section 6.6); a line that contradicts itself is refused, and a key that
    // libssh reads and cannot write.
    if (result.type() != type || !result.line().starts_with(type + ' '))
        return notAKey(line);
    return result;
}

std::string PublicKey::type() const
{
    const char *name = ssh_key_type_to_char(ssh_key_type(m_key.get()));
    return name ? name : "unknown";
}

std::string PublicKey::line() const
{
    char *text = nullptr;
    if (ssh_pki_export_pubkey_base64(m_key.get(), &text) != SSH_OK)
        return type();
    const std::unique_ptr<char, void (*)(char *)> guard(text, ssh_string_free_char);
    return std::format("{} {}", type(), text);
}

std::string PublicKey::fingerprint() const
{
    unsigned char *hash = nullptr;
    std::size_t length = 0;
    if (ssh_get_publickey_hash(m_key.get(), SSH_PUBLICKEY_HASH_SHA256, &hash, &length) != SSH_OK)
        return "unknown";
    char *text = ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, length);
    ssh_clean_pubkey_hash(&hash);
    if (!text)
        return "unknown";
    const std::unique_ptr<char, void (*)(char *)> guard(text, ssh_string_free_char);
    return text;
}

bool PublicKey::operator==(const PublicKey &other) const
{
    return ssh_key_cmp(m_key.get(), other.m_key.get(), SSH_KEY_CMP_PUBLIC) == 0;
}

KeyPair::KeyPair(ssh_key_struct *key, PublicKey publicKey) : m_key(owned(key)), m_public(std::move(publicKey)) {}

Result<KeyPair> KeyPair::generate()
{
    ssh_key key = nullptr;
    ssh_key half = nullptr;
    if (ssh_pki_generate(SSH_KEYTYPE_ED25519, 0, &key) != SSH_OK)
        return fail(ErrorCode::Internal, "no Ed25519 key could be made");
    if (ssh_pki_export_privkey_to_pubkey(key, &half) != SSH_OK) {
        ssh_key_free(key);
        return fail(ErrorCode::Internal, "no public key could be made of a fresh Ed25519 key");
    }
    return KeyPair(key, PublicKey(half));
}

Result<KeyPair> KeyPair::load(const std::string &path, const std::string &passphrase)
{
    // libssh says only "not readable" for all that can go wrong with the file itself.
    if (::access(path.c_str(), R_OK) != 0)
        return failFromErrno(std::format("reading the key {}", path), errno);
    ssh_key key = nullptr;
    ssh_key half = nullptr;
    // Without an answer here libssh would ask on the terminal.
    const auto noPrompt = [](const char *, char *, std::size_t, int, int, void *) { return -1; };
    if (ssh_pki_import_privkey_file(path.c_str(), passphrase.empty() ? nullptr : passphrase.c_str(), noPrompt, nullptr,
                                    &key)
        != SSH_OK)
        return fail(ErrorCode::Unauthenticated,
                    std::format("the key {} could not be opened: it is no private key, or it needs {}", path,
                                passphrase.empty() ? "a passphrase" : "another passphrase"),
                    {{"path", path}});
    if (ssh_pki_export_privkey_to_pubkey(key, &half) != SSH_OK) {
        ssh_key_free(key);
        return fail(ErrorCode::Unauthenticated, std::format("the key {} is not complete", path));
    }
    return KeyPair(key, PublicKey(half));
}

} // namespace portolan::ssh
