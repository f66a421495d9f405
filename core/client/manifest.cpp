// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/manifest.h"

#include "core/base/encoding.h"
#include "core/model/workshop/cluster.h"
#include "core/schema/codec.h"
#include "core/schema/yaml.h"

#include <algorithm>

namespace portolan {

namespace {

struct Metadata {
    std::string name;
};

struct Document {
    std::string kind;
    Metadata metadata;
    RawJson spec{"{}"};
};

/// Of the spec of a portal: which cluster it is in.
struct Placed {
    std::string cluster;
};

/// Of a Secret, whose values stand beside its metadata.
struct Values {
    RawJson type;
    RawJson data;
    RawJson stringData;
};

struct Kind {
    std::string_view name;
    std::string_view path; ///< the name follows
};

/// In the order in which they are put.
constexpr auto kinds = std::to_array<Kind>({
    {"ClientConfig", "/api/v1/clients/"},
    {"Secret", "/api/v1/secrets/"},
    {"ClusterConfig", "/api/v1/clusters/"},
    {"Workshop", "/api/v1/workshop-definitions/"},
    {"TenantConfig", "/api/v1/tenants/"},
    {"TrainingPortal", "/api/v1/clusters/{}/portals/"},
});

struct Part {
    std::string text; ///< with as many empty lines in front as there are lines before it, so that marks are right
    int line = 1;
    bool isEmpty = true;
};

/// The documents of a text: three hyphens at the beginning of a line are nothing else (YAML 1.2 section 9.1.2).
std::vector<Part> documentsOf(std::string_view text)
{
    std::vector<Part> parts(1);
    int line = 1;
    while (!text.empty()) {
        const auto length = std::min(text.find('\n'), text.size() - 1) + 1;
        const std::string_view current = text.substr(0, length);
        const bool begins = current.starts_with("---")
                            && (current.size() == 3 || std::string_view(" \t\r\n").contains(current[3]));
        if (begins)
            parts.push_back({.text = std::string(static_cast<std::size_t>(line), '\n'), .line = line});
        else
            parts.back().text += current;
        const auto first = current.find_first_not_of(" \t\r\n");
        if (!begins && first != current.npos && current[first] != '#')
            parts.back().isEmpty = false;
        text.remove_prefix(length);
        ++line;
    }
    std::erase_if(parts, &Part::isEmpty);
    return parts;
}

} // namespace
} // namespace portolan

template <>
struct portolan::schema::Description<portolan::Metadata> {
    static constexpr std::string_view name = "Metadata";
    static constexpr std::string_view doc = "Of a manifest.";
    static constexpr auto fields = std::tuple{
        field("name", &Metadata::name, {.required = true, .minLength = 1, .maxLength = 63})};
};

template <>
struct portolan::schema::Description<portolan::Document> {
    static constexpr std::string_view name = "Document";
    static constexpr std::string_view doc = "A manifest.";
    static constexpr auto fields = std::tuple{
        field("kind", &Document::kind, {.required = true}),
        field("metadata", &Document::metadata, {.required = true}),
        field("spec", &Document::spec, {}),
    };
};

template <>
struct portolan::schema::Description<portolan::Values> {
    static constexpr std::string_view name = "Values";
    static constexpr std::string_view doc = "What a secret holds.";
    static constexpr auto fields = std::tuple{
        field("type", &Values::type, {.presence = Presence::OmitWhenEmpty}),
        field("data", &Values::data, {.presence = Presence::OmitWhenEmpty}),
        field("stringData", &Values::stringData, {.presence = Presence::OmitWhenEmpty}),
    };
};

template <>
struct portolan::schema::Description<portolan::Placed> {
    static constexpr std::string_view name = "Placed";
    static constexpr std::string_view doc = "Which cluster something is in.";
    static constexpr auto fields = std::tuple{field("cluster", &Placed::cluster, {})};
};

namespace portolan {

namespace {

Result<Manifest> manifestOf(const Part &part)
{
    const auto json = yamlToJson(part.text);
    if (!json)
        return std::unexpected(json.error());
    const std::string where = std::format("the manifest at line {}", part.line);
    const auto document = schema::decode<Document>(*json);
    if (!document)
        return failWithin(where, document.error());
    const auto kind = std::ranges::find(kinds, document->kind, &Kind::name);
    if (kind == kinds.end()) {
        std::string known;
        for (const Kind &one : kinds)
            known += std::format("{}{}", known.empty() ? "" : ", ", one.name);
        return fail(ErrorCode::InvalidArgument,
                    std::format("{} is of the kind {}, which is none of {}", where, document->kind, known));
    }
    std::string path(kind->path);
    if (const auto place = path.find("{}"); place != path.npos) {
        const auto placed = schema::decode<Placed>(document->spec.text);
        if (!placed)
            return failWithin(where, placed.error());
        path.replace(place, 2, percentEncode(placed->cluster.empty() ? localCluster : placed->cluster));
    }
    std::string spec = document->spec.text;
    if (document->kind == "Secret") {
        const auto values = schema::decode<Values>(*json);
        if (!values)
            return failWithin(where, values.error());
        spec = schema::encode(*values);
    }
    return Manifest{.kind = document->kind,
                    .name = document->metadata.name,
                    .path = path + percentEncode(document->metadata.name),
                    .spec = std::move(spec),
                    .line = part.line};
}

} // namespace

Result<std::vector<Manifest>> readManifests(std::string_view text)
{
    std::vector<Manifest> manifests;
    for (const Part &part : documentsOf(text)) {
        auto manifest = manifestOf(part);
        if (!manifest)
            return std::unexpected(std::move(manifest.error()));
        manifests.push_back(std::move(*manifest));
    }
    if (manifests.empty())
        return fail(ErrorCode::InvalidArgument, "there is no manifest in the text");
    std::ranges::stable_sort(manifests, {}, [](const Manifest &manifest) {
        return std::ranges::find(kinds, manifest.kind, &Kind::name) - kinds.begin();
    });
    return manifests;
}

} // namespace portolan
