// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/oneshot.h"
#include "server/outbound/outbound_client.h"
#include "server/portals/portal_driver.h"

#include <functional>
#include <map>
#include <mutex>
#include <vector>

namespace portolan::portals {

/// Requests to remote portals as their robots (lookup spec sections 5 and 6). The token of each is kept, asked for once
/// however many wait for it, and asked for anew when the portal no longer takes it. For any thread with an event loop.
class PortalCalls
{
public:
    using Deadline = std::chrono::steady_clock::time_point;
    /// The robot's account of a portal, with its secrets.
    using Account = std::function<Result<TrainingPortalSpec::Portal>(const TrainingPortal &)>;

    /// `authorities`: PEM certificates that are trusted besides the system's.
    PortalCalls(Account account, outbound::OutboundPolicy policy, std::string authorities)
        : m_account(std::move(account)), m_policy(std::move(policy)), m_authorities(std::move(authorities))
    {}

    struct Call {
        std::string method = "GET";
        std::string target = {}; ///< path and query, after the portal's address: "/workshops/..."
        std::string body = {}; ///< JSON
        std::size_t maxAnswer = 256 * 1024;
        Deadline deadline = {};
        std::stop_token cancel = {}; ///< to be stopped in the thread of the caller
    };

    /// Any answer but a redirect and one that says that the robot is not known; of those and of all that is no answer:
    /// Timeout, BadGateway, Unavailable, and Cancelled where the caller gave up.
    [[nodiscard]] Task<Result<outbound::OutboundAnswer>> send(PortalPtr portal, Call call);
    /// A token that may be good: so that send() need not get one first. Errors as those.
    [[nodiscard]] Task<Result<std::string>> token(PortalPtr portal, Deadline deadline, std::stop_token cancel);

private:
    struct Kept {
        std::int64_t generation = 0;
        std::string token;
        Deadline until = {};
    };
    using Answer = OneShot<Result<std::string>>;

    [[nodiscard]] Task<Result<outbound::OutboundAnswer>> sendWith(PortalPtr portal, std::string token, Call call);
    [[nodiscard]] Task<Result<std::string>> askForToken(PortalPtr portal, Deadline deadline, std::stop_token cancel);
    void forget(const TrainingPortal &portal, const std::string &token);

    const Account m_account;
    const outbound::OutboundPolicy m_policy;
    const std::string m_authorities;
    std::mutex m_mutex;
    std::map<std::string, Kept> m_tokens; ///< by the portal's uid
    std::map<std::string, std::vector<Answer>> m_waiting; ///< by uid and generation, for who asks already
};

/// The address that this server calls the portal at, without a slash at its end.
[[nodiscard]] std::string calledAddressOf(const TrainingPortal &portal);
/// The one that users are sent to.
[[nodiscard]] std::string publicAddressOf(const TrainingPortal &portal);

/// The portal answered, and it is not what was asked for.
[[nodiscard]] std::unexpected<Error> unexpectedAnswer(const TrainingPortal &portal, std::string_view what);

} // namespace portolan::portals
