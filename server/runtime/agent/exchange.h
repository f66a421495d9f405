// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/stream.h"
#include "core/base/clock.h"
#include "server/runtime/agent/client.h"
#include "server/runtime/agent/protocol.h"

#include <QTimer>

#include <chrono>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <yyjson.h>

/// How client.cpp, terminal.cpp and transfer.cpp speak to the agent.
namespace portolan::runtime::agent {

/// The head of a request.
class Head
{
public:
    explicit Head(std::string_view operation);

    void add(const char *name, std::string_view value);
    void add(const char *name, std::int64_t value);
    void add(const char *name, bool value);
    void add(const char *name, const std::map<std::string, std::string> &value);
    template <class T>
    void add(const char *name, const std::optional<T> &value)
    {
        if (value)
            add(name, *value);
    }

    /// With its length in front.
    [[nodiscard]] std::string encoded() const;

private:
    std::unique_ptr<yyjson_mut_doc, decltype(&yyjson_mut_doc_free)> m_document;
};

/// What the agent answered. Fields are read one by one; the first that is missing or of another kind is kept, and
/// whatever is read then is empty.
class Answer
{
public:
    /// The answer's members, or the error that it tells.
    [[nodiscard]] static Result<Answer> parse(std::string_view json);
    /// The items of a frame of entries.
    [[nodiscard]] static Result<std::vector<Answer>> parseArray(std::string_view json);

    [[nodiscard]] bool has(const char *name) const { return yyjson_obj_get(m_value, name) != nullptr; }
    [[nodiscard]] std::string text(const char *name);
    [[nodiscard]] std::int64_t number(const char *name, std::int64_t low = 0,
                                      std::int64_t high = std::numeric_limits<std::int64_t>::max());
    [[nodiscard]] bool flag(const char *name);
    [[nodiscard]] Time time(const char *name);
    [[nodiscard]] Answer object(const char *name);
    [[nodiscard]] std::vector<Answer> objects(const char *name);
    [[nodiscard]] std::vector<std::string> texts(const char *name);
    [[nodiscard]] std::vector<double> reals(const char *name);
    /// Everything that was read was there; parts that were taken out have their own.
    [[nodiscard]] Result<void> finish() const;

private:
    Answer(std::shared_ptr<yyjson_doc> document, yyjson_val *value) : m_document(std::move(document)), m_value(value) {}
    yyjson_val *field(const char *name, bool (*kind)(yyjson_val *));

    std::shared_ptr<yyjson_doc> m_document;
    yyjson_val *m_value;
    std::optional<std::string> m_mistake;
};

/// Closes the connection when the time is up, so that whatever waits for it goes on. The connection outlives it.
class Deadline
{
public:
    Deadline(Stream &connection, std::chrono::milliseconds patience);

    /// The error itself, or Timeout where it came from the closing.
    [[nodiscard]] Error explain(Error error) const;

private:
    QTimer m_timer;
    bool m_passed = false;
};

/// Sends the head and reads the answer, within `patience`. The connection outlives the call.
[[nodiscard]] Task<Result<Answer>> ask(Stream &connection, Head head, std::chrono::milliseconds patience);
/// An answer that comes later.
[[nodiscard]] Task<Result<Answer>> readAnswer(Stream &connection, std::chrono::milliseconds patience);

/// Exactly `size` bytes; a connection that ends before is BadGateway.
[[nodiscard]] Task<Result<std::string>> readExactly(Stream &connection, std::size_t size);

[[nodiscard]] std::string encodeFrame(FrameType type, std::string_view payload);
[[nodiscard]] std::uint32_t readBigEndian32(std::string_view bytes);

[[nodiscard]] FileInfo readFileInfo(Answer &answer);
[[nodiscard]] std::unexpected<Error> nonsense(std::string_view what);

} // namespace portolan::runtime::agent
