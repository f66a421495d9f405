// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/credential.h"

#include "core/base/ascii.h"

#include <algorithm>

namespace portolan {

namespace {

constexpr std::size_t longestNamespace = 63; ///< RFC 1123, as Kubernetes has it

bool isNamespace(std::string_view text)
{
    const auto isInner = [](char c) { return isLowerOrDigit(c) || c == '-'; };
    return !text.empty() && text.size() <= longestNamespace && std::ranges::all_of(text, isInner)
           && !text.starts_with('-') && !text.ends_with('-');
}

} // namespace

std::optional<std::string> canonicalScope(CredentialService service, std::string_view text)
{
    if (service == CredentialService::Kubernetes)
        return isNamespace(text) ? std::optional(std::string(text)) : std::nullopt;
    if (!std::ranges::all_of(text, isVisibleAscii))
        return std::nullopt;
    if (const auto scheme = text.find("://"); scheme != text.npos)
        text.remove_prefix(scheme + 3);
    std::string host(text.substr(0, text.find('/')));
    text.remove_prefix(host.size());
    if (const auto user = host.rfind('@'); user != host.npos)
        host.erase(0, user + 1);
    for (char &character : host)
        character = toLowerAscii(character);
    while (text.ends_with('/'))
        text.remove_suffix(1);
    if (text.ends_with(".git"))
        text.remove_suffix(4);
    if (host.empty() || host.find_first_of("?#\\\"") != host.npos)
        return std::nullopt;
    return host + std::string(text);
}

bool coversScope(std::string_view scope, std::string_view wanted)
{
    return wanted.starts_with(scope) && (wanted.size() == scope.size() || wanted[scope.size()] == '/');
}

} // namespace portolan
