// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/local/host_network.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>

using namespace portolan::runtime;

class HostNetworkTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_root;

    std::filesystem::path file(const std::string &name, const std::string &text) const
    {
        const auto path = std::filesystem::path(m_root.path().toStdString()) / name;
        std::ofstream(path) << text;
        return path;
    }

    HostNetworkFiles files(const std::string &four, const std::string &six, const std::string &resolvers,
                           const std::string &upstream = {}) const
    {
        return {.routes4 = file("route",
                                "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
                                    + four),
                .routes6 = file("ipv6_route", six),
                .resolvers = {file("resolv.conf", resolvers), file("upstream.conf", upstream)}};
    }

    static constexpr const char *wired4 = "eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n";
    static constexpr const char *wireless4 = "wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n";
    static constexpr const char *local4 = "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n";
    static constexpr const char *wired6 =
        "00000000000000000000000000000000 00 00000000000000000000000000000000 00 fd000000000000000000000000000001 "
        "00000400 00000001 00000000 00000003     eth0\n";
    static constexpr const char *none6 =
        "00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 "
        "ffffffff 00000001 00000000 00200200       lo\n";

private Q_SLOTS:
    void findsTheBestDefaultRoute()
    {
        const auto host = readHostNetwork(files(std::string(local4) + wireless4 + wired4, std::string(none6) + wired6,
                                                "nameserver 192.0.2.53\n"));
        QCOMPARE(host.interface4, std::string("eth0"));
        QCOMPARE(host.interface6, std::string("eth0"));
        QVERIFY(host.reachesOut());
    }

    void knowsWhenThereIsNone()
    {
        const auto host = readHostNetwork(files(local4, none6, "nameserver 192.0.2.53\n"));
        QVERIFY(!host.reachesOut());
        QVERIFY(host.resolver4.empty());
    }

    void neverUsesAResolverOnTheLoopback()
    {
        const auto stub = readHostNetwork(files(wired4, wired6,
                                                "# stub\nnameserver 127.0.0.53\nnameserver ::1\noptions edns0\n",
                                                "nameserver 192.0.2.53\nnameserver fd00::53\n"));
        QCOMPARE(stub.resolver4, std::string("192.0.2.53"));
        QCOMPARE(stub.resolver6, std::string("fd00::53"));
        const auto nothing = readHostNetwork(files(
            wired4, wired6, "nameserver 127.0.0.1\nnameserver fe80::1%eth0\nnameserver fe80::1\nnameserver 0.0.0.0\n"));
        QVERIFY(nothing.resolver4.empty() && nothing.resolver6.empty());
        QCOMPARE(resolverConfiguration(nothing), std::string());
    }

    void asksNobodyWhoCannotBeReached()
    {
        const auto host = readHostNetwork(files(wired4, none6, "nameserver fd00::53\nnameserver 192.0.2.53\n"));
        QVERIFY(host.resolver6.empty());
        QCOMPARE(resolverConfiguration(host), std::string("nameserver 198.18.0.1\n"));
    }

    void closesWhatPastaWouldOpen()
    {
        const auto arguments = pastaArguments(readHostNetwork(files(wired4, none6, "nameserver 192.0.2.53\n")), 42);
        const auto follows = [&arguments](const std::string &option, const std::string &value) {
            const auto place = std::ranges::find(arguments, option);
            return place != arguments.end() && place + 1 != arguments.end() && *(place + 1) == value;
        };
        QVERIFY(std::ranges::contains(arguments, std::string("--no-map-gw")));
        for (const char *const option : {"-t", "-u", "-T", "-U"})
            QVERIFY2(follows(option, "none"), option);
        QVERIFY(follows("--outbound-if4", "eth0"));
        QVERIFY(std::ranges::contains(arguments, std::string("--ipv4-only")));
        QVERIFY(follows("--netns", "/proc/42/ns/net"));
    }
};

QTEST_GUILESS_MAIN(HostNetworkTest)
#include "host_network_test.moc"
