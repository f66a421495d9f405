// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// What portolan-agent, PID 1 of each workspace, and the server say to each other. Shared by both sides; no Qt.
///
/// # Starting the agent
///
///     portolan-agent --listen-fd N --status-fd M --config-fd C [--grace MILLISECONDS]
///
/// - `--listen-fd`: a bound and listening Unix stream socket. Whoever starts the agent binds it outside of the sandbox,
///   in a folder that nobody else may enter: being able to connect is the authority to do all that is below.
/// - `--status-fd`: a file opened with O_APPEND (or a pipe), see "Status".
/// - `--config-fd`: one JSON object, read to the end of the file (a memfd rewound to its start, a file, or the read end
///   of a pipe whose write end gets closed); at most `maxConfig` bytes. Secrets are here, never in the arguments.
/// - `--grace`: how long after SIGTERM processes have before SIGKILL; 10 000 by default.
///
/// The three descriptors must survive into the agent (no close-on-exec; bubblewrap hands descriptors on); it marks them
/// close-on-exec at once, and nothing else that it inherited beyond 0, 1 and 2 stays open. Standard input should be
/// /dev/null; standard error gets one line for what goes wrong. It runs as the owner, as PID 1 of a PID namespace
/// (bubblewrap: `--unshare-pid --as-pid-1`) with `/proc` mounted, without capabilities
/// (`--cap-drop ALL`: with CAP_SYS_PTRACE the workload could read the agent's descriptors), or, for tests, as any
/// process.
///
/// # Configuration
///
///     {"user": "alice",             // the name that /etc/passwd inside has for the uid of the agent
///      "home": "/home/alice",       // exists, belongs to the owner
///      "shell": "/bin/bash",
///      "runDir": "/run/portolan",   // a folder of the owner, mode 0700, best on a tmpfs: keys and configuration of
///      sshd "hostKey": "-----BEGIN OPENSSH PRIVATE KEY-----\n...",  // optional; without it "ssh" is refused
///      "environment": {"WORKSPACE": "..."},                    // optional; for shells, SSH sessions and init scripts
///      "initScripts": [{"name": "...", "script": "..."}],      // optional
///      "sshd": "/usr/sbin/sshd",                               // optional
///      "maxConnections": 200, "headTimeoutMs": 10000,          // optional limits
///      "hangUpGraceMs": 5000}   // what is left of a request after its peer has gone: TERM after this, KILL after
///      twice
///
/// Unknown keys are refused. A variable whose value has a line break reaches everything but SSH sessions (SetEnv of
/// sshd_config cannot say it).
///
/// # Status
///
/// One line of JSON for each event, written with a single write():
///
///     {"event": "started", "time": MICROSECONDS, "version": 1}
///     {"event": "ended", "time": MICROSECONDS, "status": 0, "reason": "stopped"}
///
/// `time` is UTC since 1970. A file whose last line is not "ended" belongs to an agent that still runs or that was
/// killed from outside (SIGKILL, out of memory, power). The exit status of the process is `status`: 0 after a polite
/// stop, 1 when it could not go on, 2 when arguments or configuration are refused (the reason is on standard error).
///
/// SIGTERM from outside of the PID namespace stops politely: SIGTERM and SIGHUP to every process, SIGKILL to those left
/// after the grace, then exit. Signals from inside are ignored.
///
/// # A connection
///
/// One connection is one request. The client sends a head, the agent answers:
///
///     head   := length:u32be JSON        {"op": "...", ...}                              at most maxHead
///     answer := length:u32be JSON        {"ok": true, ...}                               at most maxAnswer
///                                        {"ok": false, "error": {"code": "not-found", "detail": "..."}}
///
/// `code` is name(ErrorCode) of core/base/error.h. After an error the agent closes. What follows an answer depends on
/// the operation: nothing, raw bytes, or frames:
///
///     frame  := type:u8 length:u32be payload                                             at most maxFrame
///
/// | op     | head                                                      | answer, then |
/// |--------|-----------------------------------------------------------|-----------------------------------------------|
/// | ping   |                                                           | protocol, started, initScripts{state,scripts}
/// | | ssh    | authorizedKey, environment?                               | raw SSH both ways, until sshd is done | |
/// pty    | command?, cols, rows, term?, environment?, cwd?           | session; frames Input, Resize, Signal to the  |
/// |        |                                                           | agent, Output and one Exit from it | | read
/// | path, offset?, length?                                    | FileInfo, offset, length; then `length` bytes | |
/// write  | path, mode?, size?, parents?, ifMatch?, onlyNew?          | FileInfo of what is there or nothing; frames  |
/// |        |                                                           | Data... End to the agent; then an answer with
/// | |        |                                                           | the FileInfo of the new file | | list   |
/// path, showHidden?                                         | path; frames Entries (a JSON array), then End | | mkdir
/// | path, parents?, mode?                                     |                                               | |
/// remove | path                                                      | (recursive; never follows symbolic links)     |
/// | cwd    | session                                                   | path | | sysinfo| | see sysinfo.cpp | | stop
/// | graceMs?                                                  | as SIGTERM                                    |
///
/// Paths that are not absolute are below home. FileInfo: {"path", "size", "mode", "mtime", "etag"}, `mode` the
/// permission bits as a number, `mtime` in microseconds, `etag` an opaque string that changes with the file.
namespace portolan::runtime::agent {

inline constexpr int protocolVersion = 1;

inline constexpr std::size_t maxHead = 256 * 1024;
inline constexpr std::size_t maxAnswer = 256 * 1024;
inline constexpr std::size_t maxFrame = 64 * 1024;
inline constexpr std::size_t maxConfig = 4 * 1024 * 1024;
inline constexpr std::size_t frameHeaderSize = 5;
inline constexpr int defaultMaxConnections = 200;
inline constexpr std::chrono::milliseconds defaultHeadTimeout = std::chrono::seconds(10);
inline constexpr std::chrono::milliseconds defaultHangUpGrace = std::chrono::seconds(5);
inline constexpr std::chrono::milliseconds defaultGrace = std::chrono::seconds(10);

enum class FrameType : std::uint8_t {
    Input = 1, ///< to the agent: bytes for the terminal
    Resize = 2, ///< to the agent: cols:u16be rows:u16be
    Signal = 3, ///< to the agent: number:u8, to the foreground process group
    Output = 4, ///< from the agent: bytes of the terminal
    Exit = 5, ///< from the agent: status:u32be, 128 + signal for a killed shell; the last frame
    Data = 6, ///< to the agent: bytes of a file
    Entries = 7, ///< from the agent: a JSON array of {"name","path","size","mode","isDir","mtime","lossy"?,"target"?}
    End = 8, ///< either: nothing follows; without it a transfer is incomplete
};

/// Where the agent keeps its own things, below the owner's home.
inline constexpr std::string_view privateFolder = ".portolan";
inline constexpr std::string_view flagFolder = ".portolan/flags"; ///< init scripts that have succeeded
inline constexpr std::string_view logFolder = ".portolan/log"; ///< init-NAME.log
/// Links to temporary files of uploads that are under way: what a crash leaves is removed at the next start.
inline constexpr std::string_view uploadFolder = ".portolan/uploads";
inline constexpr std::string_view temporaryPrefix = ".portolan-upload-";

} // namespace portolan::runtime::agent
