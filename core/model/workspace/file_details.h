// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// A file of a workspace: the answer of PUT /api/v1/workspaces/{name}/files.
struct FileDetails {
    std::string path;
    std::int64_t size = 0;
    int mode = 0;
    Time modified;
    std::string etag;
};

template <>
struct schema::Description<FileDetails> {
    using F = FileDetails;
    static constexpr std::string_view name = "FileDetails";
    static constexpr std::string_view doc = "A file of a workspace.";
    static constexpr auto fields = std::tuple{
        field("path", &F::path, {.doc = "Where it is, inside."}),
        field("size", &F::size, {.doc = "Bytes."}),
        field("mode", &F::mode, {.doc = "Permission bits."}),
        field("modified", &F::modified, {.doc = "When it was last changed."}),
        field("etag", &F::etag, {.doc = "Changes with the file."}),
    };
};

} // namespace portolan
