// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/sftp_wire.h"

#include "core/base/encoding.h"
#include "tests/support/run.h"

using namespace portolan;
using namespace portolan::ssh::wire;

class SftpWireTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesAsTheDraftSays();
    void readsWhatItWrites();
    void skipsAttributesItDoesNotKnow();
    void survivesWhatIsCutShort();
    void assemblesPacketsFromAnyPieces();
    void refusesImpossibleLengths();
};

void SftpWireTest::writesAsTheDraftSays()
{
    std::string packet;
    appendPacket(packet, Type::Open, 7, Writer().string("/x").u32(OpenRead).attributes({.mode = 0644}).bytes());
    QCOMPARE(toHex(asBytes(packet)), "00000017"
                                     "03"
                                     "00000007"
                                     "000000022f78"
                                     "00000001"
                                     "00000004"
                                     "000001a4");
    packet.clear();
    appendPacket(packet, Type::Init, 3, {});
    QCOMPARE(toHex(asBytes(packet)), "000000050100000003");
}

void SftpWireTest::readsWhatItWrites()
{
    const Attributes attributes{.size = 1ULL << 40, .uid = 5, .gid = 6, .mode = 0100644, .accessed = 1, .modified = 2};
    const std::string name("a\0b", 3);
    const auto payload = Writer().u64(~0ULL).string(name).attributes(attributes).attributes({}).u32(9);
    Reader reader(payload.bytes());
    QCOMPARE(reader.u64(), ~0ULL);
    QCOMPARE(reader.string(), name);
    QVERIFY(reader.attributes() == attributes);
    QVERIFY(reader.attributes() == Attributes());
    QCOMPARE(reader.u32(), 9u);
    QVERIFY(reader.isIntact());
    QVERIFY(reader.isAtEnd());
}

void SftpWireTest::skipsAttributesItDoesNotKnow()
{
    const auto
        payload = Writer().u32(0x80000001).u64(10).u32(2).string("k1").string("v1").string("k2").string("v2").u32(77);
    Reader reader(payload.bytes());
    QCOMPARE(reader.attributes().size, 10u);
    QCOMPARE(reader.u32(), 77u);
    QVERIFY(reader.isIntact());
    // A count that nothing is behind must not be believed.
    const auto endless = Writer().u32(0x80000000).u32(0xffffffff);
    Reader liar(endless.bytes());
    static_cast<void>(liar.attributes());
    QVERIFY(!liar.isIntact());
}

void SftpWireTest::survivesWhatIsCutShort()
{
    const auto whole = Writer().string("name").attributes({.size = 1, .uid = 2, .gid = 3, .mode = 4}).bytes();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        Reader reader(std::string_view(whole).substr(0, length));
        static_cast<void>(reader.string());
        static_cast<void>(reader.attributes());
        QVERIFY(!reader.isIntact());
        QCOMPARE(reader.u32(), 0u);
        QVERIFY(reader.string().empty());
    }
}

void SftpWireTest::assemblesPacketsFromAnyPieces()
{
    std::string all;
    appendPacket(all, Type::Data, 1, "abc");
    appendPacket(all, Type::Status, 0xffffffff, "");
    appendPacket(all, Type::Name, 7, std::string(1000, 'n'));
    for (std::size_t piece = 1; piece <= all.size(); ++piece) {
        PacketAssembler assembler;
        std::vector<Packet> packets;
        for (std::size_t at = 0; at < all.size(); at += piece) {
            auto bytes = std::string_view(all).substr(at, piece);
            while (!bytes.empty()) {
                auto packet = assembler.next(bytes);
                VERIFY_RESULT(packet);
                if (*packet)
                    packets.push_back(std::move(**packet));
            }
        }
        QCOMPARE(packets.size(), 3u);
        QCOMPARE(packets[0].type, Type::Data);
        QCOMPARE(packets[0].id, 1u);
        QCOMPARE(packets[0].body, "abc");
        QCOMPARE(packets[1].type, Type::Status);
        QCOMPARE(packets[1].id, 0xffffffff);
        QVERIFY(packets[1].body.empty());
        QCOMPARE(packets[2].body, std::string(1000, 'n'));
    }
}

void SftpWireTest::refusesImpossibleLengths()
{
    for (const std::uint32_t length : {0u, 4u, 512u * 1024 + 1, 0xffffffffu}) {
        const auto head = Writer().u32(length).u64(0).bytes();
        std::string_view bytes = head;
        QCOMPARE(PacketAssembler().next(bytes).error().code, ErrorCode::BadGateway);
    }
}

QTEST_GUILESS_MAIN(SftpWireTest)
#include "sftp_wire_test.moc"
