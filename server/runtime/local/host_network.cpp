// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/local/host_network.h"

#include "core/base/encoding.h"

#include <QSocketNotifier>
#include <QTimer>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <limits>
#include <sstream>

namespace portolan::runtime {

namespace {

// Of the range for tests of network devices (RFC 2544), which nobody has at home, and a prefix of our own (RFC 4193).
constexpr const char *address4 = "198.18.0.2";
constexpr const char *gateway4 = "198.18.0.1";
constexpr const char *address6 = "fd6f:7274:6f6c::2";
constexpr const char *gateway6 = "fd6f:7274:6f6c::1";

constexpr auto settleTime = std::chrono::milliseconds(200);

/// The columns of route(8)'s /proc/net/route that are needed: interface, destination, flags, metric, mask.
std::string defaultInterface4(const std::filesystem::path &file)
{
    std::ifstream lines(file);
    std::string found;
    auto best = std::numeric_limits<long>::max();
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string interface, destination, gateway, flags, references, uses, mask;
        long metric = 0;
        fields >> interface >> destination >> gateway >> flags >> references >> uses >> metric >> mask;
        if (fields && destination == "00000000" && mask == "00000000" && metric < best) {
            best = metric;
            found = interface;
        }
    }
    return found;
}

std::string defaultInterface6(const std::filesystem::path &file)
{
    std::ifstream lines(file);
    std::string found;
    auto best = std::numeric_limits<std::uint64_t>::max();
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string destination, length, source, sourceLength, gateway, references, uses, flags, interface;
        std::uint64_t metric = 0;
        fields >> destination >> length >> source >> sourceLength >> gateway >> std::hex >> metric >> references >> uses
            >> flags >> interface;
        const bool isDefault = length == "00" && destination.find_first_not_of('0') == std::string::npos;
        if (fields && isDefault && interface != "lo" && metric < best) {
            best = metric;
            found = interface;
        }
    }
    return found;
}

void readResolvers(const std::filesystem::path &file, HostNetwork &host)
{
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string keyword, server;
        if (!(fields >> keyword >> server) || keyword != "nameserver")
            continue;
        in_addr four{};
        in6_addr six{};
        if (inet_pton(AF_INET, server.c_str(), &four) == 1) {
            const bool loopback = (ntohl(four.s_addr) >> 24) == IN_LOOPBACKNET;
            if (!loopback && four.s_addr != INADDR_ANY && host.resolver4.empty())
                host.resolver4 = server;
        } else if (inet_pton(AF_INET6, server.c_str(), &six) == 1) {
            // A link-local one would need its interface; pasta has no way to say it.
            const bool usable = !IN6_IS_ADDR_LOOPBACK(&six) && !IN6_IS_ADDR_LINKLOCAL(&six)
                                && !IN6_IS_ADDR_UNSPECIFIED(&six);
            if (usable && host.resolver6.empty())
                host.resolver6 = server;
        }
    }
}

} // namespace

HostNetwork readHostNetwork(const HostNetworkFiles &files, const std::string &interface)
{
    HostNetwork host;
    host.interface4 = interface.empty() ? defaultInterface4(files.routes4) : interface;
    host.interface6 = interface.empty() ? defaultInterface6(files.routes6) : interface;
    for (const auto &file : files.resolvers) {
        readResolvers(file, host);
        if (!host.resolver4.empty() || !host.resolver6.empty())
            break;
    }
    if (host.interface4.empty())
        host.resolver4.clear();
    if (host.interface6.empty())
        host.resolver6.clear();
    return host;
}

std::vector<std::string> hostAddresses()
{
    ifaddrs *list = nullptr;
    if (getifaddrs(&list) != 0)
        return {};
    const std::unique_ptr<ifaddrs, decltype([](ifaddrs *owned) { freeifaddrs(owned); })> owner(list);
    std::vector<std::string> addresses;
    for (const ifaddrs *entry = list; entry; entry = entry->ifa_next) {
        const int family = entry->ifa_addr ? entry->ifa_addr->sa_family : AF_UNSPEC;
        const std::size_t size = family == AF_INET    ? sizeof(sockaddr_in)
                                 : family == AF_INET6 ? sizeof(sockaddr_in6)
                                                      : 0;
        if (size > 0)
            addresses.push_back(toHex(asBytes({reinterpret_cast<const char *>(entry->ifa_addr), size})));
    }
    std::ranges::sort(addresses);
    return addresses;
}

std::vector<std::string> pastaArguments(const HostNetwork &host, pid_t target)
{
    const auto process = "/proc/" + std::to_string(target);
    std::vector<std::string> arguments{"--quiet", "--foreground", "--pid", "/dev/stdout", "--config-net",
                                       // Its defaults would expose the host's loopback twice.
                                       "--no-map-gw", "-t", "none", "-u", "none", "-T", "none", "-U", "none",
                                       "--no-dhcp", "--no-dhcpv6", "--no-ra", "--ns-ifname", "eth0", "--userns",
                                       process + "/ns/user", "--netns", process + "/ns/net"};
    const auto add = [&arguments](std::initializer_list<std::string> more) { arguments.insert(arguments.end(), more); };
    if (!host.interface4.empty())
        add({"--outbound-if4", host.interface4, "--address", address4, "--netmask", "30", "--gateway", gateway4});
    else
        add({"--ipv6-only"});
    if (!host.interface6.empty())
        add({"--outbound-if6", host.interface6, "--address", address6, "--gateway", gateway6});
    else
        add({"--ipv4-only"});
    if (!host.resolver4.empty())
        add({"--dns-forward", gateway4, "--dns-host", host.resolver4});
    if (!host.resolver6.empty())
        add({"--dns-forward", gateway6, "--dns-host", host.resolver6});
    return arguments;
}

std::string resolverConfiguration(const HostNetwork &host)
{
    std::string text;
    if (!host.resolver4.empty())
        text += std::format("nameserver {}\n", gateway4);
    if (!host.resolver6.empty())
        text += std::format("nameserver {}\n", gateway6);
    return text;
}

HostNetworkWatch::HostNetworkWatch(std::function<void()> changed)
    : m_socket(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE)),
      m_settled(std::make_unique<QTimer>())
{
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE;
    if (!m_socket || bind(m_socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return;
    m_settled->setSingleShot(true);
    m_settled->setInterval(settleTime);
    QObject::connect(m_settled.get(), &QTimer::timeout, m_settled.get(), std::move(changed));
    m_notifier = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] {
        // What it is does not matter: all is read anew. An overflow (ENOBUFS) says the same.
        std::array<char, 8192> message;
        while (recv(m_socket.get(), message.data(), message.size(), 0) > 0) {
        }
        m_settled->start();
    });
}

HostNetworkWatch::~HostNetworkWatch() = default;

} // namespace portolan::runtime
