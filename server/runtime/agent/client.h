// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/stream.h"
#include "core/base/clock.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The server's side of protocol.h. Each function takes a fresh connection (Runtime::open()), asks one thing, and keeps
/// to the thread of that connection. What comes back is not believed: sizes are bounded, shapes are checked, and
/// nonsense is ErrorCode::BadGateway. An answer that does not come in time is ErrorCode::Timeout.
namespace portolan::runtime::agent {

using Connection = std::unique_ptr<Stream>;

inline constexpr std::chrono::milliseconds defaultPatience = std::chrono::seconds(30);

struct AgentInfo {
    enum class Scripts { None, Running, Done };
    struct Script {
        std::string name;
        std::string state; ///< pending, running, succeeded, failed, done-before
        std::optional<int> status = {};
    };
    int protocol = 0;
    Time started;
    Scripts scripts = Scripts::None;
    std::vector<Script> initScripts = {};
};

[[nodiscard]] Task<Result<AgentInfo>> ping(Connection connection, std::chrono::milliseconds patience = defaultPatience);

/// As SIGTERM: ends everything inside, by force after `grace`. Done when the agent has begun.
[[nodiscard]] Task<Result<void>> stop(Connection connection, std::chrono::milliseconds grace);

/// From here on the connection carries SSH to a server that accepts `authorizedKey` ("ssh-ed25519 AAAA...") alone.
[[nodiscard]] Task<Result<Connection>> ssh(Connection connection, std::string authorizedKey,
                                           std::map<std::string, std::string> environment = {});

struct TerminalRequest {
    std::optional<std::string> command = {}; ///< for the shell's -c; without it a login shell
    int columns = 80;
    int rows = 24;
    std::string term = "xterm-256color";
    std::map<std::string, std::string> environment = {};
    std::optional<std::string> folder = {}; ///< home without it
};

/// A shell in a terminal. Closing or destroying it hangs up, as when a line is cut.
class Terminal
{
public:
    virtual ~Terminal() = default;

    /// Names it for cwd(); good for as long as the shell lives.
    [[nodiscard]] virtual const std::string &session() const = 0;
    /// Some bytes of output; an empty string when the shell has ended and all its output was read. A connection that
    /// breaks before is BadGateway. While nobody reads, the shell is stopped at its next output.
    [[nodiscard]] virtual Task<Result<std::string>> read() = 0;
    /// Done when the connection has taken the bytes. Calls may overlap; they take effect in the order of calling.
    [[nodiscard]] virtual Task<Result<void>> write(std::string bytes) = 0;
    [[nodiscard]] virtual Task<Result<void>> resize(int columns, int rows) = 0;
    /// To the foreground process group.
    [[nodiscard]] virtual Task<Result<void>> signal(int number) = 0;
    /// As in a shell, 128 + signal included; known once read() has come to the end.
    [[nodiscard]] virtual std::optional<int> exitStatus() const = 0;
    virtual void close() = 0;
};

[[nodiscard]] Task<Result<std::unique_ptr<Terminal>>> terminal(Connection connection, TerminalRequest request);

/// The folder in which a terminal's shell is now.
[[nodiscard]] Task<Result<std::string>> cwd(Connection connection, std::string session);

struct FileInfo {
    std::string path;
    std::int64_t size = 0;
    int mode = 0; ///< permission bits
    Time modified;
    std::string etag; ///< opaque; without quotes
};

/// A part of a file, as it comes.
class FileReader
{
public:
    FileReader(Connection connection, FileInfo info, std::int64_t offset, std::int64_t length)
        : m_connection(std::move(connection)), m_info(std::move(info)), m_offset(offset), m_left(length)
    {}

    [[nodiscard]] const FileInfo &info() const { return m_info; }
    [[nodiscard]] std::int64_t offset() const { return m_offset; } ///< of the first byte that was promised
    [[nodiscard]] std::int64_t left() const { return m_left; } ///< promised and not yet read

    /// Some bytes; an empty string at the end. A file that became shorter meanwhile is BadGateway. The reader must
    /// stay until it is done.
    [[nodiscard]] Task<Result<std::string>> read(std::size_t limit = 64 * 1024);

private:
    Connection m_connection;
    FileInfo m_info;
    std::int64_t m_offset;
    std::int64_t m_left;
};

struct ReadRequest {
    std::string path;
    std::int64_t
        offset = 0; ///< below 0: so many bytes before the end. Past the end nothing is read; see FileInfo::size
    std::optional<std::int64_t> length = {};
};

[[nodiscard]] Task<Result<std::unique_ptr<FileReader>>> read(Connection connection, ReadRequest request);

struct WriteRequest {
    std::string path;
    std::optional<int> mode = {}; ///< the old file's, or 0644
    std::optional<std::int64_t> size = {}; ///< known beforehand: reserved at once, and checked at the end
    bool parents = false; ///< make missing folders
    std::optional<std::string> ifMatch = {}; ///< replace only this version of the file: PreconditionFailed otherwise
    bool onlyNew = false; ///< PreconditionFailed where the file exists
};

/// An upload. The file changes at finish() and not before; if that does not succeed, or is never called, nothing was
/// changed and nothing is left. The writer must stay until its calls are done.
class FileWriter
{
public:
    FileWriter(Connection connection, std::optional<FileInfo> replaces)
        : m_connection(std::move(connection)), m_replaces(std::move(replaces))
    {}

    /// The file that is there before; nothing when it is new.
    [[nodiscard]] const std::optional<FileInfo> &replaces() const { return m_replaces; }
    [[nodiscard]] Task<Result<void>> write(std::string bytes);
    /// Durable when this is done. A large file may take as long as its disk needs.
    [[nodiscard]] Task<Result<FileInfo>> finish();
    void abort() { m_connection->close(); }

private:
    [[nodiscard]] Task<Result<void>> send(std::string frame);

    Connection m_connection;
    std::optional<FileInfo> m_replaces = {};
};

[[nodiscard]] Task<Result<std::unique_ptr<FileWriter>>> write(Connection connection, WriteRequest request);

struct Entry {
    std::string name; ///< with U+FFFD for what is not UTF-8, see lossy
    std::string path;
    std::int64_t size = 0;
    std::string mode; ///< "drwxr-xr-x"
    bool isFolder = false; ///< also for a link to one
    Time modified;
    std::optional<std::string> target = {}; ///< of a link
    bool lossy = false; ///< the real name is not UTF-8: it can be shown, and used over SFTP only
};

struct Folder {
    std::string path;
    std::vector<Entry> entries = {}; ///< in no order
    bool truncated = false; ///< there are more than `limit`
};

[[nodiscard]] Task<Result<Folder>> list(Connection connection, std::string path, bool showHidden,
                                        std::size_t limit = 10'000);
[[nodiscard]] Task<Result<void>> makeFolder(Connection connection, std::string path, bool parents = false);
/// A folder with all that is in it; a link, not what it points to.
[[nodiscard]] Task<Result<void>> remove(Connection connection, std::string path);

struct Mount {
    std::string mountPoint;
    std::string source;
    std::string type;
    std::vector<std::string> options = {};
    bool readOnly = false;
    bool likelyTemporary = false;
    std::int64_t totalBytes = 0;
    std::int64_t usedBytes = 0;
    std::int64_t freeBytes = 0;
    std::int64_t availableBytes = 0;
    std::int64_t totalInodes = 0;
    std::int64_t freeInodes = 0;
};

/// As seen from inside; limits and exact use are the driver's to know (Runtime::usage()).
struct SystemInfo {
    Time started;
    std::chrono::microseconds cpuTime{};
    std::int64_t residentBytes = 0; ///< shared pages counted in each process
    int processes = 0;
    int users = 0; ///< SSH connections and terminals
    std::array<double, 3> load{}; ///< processors busy, over 1, 5 and 15 minutes
    std::vector<Mount> mounts = {};
};

[[nodiscard]] Task<Result<SystemInfo>> systemInfo(Connection connection);

} // namespace portolan::runtime::agent
