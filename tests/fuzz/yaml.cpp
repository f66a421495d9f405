// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// YAML of others: what is read is JSON, and JSON is YAML that reads as itself.
#include "core/schema/yaml.h"
#include "core/model/blueprint/blueprint.h"
#include "core/schema/codec.h"
#include "tests/fuzz/fuzz.h"

using namespace portolan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const YamlLimits limits{.bytes = 1024 * 1024, .depth = 64, .nodes = 1000};
    const auto json = yamlToJson(fuzz::text(data, size), limits);
    if (!json) {
        FUZZ_REQUIRE(json.error().code == ErrorCode::InvalidArgument && !json.error().detail.empty());
        return 0;
    }
    FUZZ_REQUIRE(JsonDocument::parse(*json));
    FUZZ_REQUIRE(yamlToJson(*json, limits) == *json);
    if (const auto file = schema::decode<BlueprintFile>(*json, schema::UnknownKeys::Refuse)) {
        const auto again = schema::decode<BlueprintFile>(schema::encode(*file), schema::UnknownKeys::Refuse);
        FUZZ_REQUIRE(again && again->blueprints == file->blueprints);
    }
    return 0;
}
