// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// YAML of others: what is read is JSON, and JSON is YAML that reads as itself.
#include "core/schema/yaml.h"
#include "core/model/blueprint/blueprint.h"
#include "core/schema/codec.h"
#include "core/schema/yaml_writer.h"
#include "tests/fuzz/fuzz.h"

using namespace portolan;

namespace {

/// YAML takes keys of 1024 characters, JSON longer ones; escaped, a character has up to six.
bool hasLongKey(JsonValue value)
{
    constexpr std::size_t most = 1024 / 6;
    bool found = false;
    value.forEachMember([&](std::string_view key, JsonValue member) {
        found = found || key.size() > most || hasLongKey(member);
    });
    value.forEachElement([&](std::size_t, JsonValue element) { found = found || hasLongKey(element); });
    return found;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const YamlLimits limits{.bytes = 1024 * 1024, .depth = 64, .nodes = 1000};
    const auto json = yamlToJson(fuzz::text(data, size), limits);
    if (!json) {
        FUZZ_REQUIRE(json.error().code == ErrorCode::InvalidArgument && !json.error().detail.empty());
        return 0;
    }
    const auto document = JsonDocument::parse(*json);
    FUZZ_REQUIRE(document);
    FUZZ_REQUIRE(hasLongKey(document->root()) || yamlToJson(*json, limits) == *json);
    FUZZ_REQUIRE(hasLongKey(document->root()) || yamlToJson(yamlOf(document->root()), limits) == *json);
    if (const auto file = schema::decode<BlueprintFile>(*json, schema::UnknownKeys::Refuse)) {
        const auto again = schema::decode<BlueprintFile>(schema::encode(*file), schema::UnknownKeys::Refuse);
        FUZZ_REQUIRE(again && again->blueprints == file->blueprints);
    }
    return 0;
}
