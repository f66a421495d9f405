// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Many subscribers of a server's event stream in one thread, some of which stop reading. Usage: PORT READERS STUCK, and
// a token in the first line of the standard input. Then it obeys line by line and answers each with a line:
//   go    begins to read; the events of the readers that are not stuck are counted from here on
//   stop  reads until nothing has come for a second; tells "READERS EVENTS FEWEST MOST P50 P99 MAX" (milliseconds from
//         the time that an event has to the one when it was read)
//   wake  lets the stuck ones read as well; tells "STUCK CAUGHT-UP RESYNCED CUT"
// Every reader checks that the ids of its events have no gap and no double. What goes wrong ends the program.

#include "core/base/time.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <format>
#include <iostream>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <print>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

using SystemClock = std::chrono::system_clock;
using SteadyClock = std::chrono::steady_clock;

[[noreturn]] void giveUp(const std::string &what)
{
    std::println(stderr, "portolan-event-readers: {}", what);
    std::exit(1);
}

struct Reader {
    int fd = -1;
    bool stuck = false;
    bool cut = false;
    bool resynced = false;
    std::int64_t lastId = 0;
    std::int64_t events = 0;
    std::string rest = {}; ///< an unfinished line
};

class Readers
{
public:
    Readers(std::uint16_t port, int count, int stuck, const std::string &token)
    {
        const std::string request = std::format("GET /api/events/stream HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n"
                                                "Accept: text/event-stream\r\nAuthorization: Bearer {}\r\n\r\n",
                                                port, token);
        m_readers.resize(static_cast<std::size_t>(count));
        for (std::size_t index = 0; index < m_readers.size(); ++index) {
            m_readers[index].stuck = index < static_cast<std::size_t>(stuck);
            connect(m_readers[index], port, request);
        }
        for (std::size_t index = 0; index < m_readers.size(); ++index)
            if (!m_readers[index].stuck)
                watch(index);
    }

    /// Reads until nothing came for so long, or until something can be read from the standard input.
    void read(std::chrono::milliseconds quiet, bool untilTold)
    {
        epoll_event input{.events = EPOLLIN, .data = {.u64 = standardInput}};
        if (untilTold)
            ::epoll_ctl(m_poll, EPOLL_CTL_ADD, STDIN_FILENO, &input);
        auto last = SteadyClock::now();
        for (bool told = false; !told && (untilTold || SteadyClock::now() - last < quiet);) {
            const int ready = ::epoll_wait(m_poll, m_ready.data(), static_cast<int>(m_ready.size()), 100);
            for (int index = 0; index < ready; ++index) {
                const auto which = m_ready[static_cast<std::size_t>(index)].data.u64;
                if (which == standardInput) {
                    told = true;
                    continue;
                }
                if (take(m_readers[which]))
                    last = SteadyClock::now();
            }
        }
        if (untilTold)
            ::epoll_ctl(m_poll, EPOLL_CTL_DEL, STDIN_FILENO, nullptr);
    }

    void tellDelays()
    {
        std::int64_t fewest = INT64_MAX;
        std::int64_t most = 0;
        std::size_t readers = 0;
        for (const Reader &reader : m_readers) {
            if (reader.stuck)
                continue;
            if (reader.cut)
                giveUp("a reader that keeps up was cut off");
            ++readers;
            fewest = std::min(fewest, reader.events);
            most = std::max(most, reader.events);
        }
        std::ranges::sort(m_delays);
        const auto at = [this](double part) {
            return m_delays.empty()
                       ? 0.F
                       : m_delays[static_cast<std::size_t>(static_cast<double>(m_delays.size() - 1) * part)];
        };
        std::println("{} {} {} {} {:.1f} {:.1f} {:.1f}", readers, m_delays.size(), fewest, most, at(0.5), at(0.99),
                     at(1));
    }

    void wakeStuck()
    {
        for (std::size_t index = 0; index < m_readers.size(); ++index)
            if (m_readers[index].stuck)
                watch(index);
    }

    void tellStuck() const
    {
        std::int64_t head = 0;
        for (const Reader &reader : m_readers)
            head = std::max(head, reader.lastId);
        std::array<int, 4> counts{};
        for (const Reader &reader : m_readers) {
            if (!reader.stuck)
                continue;
            ++counts[0];
            if (reader.cut)
                ++counts[3];
            else if (reader.resynced)
                ++counts[2];
            else if (reader.lastId == head)
                ++counts[1];
            else
                giveUp("a reader that was stuck is neither up to date nor cut off");
        }
        std::println("{} {} {} {}", counts[0], counts[1], counts[2], counts[3]);
    }

private:
    static constexpr std::uint64_t standardInput = UINT64_MAX;

    static void connect(Reader &reader, std::uint16_t port, const std::string &request)
    {
        reader.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (reader.stuck) { // With loopback's segments of 64 KB the kernel would keep megabytes for it.
            const int window = 4096;
            const int segment = 1460;
            ::setsockopt(reader.fd, SOL_SOCKET, SO_RCVBUF, &window, sizeof window);
            ::setsockopt(reader.fd, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment);
        }
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(reader.fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
            giveUp(std::format("cannot connect: {}", std::strerror(errno)));
        if (::send(reader.fd, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
            giveUp("cannot send the request");
        std::string head;
        while (!head.contains("event: connected")) {
            std::array<char, 4096> buffer; // NOLINT: filled by recv
            const ssize_t count = ::recv(reader.fd, buffer.data(), buffer.size(), 0);
            if (count <= 0
                || (head.append(buffer.data(), static_cast<std::size_t>(count)), !head.starts_with("HTTP/1.1 200")))
                giveUp("a subscription is refused: " + head);
        }
    }

    void watch(std::size_t index)
    {
        epoll_event event{.events = EPOLLIN, .data = {.u64 = index}};
        if (::epoll_ctl(m_poll, EPOLL_CTL_ADD, m_readers[index].fd, &event) != 0)
            giveUp(std::format("epoll: {}", std::strerror(errno)));
    }

    /// Whether events came.
    bool take(Reader &reader)
    {
        const ssize_t count = ::recv(reader.fd, m_buffer.data(), m_buffer.size(), MSG_DONTWAIT);
        if (count <= 0) {
            if (count < 0 && (errno == EAGAIN || errno == EINTR))
                return false;
            reader.cut = true;
            ::epoll_ctl(m_poll, EPOLL_CTL_DEL, reader.fd, nullptr);
            return false;
        }
        const auto now = SystemClock::now();
        std::string_view text(m_buffer.data(), static_cast<std::size_t>(count));
        bool came = false;
        for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
            if (reader.rest.empty()) {
                came |= line(reader, text.substr(0, end), now);
            } else {
                reader.rest += text.substr(0, end);
                came |= line(reader, reader.rest, now);
                reader.rest.clear();
            }
            text.remove_prefix(end + 1);
        }
        reader.rest += text;
        return came;
    }

    bool line(Reader &reader, std::string_view line, SystemClock::time_point now)
    {
        if (line.starts_with("id: ")) {
            std::int64_t id = 0;
            std::from_chars(line.data() + 4, line.data() + line.size(), id);
            if (reader.lastId != 0 && id != reader.lastId + 1 && !reader.resynced)
                giveUp(std::format("event {} follows {}", id, reader.lastId));
            reader.lastId = id;
            return true;
        }
        if (line.starts_with("event: resync"))
            reader.resynced = true;
        constexpr std::string_view before = "\"time\":\"";
        if (reader.stuck || !line.starts_with("data: "))
            return false;
        const auto at = line.find(before);
        if (at == std::string_view::npos)
            return false; // a heartbeat
        const auto rest = line.substr(at + before.size());
        m_delays.push_back(
            std::chrono::duration<float, std::milli>(now - timeOf(reader.lastId, rest.substr(0, rest.find('"'))))
                .count());
        ++reader.events;
        return false;
    }

    /// The same event comes to all readers: its time is read once.
    SystemClock::time_point timeOf(std::int64_t id, std::string_view text)
    {
        if (static_cast<std::size_t>(id) >= m_times.size())
            m_times.resize(static_cast<std::size_t>(id) + 1);
        auto &known = m_times[static_cast<std::size_t>(id)];
        if (!known) {
            const auto time = portolan::parseTime(text);
            if (!time)
                giveUp(std::format("the time of event {} is {}", id, text));
            known = *time;
        }
        return *known;
    }

    int m_poll = ::epoll_create1(EPOLL_CLOEXEC);
    std::vector<Reader> m_readers;
    std::vector<float> m_delays;
    std::array<char, 1 << 16> m_buffer = {};
    std::array<epoll_event, 512> m_ready = {};
    std::vector<std::optional<SystemClock::time_point>> m_times; ///< by id
};

} // namespace

int main(int argc, char **argv)
{
    std::string token;
    if (argc != 4 || !std::getline(std::cin, token))
        giveUp("usage: PORT READERS STUCK, and a token in the first line of the standard input");
    const int port = std::atoi(argv[1]);
    Readers readers(static_cast<std::uint16_t>(port), std::atoi(argv[2]), std::atoi(argv[3]), token);
    std::println("connected");
    std::fflush(stdout);
    constexpr auto quiet = std::chrono::seconds(1);
    for (std::string order; std::getline(std::cin, order); std::fflush(stdout)) {
        if (order == "go") {
            std::println("reading");
            std::fflush(stdout);
            readers.read(quiet, true);
        } else if (order == "stop") {
            readers.read(quiet, false);
            readers.tellDelays();
        } else if (order == "wake") {
            readers.wakeStuck();
            readers.read(quiet, false);
            readers.tellStuck();
        } else {
            giveUp("it cannot " + order);
        }
    }
    return 0;
}
