// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/descriptor.h"
#include "core/base/error.h"

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

class QSocketNotifier;
class QTimer;

namespace portolan::runtime {

/// How this host reaches the world: what the network of a workspace is made from.
struct HostNetwork {
    std::string interface4; ///< of the default route; empty without one
    std::string interface6;
    std::string resolver4; ///< where names are asked for; never on the loopback interface
    std::string resolver6;

    bool operator==(const HostNetwork &) const = default;

    [[nodiscard]] bool reachesOut() const { return !interface4.empty() || !interface6.empty(); }
};

/// Where that is written; another folder in tests.
struct HostNetworkFiles {
    std::filesystem::path routes4 = "/proc/net/route";
    std::filesystem::path routes6 = "/proc/net/ipv6_route";
    /// The first that names a server which is not on the loopback interface wins. The second and third are where
    /// systemd-resolved and NetworkManager say whom they ask themselves.
    std::vector<std::filesystem::path> resolvers = {"/etc/resolv.conf", "/run/systemd/resolve/resolv.conf",
                                                    "/run/NetworkManager/no-stub-resolv.conf"};
};

/// `interface`: this one, whatever the routes say.
[[nodiscard]] HostNetwork readHostNetwork(const HostNetworkFiles &files = {}, const std::string &interface = {});

/// The addresses that this host has now, in no particular form or order but the same for the same.
[[nodiscard]] std::vector<std::string> hostAddresses();

/// Arguments of pasta for a workspace whose namespaces are those of process `target`: outbound only, through the
/// interfaces of the default routes only (so that addresses of the host's other interfaces lead nowhere), nothing of
/// the host's loopback. It says its number on the standard output when the network is there.
[[nodiscard]] std::vector<std::string> pastaArguments(const HostNetwork &host, pid_t target);

/// /etc/resolv.conf inside: pasta passes on what is asked there.
[[nodiscard]] std::string resolverConfiguration(const HostNetwork &host);

/// Calls when addresses, links or routes of this host change, some time after the last of several changes.
class HostNetworkWatch
{
public:
    explicit HostNetworkWatch(std::function<void()> changed);
    ~HostNetworkWatch();

private:
    Descriptor m_socket;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::unique_ptr<QTimer> m_settled;
};

} // namespace portolan::runtime
