// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// Something that shall be, as Educates' manifests write it: ClientConfig, Secret, ClusterConfig, TenantConfig, Workshop
/// and TrainingPortal (lookup spec section 2).
struct Manifest {
    std::string kind;
    std::string name;
    std::string path; ///< where it is put
    std::string spec; ///< JSON; of a Secret, which has none, its type and values
    int line = 0; ///< of the text, where it begins
};

/// The manifests of a text of YAML documents, in the order in which they can be put: what others refer to first.
/// InvalidArgument, with the line, for what is not YAML, no manifest, or of a kind that is not known.
[[nodiscard]] Result<std::vector<Manifest>> readManifests(std::string_view text);

} // namespace portolan
