// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/program/init_scripts.h"

#include "core/base/encoding.h"
#include "server/runtime/agent/program/files.h"
#include "server/runtime/agent/program/process.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <format>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace portolan::runtime::agent {

namespace {

constexpr std::string_view scriptFolder = ".portolan/init";
constexpr int couldNotRun = 126;

/// A file that must not be there before, or is replaced.
bool writeNewFile(const std::string &path, std::string_view text, mode_t mode)
{
    ::unlink(path.c_str());
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    return file && writeAll(file.get(), text) && ::fsync(file.get()) == 0;
}

} // namespace

InitScripts::InitScripts(const Config &config) : m_config(config)
{
    for (const InitScript &script : config.initScripts) {
        // Blueprints inherit by appending, so two scripts may have one name; each has its own flag.
        const auto earlier = std::ranges::count(config.initScripts.data(), &script, script.name, &InitScript::name);
        std::string file = percentEncode(script.name) + (earlier > 0 ? std::format("~{}", earlier + 1) : "");
        if (file.starts_with('.'))
            file.replace(0, 1, "%2E");
        m_scripts.push_back({.name = script.name, .file = std::move(file), .text = &script.script});
    }
}

void InitScripts::start()
{
    int ends[2];
    if (m_scripts.empty() || ::pipe2(ends, O_CLOEXEC) != 0)
        return;
    Descriptor writeEnd(ends[1]);
    m_news = Descriptor(ends[0]);
    ::fcntl(m_news.get(), F_SETFL, O_NONBLOCK);
    const pid_t pid = ::fork();
    if (pid == 0) {
        runAll(becomeHandler(writeEnd.get()));
        ::_exit(0);
    }
    m_running = pid > 0;
    if (!m_running)
        std::fprintf(stderr, "portolan-agent: init scripts cannot start: %s\n", std::strerror(errno));
}

bool InitScripts::takeNews()
{
    News news{};
    ssize_t count = 0;
    while ((count = ::read(m_news.get(), &news, sizeof news)) == sizeof news) {
        if (news.index < m_scripts.size()) {
            m_scripts[news.index].state = news.state;
            m_scripts[news.index].status = news.status;
        }
    }
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    // The runner is gone; what it did not report was cut off.
    m_running = false;
    for (Script &script : m_scripts) {
        if (script.state == State::Pending || script.state == State::Running) {
            script.state = State::Failed;
            script.status = couldNotRun;
        }
    }
    return false;
}

Json InitScripts::state() const
{
    constexpr const char *names[] = {"pending", "running", "succeeded", "failed", "done-before"};
    Json::Array scripts;
    for (const Script &script : m_scripts) {
        Json::Object item{{"name", script.name}, {"state", names[static_cast<std::size_t>(script.state)]}};
        if (script.state == State::Failed)
            item.push_back({"status", script.status});
        scripts.push_back(std::move(item));
    }
    const char *const state = m_scripts.empty() ? "none" : m_running ? "running" : "done";
    return Json::Object{{"state", state}, {"scripts", std::move(scripts)}};
}

void InitScripts::runAll(int news) const
{
    for (const std::string_view folder : {flagFolder, logFolder, scriptFolder}) {
        if (const auto made = makeFolders(m_config.inHome(folder), 0700); !made)
            std::fprintf(stderr, "portolan-agent: %s\n", made.error().detail.c_str());
    }
    for (std::uint32_t index = 0; index < m_scripts.size(); ++index) {
        const auto report = [&](State state, int status = 0) {
            const News record{index, state, static_cast<std::uint8_t>(status)};
            static_cast<void>(writeAll(news, {reinterpret_cast<const char *>(&record), sizeof record}));
        };
        const Script &script = m_scripts[index];
        const std::string flag = m_config.inHome(flagFolder) + "/" + script.file;
        if (::access(flag.c_str(), F_OK) == 0) {
            report(State::AlreadyDone);
            continue;
        }
        report(State::Running);
        const int status = runOne(script);
        // Without its flag a script would run again after it has succeeded: that is a failure to be seen.
        if (status == 0 && writeNewFile(flag, "", 0600))
            report(State::Succeeded);
        else
            report(State::Failed, status == 0 ? couldNotRun : status);
    }
}

int InitScripts::runOne(const Script &script) const
{
    const std::string file = m_config.inHome(scriptFolder) + "/" + script.file;
    const std::string log = m_config.inHome(logFolder) + "/init-" + script.file + ".log";
    if (!writeNewFile(log, "", 0600))
        return couldNotRun;
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::setsid();
        const int out = ::open(log.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
        const int in = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        if (::dup2(in, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(out, 2) < 0)
            ::_exit(couldNotRun);
        if (!writeNewFile(file, *script.text, 0700)) {
            std::fprintf(stderr, "portolan-agent: %s: %s\n", file.c_str(), std::strerror(errno));
            ::_exit(couldNotRun);
        }
        const std::string interpreter = ::access("/bin/bash", X_OK) == 0 ? "/bin/bash" : "/bin/sh";
        const bool namesItsOwn = script.text->starts_with("#!");
        becomeProgram(namesItsOwn ? std::vector{file} : std::vector{interpreter, file}, environmentOf(m_config),
                      m_config.home);
    }
    int status = 0;
    while (pid > 0 && ::waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    const int result = pid > 0 ? shellStatus(status) : couldNotRun;
    if (const Descriptor tail(::open(log.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC)); tail && result != 0)
        static_cast<void>(writeAll(tail.get(), std::format("portolan: ended with status {}\n", result)));
    return result;
}

} // namespace portolan::runtime::agent
