// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/program/wire.h"

#include <cerrno>
#include <format>

#include <unistd.h>

namespace portolan::runtime::agent {

namespace {

std::string bigEndian32(std::size_t value)
{
    return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
            static_cast<char>(value)};
}

} // namespace

bool readExactly(int fd, char *data, std::size_t size)
{
    while (size > 0) {
        const ssize_t count = ::read(fd, data, size);
        if (count > 0) {
            data += count;
            size -= static_cast<std::size_t>(count);
        } else if (count == 0 || errno != EINTR) {
            return false;
        }
    }
    return true;
}

bool writeAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count > 0)
            bytes.remove_prefix(static_cast<std::size_t>(count));
        else if (count == 0 || errno != EINTR)
            return false;
    }
    return true;
}

std::string encodeFrameHeader(FrameType type, std::size_t size)
{
    return static_cast<char>(type) + bigEndian32(size);
}

bool writeFrame(int fd, FrameType type, std::string_view payload)
{
    return writeAll(fd, encodeFrameHeader(type, payload.size()) + std::string(payload));
}

std::string encodeAnswer(Json::Object members)
{
    members.insert(members.begin(), {"ok", true});
    std::string text = Json(std::move(members)).toText();
    if (text.size() > maxAnswer)
        return encodeError({.code = ErrorCode::TooLarge, .detail = "the answer is larger than the protocol allows"});
    return bigEndian32(text.size()) + text;
}

std::string encodeError(const Error &error)
{
    const std::string text = Json(Json::Object{{"ok", false},
                                               {"error", Json::Object{{"code", name(error.code)},
                                                                      {"detail", toUtf8(error.detail)}}}})
                                 .toText();
    return bigEndian32(text.size()) + text;
}

bool answer(int fd, Json::Object members)
{
    return writeAll(fd, encodeAnswer(std::move(members)));
}

int refuse(int fd, const Error &error)
{
    // A peer that is gone needs no reason.
    static_cast<void>(writeAll(fd, encodeError(error)));
    return 1;
}

std::uint32_t readBigEndian32(const char *bytes)
{
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

std::unexpected<Error> failHere(std::string_view what, std::string_view path)
{
    const int error = errno;
    return failFromErrno(std::format("{} \"{}\"", what, path), error);
}

} // namespace portolan::runtime::agent
