// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/front_proxy.h"

#include "core/base/digest.h"
#include "core/base/network.h"

namespace portolan::identity {

namespace {

bool proves(const http::Request &request, const ProxyProof &proof)
{
    if (proof.overUnixSocket && request.peer().unixSocket)
        return true;
    if (proof.secret.empty())
        return false;
    const auto sent = request.header(proof.secretHeader);
    // Of digests, so that not even the length can be learnt.
    return sent && equalInConstantTime(sha256Hex(*sent), sha256Hex(proof.secret));
}

/// The last of a list is what the proxy itself has added; those before it are what its client said.
std::string lastOf(const http::Request &request, std::string_view name)
{
    const std::string list = request.headerList(name);
    const auto elements = http::splitList(list);
    return elements.empty() ? std::string() : std::string(elements.back());
}

/// Without the brackets and the port that some proxies write.
std::string addressIn(std::string_view text)
{
    if (text.starts_with('['))
        text = text.substr(1, std::min(text.find(']'), text.size()) - 1);
    else if (text.find(':') == text.rfind(':'))
        text = text.substr(0, text.find(':'));
    return isIpAddress(text) ? std::string(text) : std::string();
}

} // namespace

void FrontProxy::receive(http::Request &request) const
{
    if (!m_options.addresses.isWanted() && !m_options.users.isWanted())
        return;
    const bool tellsAddresses = proves(request, m_options.addresses);
    const bool tellsUsers = proves(request, m_options.users);
    for (const ProxyProof *proof : {&m_options.addresses, &m_options.users})
        if (!proof->secret.empty())
            request.removeHeader(proof->secretHeader);
    if (!tellsAddresses && !tellsUsers)
        return;
    http::Forwarded forwarded;
    if (tellsAddresses) {
        forwarded.address = addressIn(lastOf(request, "X-Forwarded-For"));
        if (const auto scheme = lastOf(request, "X-Forwarded-Proto"); !scheme.empty())
            forwarded.secure = http::equalNames(scheme, "https");
    }
    if (tellsUsers) {
        // A proxy that adds its field to one of its client's would make a list: that is nobody's name.
        forwarded.user = request.headerList(m_options.userHeader);
        if (forwarded.user.contains(','))
            forwarded.user.clear();
        if (!m_options.groupsHeader.empty()) {
            const std::string list = request.headerList(m_options.groupsHeader);
            for (const std::string_view group : http::splitList(list))
                forwarded.groups.emplace_back(group);
        }
    }
    request.setForwarded(std::move(forwarded));
}

} // namespace portolan::identity
