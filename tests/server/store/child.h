// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/file.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <optional>
#include <string>
#include <vector>

namespace portolan::test {

/// This test program once more, in another process, with arguments. Ended and reaped with the object.
class Child
{
public:
    explicit Child(std::vector<std::string> arguments)
    {
        int output[2];
        int input[2];
        if (::pipe2(output, O_CLOEXEC) != 0 || ::pipe2(input, O_CLOEXEC) != 0)
            qFatal("no pipe");
        m_output = Descriptor(output[0]);
        m_input = Descriptor(input[1]);
        const Descriptor childOutput(output[1]);
        const Descriptor childInput(input[0]);
        std::string program = "/proc/self/exe";
        std::vector<char *> argv{program.data()};
        for (auto &argument : arguments)
            argv.push_back(argument.data());
        argv.push_back(nullptr);
        m_pid = ::fork();
        if (m_pid == 0) {
            ::dup2(childInput.get(), 0);
            ::dup2(childOutput.get(), 1);
            ::execv(program.c_str(), argv.data());
            ::_exit(127);
        }
    }
    Child(const Child &) = delete;
    ~Child() { kill(); }

    [[nodiscard]] pid_t pid() const { return m_pid; }

    /// Waits for the next line; nothing at the end of what it writes.
    std::optional<std::string> readLine()
    {
        for (;;) {
            if (const auto end = m_buffer.find('\n', m_start); end != std::string::npos) {
                auto line = m_buffer.substr(m_start, end - m_start);
                m_start = end + 1;
                return line;
            }
            char bytes[4096];
            const ssize_t count = ::read(m_output.get(), bytes, sizeof(bytes));
            if (count <= 0)
                return std::nullopt;
            m_buffer.erase(0, std::exchange(m_start, 0));
            m_buffer.append(bytes, static_cast<std::size_t>(count));
        }
    }

    /// The child reads the end of its standard input.
    void closeInput() { m_input = Descriptor(); }

    void kill()
    {
        if (m_pid <= 0)
            return;
        ::kill(m_pid, SIGKILL);
        wait();
    }
    /// Its status, when it has ended by itself.
    int wait()
    {
        int status = 0;
        ::waitpid(std::exchange(m_pid, 0), &status, 0);
        return status;
    }

    /// For the child: blocks until its parent closes the input or is gone.
    static void waitForParent()
    {
        char byte;
        while (::read(0, &byte, 1) > 0) {
        }
    }

private:
    pid_t m_pid = 0;
    Descriptor m_output;
    Descriptor m_input;
    std::string m_buffer;
    std::size_t m_start = 0;
};

} // namespace portolan::test
