// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/transfer.h"

#include <cerrno>
#include <format>
#include <sys/stat.h>
#include <unistd.h>

namespace portolan::ssh {

namespace {

class FileSource final : public Source
{
public:
    FileSource(Descriptor file, std::string name, const struct stat &status)
        : m_file(std::move(file)), m_name(std::move(name)), m_status(status)
    {}

    Result<std::string> read(std::size_t limit) override
    {
        std::string bytes;
        ssize_t count = 0;
        do
            bytes.resize_and_overwrite(limit, [&](char *data, std::size_t size) {
                count = ::read(m_file.get(), data, size);
                return count > 0 ? static_cast<std::size_t>(count) : 0;
            });
        while (count < 0 && errno == EINTR);
        if (count < 0)
            return failFromErrno(std::format("reading {}", m_name), errno);
        return bytes;
    }

    std::optional<std::uint64_t> size() const override { return m_status.st_size; }
    std::optional<std::uint32_t> mode() const override { return m_status.st_mode; }
    std::optional<std::uint32_t> modified() const override
    {
        return static_cast<std::uint32_t>(std::max<time_t>(m_status.st_mtime, 0));
    }

private:
    Descriptor m_file;
    std::string m_name;
    struct stat m_status;
};

class FileSink final : public Sink
{
public:
    FileSink(Descriptor file, std::string name) : m_file(std::move(file)), m_name(std::move(name)) {}

    Result<void> write(std::string_view bytes) override
    {
        while (!bytes.empty()) {
            const auto count = ::write(m_file.get(), bytes.data(), bytes.size());
            if (count >= 0)
                bytes.remove_prefix(static_cast<std::size_t>(count));
            else if (errno != EINTR)
                return failFromErrno(std::format("writing {}", m_name), errno);
        }
        return {};
    }

private:
    Descriptor m_file;
    std::string m_name;
};

} // namespace

Result<std::shared_ptr<Source>> makeFileSource(Descriptor file, std::string name)
{
    struct stat status{};
    if (::fstat(file.get(), &status) != 0)
        return failFromErrno(std::format("reading {}", name), errno);
    return std::make_shared<FileSource>(std::move(file), std::move(name), status);
}

std::shared_ptr<Sink> makeFileSink(Descriptor file, std::string name)
{
    return std::make_shared<FileSink>(std::move(file), std::move(name));
}

} // namespace portolan::ssh
