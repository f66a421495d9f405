// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/network.h"

#include "tests/support/run.h"

using namespace portolan;

class NetworkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contains_data();
    void contains();
    void refusesWhatIsNoNetwork_data();
    void refusesWhatIsNoNetwork();
    void knowsLoopback();
};

void NetworkTest::contains_data()
{
    QTest::addColumn<QByteArray>("network");
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<bool>("within");
    const auto row = [](const char *network, const char *address, bool within) {
        QTest::addRow("%s %s", network, address) << QByteArray(network) << QByteArray(address) << within;
    };
    row("10.0.0.0/8", "10.255.0.1", true);
    row("10.0.0.0/8", "11.0.0.0", false);
    row("10.0.0.0/8", "::ffff:10.1.2.3", true);
    row("10.0.0.0/8", "a00::", false);
    row("192.168.4.0/22", "192.168.7.255", true);
    row("192.168.4.0/22", "192.168.8.0", false);
    row("192.168.4.1", "192.168.4.1", true);
    row("192.168.4.1", "192.168.4.2", false);
    row("0.0.0.0/0", "8.8.8.8", true);
    row("0.0.0.0/0", "fd00::1", false);
    row("::/0", "fd00::1", true);
    row("fd00::/8", "fdff::1", true);
    row("fd00::/8", "fe80::1", false);
    row("fd00::/9", "fd80::", false);
    row("10.0.0.0/8", "10.0.0.1.", false);
    row("::/0", "", false);
}

void NetworkTest::contains()
{
    QFETCH(const QByteArray, network);
    QFETCH(const QByteArray, address);
    QFETCH(const bool, within);
    const auto parsed = Network::parse(network.toStdString());
    VERIFY_RESULT(parsed);
    QCOMPARE(parsed->contains(address.toStdString()), within);
}

void NetworkTest::refusesWhatIsNoNetwork_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "10.0.0.0/8/8", "10.0.0/8", "10.0.0.1/8",
          "fd00::/129", "fd00::1/8", "[fd00::]/8", "labs.example", "fe80::1%eth0"})
        QTest::newRow(text) << QByteArray(text);
    QTest::newRow("a zero byte") << QByteArray("10.0.0.0\0/8", 11);
}

void NetworkTest::refusesWhatIsNoNetwork()
{
    QFETCH(const QByteArray, text);
    const auto parsed = Network::parse(text.toStdString());
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::InvalidArgument);
}

void NetworkTest::knowsLoopback()
{
    for (const char *address : {"127.0.0.1", "127.4.5.6", "::1", "::ffff:127.0.0.1"})
        QVERIFY2(isLoopback(address) && isIpAddress(address), address);
    for (const char *address : {"128.0.0.1", "0.0.0.0", "::", "::2", "localhost", ""})
        QVERIFY2(!isLoopback(address), address);
}

QTEST_GUILESS_MAIN(NetworkTest)
#include "network_test.moc"
