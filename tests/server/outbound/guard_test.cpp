// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/outbound/guard.h"

#include <QTest>

using namespace portolan;
using namespace portolan::outbound;

class GuardTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsPublicAddresses_data();
    void tellsPublicAddresses();
    void permitsWhatIsAllowed_data();
    void permitsWhatIsAllowed();
};

void GuardTest::tellsPublicAddresses_data()
{
    QTest::addColumn<bool>("isPublic");
    for (const char *address :
         {"1.1.1.1",         "9.255.255.255",    "11.0.0.0",        "100.63.255.255",  "100.128.0.0",
          "126.255.255.255", "128.0.0.1",        "169.253.255.255", "169.255.0.0",     "172.15.255.255",
          "172.32.0.0",      "192.0.1.0",        "192.167.255.255", "192.169.0.0",     "198.17.255.255",
          "198.20.0.0",      "223.255.255.255",  "168.63.129.15",   "2606:4700::1111", "2a00:1450:4001::200e",
          "::ffff:1.1.1.1",  "64:ff9b::101:101", "2002:101:101::1", "::ffff:0:101:101"})
        QTest::newRow(address) << true;
    for (const char *address : {"0.0.0.0",
                                "0.1.2.3",
                                "10.0.0.1",
                                "10.255.255.255",
                                "100.64.0.1",
                                "100.100.100.200",
                                "100.127.255.255",
                                "127.0.0.1",
                                "127.255.255.254",
                                "169.254.169.254",
                                "169.254.0.1",
                                "172.16.0.1",
                                "172.31.255.255",
                                "192.0.0.192",
                                "192.0.2.1",
                                "192.88.99.1",
                                "192.168.0.1",
                                "198.18.0.1",
                                "198.19.255.255",
                                "198.51.100.1",
                                "203.0.113.9",
                                "224.0.0.1",
                                "239.255.255.255",
                                "240.0.0.1",
                                "255.255.255.255",
                                "168.63.129.16",
                                "::",
                                "::1",
                                "::127.0.0.1",
                                "::1.1.1.1",
                                "fc00::1",
                                "fd00:ec2::254",
                                "fdff::1",
                                "fe80::1",
                                "febf::1",
                                "fec0::1",
                                "ff02::1",
                                "100::1",
                                "2001:db8::1",
                                "2001::1",
                                "2001:10::1",
                                "3fff::1",
                                "5f00::1",
                                "64:ff9b:1::1",
                                "::ffff:10.0.0.1",
                                "::ffff:7f00:1",
                                "64:ff9b::7f00:1",
                                "64:ff9b::a00:1",
                                "2002:7f00:1::1",
                                "2002:c0a8:101::1",
                                "2002:a9fe:a9fe::1",
                                "::ffff:0:7f00:1",
                                "64:ff9b::a9fe:a9fe",
                                "",
                                "localhost",
                                "127.1",
                                "0x7f.0.0.1",
                                "fe80::1%lo",
                                "[::1]",
                                "1.1.1.1 "})
        QTest::newRow(address) << false;
}

void GuardTest::tellsPublicAddresses()
{
    QFETCH(bool, isPublic);
    const std::string address = QTest::currentDataTag();
    QCOMPARE(isPublicAddress(address), isPublic);
    QCOMPARE(isPermitted(address, {}), isPublic);
}

void GuardTest::permitsWhatIsAllowed_data()
{
    QTest::addColumn<QString>("network");
    QTest::addColumn<bool>("isAllowed");
    QTest::newRow("10.1.2.3") << QStringLiteral("10.0.0.0/8") << true;
    QTest::newRow("11.1.2.3") << QStringLiteral("10.0.0.0/8") << true; // public anyway
    QTest::newRow("192.168.1.1") << QStringLiteral("10.0.0.0/8") << false;
    QTest::newRow("::ffff:10.1.2.3") << QStringLiteral("10.0.0.0/8") << true;
    QTest::newRow("64:ff9b::a01:203") << QStringLiteral("10.0.0.0/8") << true;
    QTest::newRow("64:ff9b::c0a8:101") << QStringLiteral("10.0.0.0/8") << false;
    QTest::newRow("64:ff9b::c0a8:102") << QStringLiteral("64:ff9b::/96") << true;
    QTest::newRow("::1") << QStringLiteral("::1") << true;
    QTest::newRow("127.0.0.1") << QStringLiteral("::1") << false;
    QTest::newRow("fd00::1") << QStringLiteral("fd00::/8") << true;
    QTest::newRow("169.254.169.254") << QStringLiteral("169.254.169.254") << true;
    QTest::newRow("nothing") << QStringLiteral("0.0.0.0/0") << false;
}

void GuardTest::permitsWhatIsAllowed()
{
    QFETCH(QString, network);
    QFETCH(bool, isAllowed);
    const auto parsed = Network::parse(network.toStdString());
    QVERIFY(parsed);
    QCOMPARE(isPermitted(QTest::currentDataTag(), {.allowed = {*parsed}}), isAllowed);
}

QTEST_GUILESS_MAIN(GuardTest)
#include "guard_test.moc"
