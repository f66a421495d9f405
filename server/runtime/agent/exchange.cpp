// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/exchange.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <format>

namespace portolan::runtime::agent {

namespace {

using Document = std::shared_ptr<yyjson_doc>;

constexpr std::size_t maxErrorDetail = 4096;

Result<Document> parseDocument(std::string_view json)
{
    // yyjson takes a mutable pointer for its in-place mode only, which is not asked for.
    Document document(yyjson_read(json.data(), json.size(), YYJSON_READ_NOFLAG), yyjson_doc_free);
    if (!document)
        return nonsense("what is no JSON");
    return document;
}

Error errorOf(yyjson_val *error)
{
    constexpr std::array codes{
        ErrorCode::InvalidArgument, ErrorCode::PermissionDenied, ErrorCode::NotFound,
        ErrorCode::Conflict,        ErrorCode::NotImplemented,   ErrorCode::PreconditionFailed,
        ErrorCode::TooLarge,        ErrorCode::TooMany,          ErrorCode::Unavailable,
        ErrorCode::Timeout,         ErrorCode::OutOfSpace,       ErrorCode::Internal,
    };
    const char *const code = yyjson_get_str(yyjson_obj_get(error, "code"));
    const char *const detail = yyjson_get_str(yyjson_obj_get(error, "detail"));
    const auto *const known = std::ranges::find_if(codes, [&](ErrorCode candidate) {
        return code && name(candidate) == code;
    });
    Error result{.code = known == codes.end() ? ErrorCode::BadGateway : *known,
                 .detail = detail ? detail : "the workspace's agent refused without a reason"};
    result.detail.resize(std::min(result.detail.size(), maxErrorDetail));
    return result;
}

Task<Result<Answer>> readOneAnswer(Stream &connection)
{
    const auto size = co_await readExactly(connection, 4);
    if (!size)
        co_return std::unexpected(size.error());
    const std::uint32_t length = readBigEndian32(*size);
    if (length > maxAnswer)
        co_return nonsense("an answer that is too large");
    const auto json = co_await readExactly(connection, length);
    if (!json)
        co_return std::unexpected(json.error());
    co_return Answer::parse(*json);
}

} // namespace

Deadline::Deadline(Stream &connection, std::chrono::milliseconds patience)
{
    m_timer.setSingleShot(true);
    m_timer.callOnTimeout(&m_timer, [this, &connection] {
        m_passed = true;
        connection.close();
    });
    m_timer.start(patience);
}

Error Deadline::explain(Error error) const
{
    if (!m_passed)
        return error;
    return {.code = ErrorCode::Timeout, .detail = "the workspace's agent did not answer in time"};
}

std::unexpected<Error> nonsense(std::string_view what)
{
    return fail(ErrorCode::BadGateway, std::format("the workspace's agent sent {}", what));
}

Head::Head(std::string_view operation) : m_document(yyjson_mut_doc_new(nullptr), yyjson_mut_doc_free)
{
    yyjson_mut_doc_set_root(m_document.get(), yyjson_mut_obj(m_document.get()));
    add("op", operation);
}

void Head::add(const char *name, std::string_view value)
{
    yyjson_mut_doc *const document = m_document.get();
    yyjson_mut_obj_add_strncpy(document, document->root, name, value.data(), value.size());
}

void Head::add(const char *name, std::int64_t value)
{
    yyjson_mut_obj_add_sint(m_document.get(), m_document->root, name, value);
}

void Head::add(const char *name, bool value)
{
    yyjson_mut_obj_add_bool(m_document.get(), m_document->root, name, value);
}

void Head::add(const char *name, const std::map<std::string, std::string> &value)
{
    yyjson_mut_doc *const document = m_document.get();
    yyjson_mut_val *const object = yyjson_mut_obj_add_obj(document, document->root, name);
    for (const auto &[variable, text] : value) {
        yyjson_mut_obj_add(object, yyjson_mut_strncpy(document, variable.data(), variable.size()),
                           yyjson_mut_strncpy(document, text.data(), text.size()));
    }
}

std::string Head::encoded() const
{
    std::size_t size = 0;
    const std::unique_ptr<char, decltype(&std::free)> json(
        yyjson_mut_write(m_document.get(), YYJSON_WRITE_NOFLAG, &size), std::free);
    // Only text that is not UTF-8 cannot be written; the agent refuses an empty head.
    std::string text(json ? json.get() : "", json ? size : 0);
    return std::string{static_cast<char>(text.size() >> 24), static_cast<char>(text.size() >> 16),
                       static_cast<char>(text.size() >> 8), static_cast<char>(text.size())}
           + text;
}

Result<Answer> Answer::parse(std::string_view json)
{
    auto document = parseDocument(json);
    if (!document)
        return std::unexpected(document.error());
    yyjson_val *const root = yyjson_doc_get_root(document->get());
    if (yyjson_val *const error = yyjson_obj_get(root, "error"))
        return std::unexpected(errorOf(error));
    Answer answer(std::move(*document), root);
    if (!answer.flag("ok"))
        return nonsense("an answer that is neither a success nor an error");
    return answer;
}

Result<std::vector<Answer>> Answer::parseArray(std::string_view json)
{
    const auto document = parseDocument(json);
    if (!document)
        return std::unexpected(document.error());
    yyjson_val *const root = yyjson_doc_get_root(document->get());
    if (!yyjson_is_arr(root))
        return nonsense("entries that are no array");
    std::vector<Answer> items;
    std::size_t index = 0;
    std::size_t count = 0;
    yyjson_val *item = nullptr;
    yyjson_arr_foreach(root, index, count, item) items.push_back(Answer(*document, item));
    return items;
}

yyjson_val *Answer::field(const char *name, bool (*kind)(yyjson_val *))
{
    yyjson_val *const value = yyjson_obj_get(m_value, name);
    if (value && kind(value))
        return value;
    if (!m_mistake)
        m_mistake = std::format("an answer whose \"{}\" is missing or of another kind", name);
    return nullptr;
}

std::string Answer::text(const char *name)
{
    yyjson_val *const value = field(name, yyjson_is_str);
    return value ? std::string(yyjson_get_str(value), yyjson_get_len(value)) : std::string();
}

std::int64_t Answer::number(const char *name, std::int64_t low, std::int64_t high)
{
    yyjson_val *const value = field(name, yyjson_is_int);
    if (!value)
        return low;
    const bool tooLarge = yyjson_is_uint(value) && yyjson_get_uint(value) > std::numeric_limits<std::int64_t>::max();
    if (const std::int64_t number = yyjson_get_sint(value); !tooLarge && number >= low && number <= high)
        return number;
    m_mistake = std::format("an answer whose \"{}\" is out of bounds", name);
    return low;
}

bool Answer::flag(const char *name)
{
    return yyjson_is_true(field(name, yyjson_is_bool));
}

Time Answer::time(const char *name)
{
    // Within the years that can be written as RFC 3339.
    return Time(std::chrono::microseconds(number(name, -62'135'596'800'000'000, 253'402'300'799'999'999)));
}

Answer Answer::object(const char *name)
{
    return {m_document, field(name, yyjson_is_obj)};
}

std::vector<Answer> Answer::objects(const char *name)
{
    std::vector<Answer> items;
    std::size_t index = 0;
    std::size_t count = 0;
    yyjson_val *item = nullptr;
    yyjson_arr_foreach(field(name, yyjson_is_arr), index, count, item) items.push_back(Answer(m_document, item));
    return items;
}

std::vector<std::string> Answer::texts(const char *name)
{
    std::vector<std::string> items;
    std::size_t index = 0;
    std::size_t count = 0;
    yyjson_val *item = nullptr;
    yyjson_arr_foreach(field(name, yyjson_is_arr), index, count, item)
    {
        if (yyjson_is_str(item))
            items.emplace_back(yyjson_get_str(item), yyjson_get_len(item));
        else
            m_mistake = std::format("an answer whose \"{}\" has something that is no text", name);
    }
    return items;
}

std::vector<double> Answer::reals(const char *name)
{
    std::vector<double> items;
    std::size_t index = 0;
    std::size_t count = 0;
    yyjson_val *item = nullptr;
    yyjson_arr_foreach(field(name, yyjson_is_arr), index, count, item)
    {
        if (yyjson_is_num(item))
            items.push_back(yyjson_get_num(item));
        else
            m_mistake = std::format("an answer whose \"{}\" has something that is no number", name);
    }
    return items;
}

Result<void> Answer::finish() const
{
    if (m_mistake)
        return nonsense(*m_mistake);
    return {};
}

Task<Result<std::string>> readExactly(Stream &connection, std::size_t size)
{
    std::string bytes;
    while (bytes.size() < size) {
        auto some = co_await connection.read(size - bytes.size());
        if (!some)
            co_return std::unexpected(std::move(some.error()));
        if (some->empty())
            co_return fail(ErrorCode::BadGateway, "the workspace's agent ended the connection before it had answered");
        bytes += *some;
    }
    co_return bytes;
}

Task<Result<Answer>> ask(Stream &connection, Head head, std::chrono::milliseconds patience)
{
    const Deadline deadline(connection, patience);
    std::string bytes = head.encoded();
    if (bytes.size() > maxHead + 4)
        co_return fail(ErrorCode::TooLarge, std::format("a request to a workspace may have {} bytes", maxHead));
    // An agent that refuses says why before it closes, so a failed write is no reason not to read.
    const auto sent = co_await connection.write(std::move(bytes));
    auto answer = co_await readOneAnswer(connection);
    if (!answer && !sent && answer.error().code == ErrorCode::BadGateway)
        co_return std::unexpected(deadline.explain(sent.error()));
    if (!answer)
        co_return std::unexpected(deadline.explain(std::move(answer.error())));
    co_return answer;
}

Task<Result<Answer>> readAnswer(Stream &connection, std::chrono::milliseconds patience)
{
    const Deadline deadline(connection, patience);
    auto answer = co_await readOneAnswer(connection);
    if (!answer)
        co_return std::unexpected(deadline.explain(std::move(answer.error())));
    co_return answer;
}

std::string encodeFrame(FrameType type, std::string_view payload)
{
    const std::size_t size = payload.size();
    std::string frame{static_cast<char>(type), static_cast<char>(size >> 24), static_cast<char>(size >> 16),
                      static_cast<char>(size >> 8), static_cast<char>(size)};
    frame += payload;
    return frame;
}

std::uint32_t readBigEndian32(std::string_view bytes)
{
    std::uint32_t value = 0;
    for (const char byte : bytes.substr(0, 4))
        value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

FileInfo readFileInfo(Answer &answer)
{
    return {.path = answer.text("path"),
            .size = answer.number("size"),
            .mode = static_cast<int>(answer.number("mode", 0, 07777)),
            .modified = answer.time("mtime"),
            .etag = answer.text("etag")};
}

} // namespace portolan::runtime::agent
