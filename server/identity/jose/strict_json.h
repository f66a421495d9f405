// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/schema/json.h"

#include <optional>
#include <string>
#include <string_view>

/// JSON Object Signing and Encryption, as far as bearer tokens need it: RFC 7515 (signatures), 7517 (keys), 7519
/// (tokens), with the advice of RFC 8725. Values and free functions; all of it may be called from any thread.
namespace portolan::jose {

/// base64url as RFC 7515 section 2 has it: unpadded, and one text only for the same bytes.
[[nodiscard]] std::optional<std::string> fromUnpaddedBase64Url(std::string_view text);

/// A JSON object no object in which has two members of one name, at any depth: of those, two readers may see different
/// ones (RFC 8725 section 2.4). InvalidArgument for all else; the detail does not quote the text.
[[nodiscard]] Result<JsonDocument> parseStrictObject(std::string_view text);

/// Whether a member of this very object is there twice.
[[nodiscard]] bool hasDuplicateMember(JsonValue object);

} // namespace portolan::jose
