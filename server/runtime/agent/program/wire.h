// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/descriptor.h"
#include "core/base/error.h"
#include "server/runtime/agent/program/json.h"
#include "server/runtime/agent/protocol.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace portolan::runtime::agent {

/// The functions below block; they are for the children that carry out one request. False: the peer is gone.
[[nodiscard]] bool readExactly(int fd, char *data, std::size_t size);
[[nodiscard]] bool writeAll(int fd, std::string_view bytes);

[[nodiscard]] std::string encodeFrameHeader(FrameType type, std::size_t size);
[[nodiscard]] bool writeFrame(int fd, FrameType type, std::string_view payload);

[[nodiscard]] std::string encodeAnswer(Json::Object members);
[[nodiscard]] std::string encodeError(const Error &error);
[[nodiscard]] bool answer(int fd, Json::Object members = {});
/// Gives 1, the exit status of a child that failed in an orderly way.
int refuse(int fd, const Error &error);

[[nodiscard]] std::uint32_t readBigEndian32(const char *bytes);

/// "opening x: Permission denied" from errno, as failFromErrno().
[[nodiscard]] std::unexpected<Error> failHere(std::string_view what, std::string_view path);

} // namespace portolan::runtime::agent
