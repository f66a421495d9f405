// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/local/files.h"

#include "core/base/descriptor.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace portolan::runtime {

std::string readFile(const std::filesystem::path &path)
{
    std::string text;
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::array<char, 4096> buffer;
    while (file) {
        const auto size = read(file.get(), buffer.data(), buffer.size());
        if (size > 0)
            text.append(buffer.data(), static_cast<std::size_t>(size));
        else if (size == 0 || errno != EINTR)
            break;
    }
    return text;
}

std::vector<std::string> foldersIn(const std::filesystem::path &path)
{
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code gone;
        if (entry->is_directory(gone))
            names.push_back(entry->path().filename().string());
    }
    return names;
}

} // namespace portolan::runtime
