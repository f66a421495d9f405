// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/certificates.h"

#include "core/base/file.h"

#include <format>
#include <memory>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace portolan {

Result<std::string> readAuthorities(const std::filesystem::path &path)
{
    constexpr std::size_t largest = 4 * 1024 * 1024;
    auto pem = readFile(path, largest);
    if (!pem)
        return pem;
    const std::unique_ptr<BIO, decltype(&BIO_free)> bytes(BIO_new_mem_buf(pem->data(), static_cast<int>(pem->size())),
                                                          BIO_free);
    ERR_clear_error();
    int count = 0;
    while (X509 *certificate = PEM_read_bio_X509(bytes.get(), nullptr, nullptr, nullptr)) {
        X509_free(certificate);
        ++count;
    }
    const bool isEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (!isEnd)
        return fail(ErrorCode::InvalidArgument,
                    std::format("the certificate number {} in {} cannot be read", count + 1, path.string()));
    if (count == 0)
        return fail(ErrorCode::InvalidArgument, std::format("{} has no certificate in PEM form", path.string()));
    return pem;
}

} // namespace portolan
