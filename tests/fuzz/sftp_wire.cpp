// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Packets of an SFTP server: the same however the bytes arrive, and attributes that read as they were written.
#include "core/ssh/sftp_wire.h"
#include "tests/fuzz/fuzz.h"

#include <format>
#include <string>

using namespace portolan;
using namespace portolan::ssh::wire;

namespace {

void checkAttributes(std::string_view bytes)
{
    Reader reader(bytes);
    const auto attributes = reader.attributes();
    if (!reader.isIntact())
        return;
    Writer writer;
    writer.attributes(attributes);
    Reader again(writer.bytes());
    FUZZ_REQUIRE(again.attributes() == attributes);
    FUZZ_REQUIRE(again.isIntact() && again.isAtEnd());
}

// The packets as they would be written, and whether the stream broke.
std::string read(const std::vector<std::string_view> &pieces)
{
    PacketAssembler assembler;
    std::string packets;
    for (auto piece : pieces)
        while (!piece.empty()) {
            const auto packet = assembler.next(piece);
            if (!packet)
                return packets + "broken";
            if (*packet) {
                appendPacket(packets, (*packet)->type, (*packet)->id, (*packet)->body);
                checkAttributes((*packet)->body);
            }
        }
    return packets;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto input = fuzz::text(data, size);
    const auto packets = read({input});
    FUZZ_REQUIRE(read(fuzz::cut(input)) == packets);
    FUZZ_REQUIRE(read(fuzz::crumbs(input)) == packets);
    FUZZ_REQUIRE(packets.ends_with("broken") || input.starts_with(packets));
    checkAttributes(input);
    return 0;
}
