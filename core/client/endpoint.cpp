// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/endpoint.h"

#include "core/base/file.h"

#include <fcntl.h>
#include <unistd.h>
#include <yyjson.h>

#include <cerrno>
#include <charconv>
#include <format>
#include <memory>

namespace portolan {

namespace {

constexpr std::size_t sizeLimit = 16 * 1024;

struct FreeDocument {
    void operator()(yyjson_doc *document) const { yyjson_doc_free(document); }
    void operator()(yyjson_mut_doc *document) const { yyjson_mut_doc_free(document); }
};

Result<std::optional<pid_t>> readHolder(const std::filesystem::path &path)
{
    const auto text = readFile(path, 64);
    if (!text)
        return std::unexpected(text.error());
    pid_t pid = 0;
    std::from_chars(text->data(), text->data() + text->size(), pid);
    return pid;
}

} // namespace

std::string encodeEndpoint(const Endpoint &endpoint)
{
    const std::unique_ptr<yyjson_mut_doc, FreeDocument> document(yyjson_mut_doc_new(nullptr));
    yyjson_mut_val *root = yyjson_mut_obj(document.get());
    yyjson_mut_doc_set_root(document.get(), root);
    yyjson_mut_obj_add_strn(document.get(), root, "url", endpoint.url.data(), endpoint.url.size());
    yyjson_mut_obj_add_int(document.get(), root, "pid", endpoint.pid);
    yyjson_mut_obj_add_strn(document.get(), root, "version", endpoint.version.data(), endpoint.version.size());
    std::size_t size = 0;
    char *text = yyjson_mut_write(document.get(), 0, &size);
    std::string json(text, size);
    std::free(text);
    return json;
}

Result<Endpoint> decodeEndpoint(std::string_view json)
{
    const std::unique_ptr<yyjson_doc, FreeDocument> document(yyjson_read(json.data(), json.size(), 0));
    yyjson_val *root = yyjson_doc_get_root(document.get());
    yyjson_val *url = yyjson_obj_get(root, "url");
    yyjson_val *pid = yyjson_obj_get(root, "pid");
    yyjson_val *version = yyjson_obj_get(root, "version");
    if (!yyjson_is_str(url) || !yyjson_is_str(version) || !yyjson_is_uint(pid) || yyjson_get_uint(pid) == 0
        || yyjson_get_uint(pid) > INT32_MAX)
        return fail(ErrorCode::InvalidArgument, "not an endpoint: url, pid and version are needed");
    return Endpoint{.url = std::string(yyjson_get_str(url), yyjson_get_len(url)),
                    .pid = static_cast<pid_t>(yyjson_get_uint(pid)),
                    .version = std::string(yyjson_get_str(version), yyjson_get_len(version))};
}

Result<std::optional<pid_t>> folderHolder(const std::filesystem::path &folder)
{
    const auto path = folder / "lock";
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) {
        if (errno == ENOENT)
            return std::nullopt;
        return failFromErrno("opening " + path.string(), errno);
    }
    struct flock lock = {};
    lock.l_type = F_RDLCK;
    lock.l_whence = SEEK_SET;
    if (::fcntl(file.get(), F_OFD_GETLK, &lock) != 0)
        return failFromErrno("asking for the lock of " + path.string(), errno);
    if (lock.l_type == F_UNLCK)
        return std::nullopt;
    return readHolder(path);
}

Result<Endpoint> readEndpoint(const std::filesystem::path &folder)
{
    const auto nothing = [&folder] {
        return fail(ErrorCode::NotFound, std::format("no server runs on {}", folder.string()));
    };
    const auto holder = folderHolder(folder);
    if (!holder)
        return std::unexpected(holder.error());
    if (!*holder)
        return nothing();
    const auto path = folder / "endpoint";
    const auto json = readFile(path, sizeLimit);
    if (!json) {
        if (json.error().code == ErrorCode::NotFound)
            return nothing();
        return std::unexpected(json.error());
    }
    auto endpoint = decodeEndpoint(*json);
    if (!endpoint)
        return failWithin("reading " + path.string(), std::move(endpoint.error()));
    // A server that has just started and does not listen yet, over the file of one that was killed.
    if (endpoint->pid != **holder)
        return nothing();
    return endpoint;
}

} // namespace portolan
