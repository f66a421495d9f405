// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/local/launch/steps.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <memory>

namespace portolan::launch {

namespace {

/// Nothing in a workspace has any business there: link-local and multicast addresses, and where clouds serve the
/// credentials of their machines (169.254.169.254 and its like are link-local).
constexpr const char *refusedPrefixes[] = {
    "169.254.0.0/16",  "224.0.0.0/4",         "240.0.0.0/4",
    "100.100.100.200", // Alibaba Cloud
    "168.63.129.16",   // Azure's wire server
    "192.0.0.192",     // Oracle Cloud
    "fe80::/10",       "fec0::/10",           "ff00::/8",
    "fd00:ec2::/32", // Amazon
    "fd20:ce::/32",  // Google
    "::ffff:0:0/96",   "64:ff9b::a9fe:0/112",
};

/// After the table of the namespace's own addresses (0), before all others.
constexpr std::uint32_t beforeAllRoutes = 100;

class Socket
{
public:
    Socket(int family, int type, int protocol) : m_socket(socket(family, type | SOCK_CLOEXEC, protocol)) {}
    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;
    ~Socket()
    {
        if (m_socket >= 0)
            close(m_socket);
    }

    [[nodiscard]] int get() const { return m_socket; }

private:
    int m_socket;
};

struct Prefix {
    unsigned char family = 0;
    unsigned char length = 0;
    std::array<unsigned char, sizeof(in6_addr)> address{};

    [[nodiscard]] unsigned short addressSize() const { return family == AF_INET ? sizeof(in_addr) : sizeof(in6_addr); }
};

std::expected<Prefix, std::string> parsePrefix(const std::string &text)
{
    const auto slash = text.find('/');
    const auto address = text.substr(0, slash);
    Prefix prefix;
    prefix.family = address.contains(':') ? AF_INET6 : AF_INET;
    unsigned length = prefix.addressSize() * 8u;
    const char *const end = text.data() + text.size();
    if (slash != std::string::npos) {
        const auto [rest, error] = std::from_chars(text.data() + slash + 1, end, length);
        if (error != std::errc{} || rest != end)
            length = 255;
    }
    if (length > prefix.addressSize() * 8u || inet_pton(prefix.family, address.c_str(), prefix.address.data()) != 1)
        return std::unexpected("\"" + text + "\" is no network prefix");
    prefix.length = static_cast<unsigned char>(length);
    return prefix;
}

/// rtnetlink(7): a request to add a policy rule, with the two attributes that it needs.
struct RuleRequest {
    nlmsghdr header;
    fib_rule_hdr rule;
    std::array<unsigned char, 2 * (RTA_LENGTH(0) + sizeof(in6_addr))> attributes;
};

void append(RuleRequest &request, unsigned short type, const void *data, unsigned short size)
{
    const rtattr attribute{.rta_len = static_cast<unsigned short>(RTA_LENGTH(size)), .rta_type = type};
    auto *const place = reinterpret_cast<unsigned char *>(&request) + NLMSG_ALIGN(request.header.nlmsg_len);
    std::memcpy(place, &attribute, sizeof attribute);
    std::memcpy(place + RTA_LENGTH(0), data, size);
    request.header.nlmsg_len = NLMSG_ALIGN(request.header.nlmsg_len) + RTA_ALIGN(attribute.rta_len);
}

/// A rule and not a route: a route gives way to a more specific one, such as fe80::/64 of a new interface.
Step makeUnreachable(int netlink, const Prefix &prefix, const std::string &text)
{
    RuleRequest request{};
    request.header.nlmsg_len = NLMSG_LENGTH(sizeof(fib_rule_hdr));
    request.header.nlmsg_type = RTM_NEWRULE;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL;
    request.rule.family = prefix.family;
    request.rule.dst_len = prefix.length;
    request.rule.action = FR_ACT_UNREACHABLE;
    append(request, FRA_DST, prefix.address.data(), prefix.addressSize());
    append(request, FRA_PRIORITY, &beforeAllRoutes, sizeof beforeAllRoutes);

    if (send(netlink, &request, request.header.nlmsg_len, 0) < 0)
        return failed("asking for a rule against " + text);
    struct {
        nlmsghdr header;
        nlmsgerr error;
        std::array<char, 512> rest;
    } answer{};
    const auto size = recv(netlink, &answer, sizeof answer, 0);
    if (size < static_cast<ssize_t>(NLMSG_LENGTH(sizeof(nlmsgerr))) || answer.header.nlmsg_type != NLMSG_ERROR)
        return std::unexpected("the kernel did not answer to a rule against " + text);
    const bool withoutIpv6 = prefix.family == AF_INET6 && access("/proc/self/net/if_inet6", F_OK) != 0;
    const int error = -answer.error.error;
    errno = error;
    if (error != 0 && error != EEXIST && !withoutIpv6)
        return failed("making " + text + " unreachable");
    return {};
}

Step takeLoopbackUp()
{
    const Socket socket(AF_INET, SOCK_DGRAM, 0);
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP;
    if (ioctl(socket.get(), SIOCSIFFLAGS, &request) != 0)
        return failed("taking the loopback interface up");
    return {};
}

Step enterNetworkOf(pid_t target)
{
    // The user namespace first: it is what gives the rights over the network namespace.
    for (const char *const kind : {"user", "net"}) {
        const auto path = "/proc/" + std::to_string(target) + "/ns/" + kind;
        const int space = open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (space < 0)
            return failed("opening " + path);
        const int entered = setns(space, 0);
        const int error = errno;
        close(space);
        errno = error;
        if (entered != 0)
            return failed("entering " + path);
    }
    return {};
}

/// Addresses of this host, as a workload could reach them from outside: "192.0.2.2", "fe80::1".
std::expected<std::vector<std::string>, std::string> hostAddresses()
{
    ifaddrs *list = nullptr;
    if (getifaddrs(&list) != 0)
        return failed("listing the host's addresses");
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owner(list, freeifaddrs);
    std::vector<std::string> addresses;
    for (const ifaddrs *entry = list; entry; entry = entry->ifa_next) {
        if (!entry->ifa_addr || (entry->ifa_flags & IFF_LOOPBACK))
            continue;
        const int family = entry->ifa_addr->sa_family;
        std::array<char, INET6_ADDRSTRLEN> text{};
        const void *const address = family == AF_INET
                                        ? static_cast<const void *>(
                                              &reinterpret_cast<const sockaddr_in *>(entry->ifa_addr)->sin_addr)
                                        : static_cast<const void *>(
                                              &reinterpret_cast<const sockaddr_in6 *>(entry->ifa_addr)->sin6_addr);
        if ((family == AF_INET || family == AF_INET6) && inet_ntop(family, address, text.data(), text.size()))
            addresses.emplace_back(text.data());
    }
    return addresses;
}

} // namespace

std::expected<std::vector<std::string>, std::string> refusedAddresses()
{
    auto refused = hostAddresses();
    if (refused)
        refused->insert(refused->end(), std::begin(refusedPrefixes), std::end(refusedPrefixes));
    return refused;
}

Step closeNetwork(const std::vector<std::string> &refused)
{
    if (auto up = takeLoopbackUp(); !up)
        return up;
    const Socket netlink(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    if (netlink.get() < 0)
        return failed("opening a netlink socket");
    for (const auto &text : refused) {
        const auto prefix = parsePrefix(text);
        if (!prefix)
            return std::unexpected(prefix.error());
        if (auto closed = makeUnreachable(netlink.get(), *prefix, text); !closed)
            return closed;
    }
    return {};
}

Step closeNetworkOf(pid_t target, const std::vector<std::string> &refused)
{
    const pid_t child = fork();
    if (child < 0)
        return failed("starting a process");
    if (child == 0) {
        const auto closed = enterNetworkOf(target).and_then([&] { return closeNetwork(refused); });
        if (!closed)
            std::fprintf(stderr, "portolan-launch: %s\n", closed.error().c_str());
        _exit(closed ? 0 : 1);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (status != 0)
        return std::unexpected("the network of process " + std::to_string(target) + " stays as it is");
    return {};
}

} // namespace portolan::launch
