// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Messages of the interactive WebSocket: what is read can be written, and then reads the same.
#include "core/base/encoding.h"
#include "core/protocol/cloudshell_v1.pb.h"
#include "tests/fuzz/fuzz.h"

#include <string>

#include <google/protobuf/stubs/logging.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const auto silenced = google::protobuf::SetLogHandler(nullptr); // it complains of text that is not UTF-8
    static_cast<void>(silenced);
    cloudshell::v1::CloudshellMessage message;
    if (!message.ParseFromArray(data, static_cast<int>(size)))
        return 0;
    const auto bytes = message.SerializeAsString();
    cloudshell::v1::CloudshellMessage again;
    FUZZ_REQUIRE(again.ParseFromString(bytes));
    FUZZ_REQUIRE(again.message_case() == message.message_case());
    FUZZ_REQUIRE(again.SerializeAsString() == bytes);
    if (message.has_terminal_input())
        FUZZ_REQUIRE(portolan::isUtf8(message.terminal_input().data()));
    return 0;
}
