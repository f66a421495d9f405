// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/jose/strict_json.h"

#include "core/base/encoding.h"

#include <algorithm>
#include <vector>

namespace portolan::jose {

std::optional<std::string> fromUnpaddedBase64Url(std::string_view text)
{
    return text.contains('=') ? std::nullopt : fromBase64Url(text);
}

bool hasDuplicateMember(JsonValue object)
{
    std::vector<std::string_view> names;
    object.forEachMember([&](std::string_view name, JsonValue) { names.push_back(name); });
    std::ranges::sort(names);
    return std::ranges::adjacent_find(names) != names.end();
}

Result<JsonDocument> parseStrictObject(std::string_view text)
{
    auto document = JsonDocument::parse(text);
    if (!document)
        return document;
    if (document->root().kind() != JsonValue::Kind::Object)
        return fail(ErrorCode::InvalidArgument, "not a JSON object");
    // Not by recursion: strangers decide how deep it goes.
    std::vector<JsonValue> open{document->root()};
    while (!open.empty()) {
        const JsonValue value = open.back();
        open.pop_back();
        if (hasDuplicateMember(value))
            return fail(ErrorCode::InvalidArgument, "two members have the same name");
        const auto descend = [&](const auto &, JsonValue inner) {
            if (inner.kind() == JsonValue::Kind::Object || inner.kind() == JsonValue::Kind::Array)
                open.push_back(inner);
        };
        if (value.kind() == JsonValue::Kind::Array)
            value.forEachElement(descend);
        else
            value.forEachMember(descend);
    }
    return document;
}

} // namespace portolan::jose
