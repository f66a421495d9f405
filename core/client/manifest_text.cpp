// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/manifest_text.h"

#include "core/model/workshop/client.h"
#include "core/model/workshop/cluster.h"
#include "core/schema/yaml_writer.h"

namespace portolan {

namespace {

struct WrittenName {
    std::string name;
};

template <class Spec>
struct WrittenManifest {
    std::string apiVersion;
    std::string kind;
    WrittenName metadata;
    Spec spec;
};

constexpr std::string_view lookupVersion = "lookup.educates.dev/v1beta1";
constexpr std::string_view trainingVersion = "training.educates.dev/v1beta1";

} // namespace
} // namespace portolan

template <>
struct portolan::schema::Description<portolan::WrittenName> {
    static constexpr std::string_view name = "WrittenName";
    static constexpr std::string_view doc = "Of a manifest.";
    static constexpr auto fields = std::tuple{field("name", &WrittenName::name, {.required = true})};
};

template <class Spec>
struct portolan::schema::Description<portolan::WrittenManifest<Spec>> {
    using M = WrittenManifest<Spec>;
    static constexpr std::string_view name = "WrittenManifest";
    static constexpr std::string_view doc = "A manifest.";
    static constexpr auto fields = std::tuple{
        field("apiVersion", &M::apiVersion, {.required = true}),
        field("kind", &M::kind, {.required = true}),
        field("metadata", &M::metadata, {.required = true}),
        field("spec", &M::spec, {.required = true}),
    };
};

namespace portolan {

namespace {

template <class Spec>
std::string written(std::string_view version, std::string_view kind, std::string_view name, const Spec &spec)
{
    return schema::encodeYaml(WrittenManifest<Spec>{.apiVersion = std::string(version),
                                                    .kind = std::string(kind),
                                                    .metadata = {.name = std::string(name)},
                                                    .spec = spec});
}

template <class Spec>
std::vector<FieldError> unknownIn(std::string_view spec)
{
    const auto lenient = schema::decode<Spec>(spec);
    const auto strict = schema::decode<Spec>(spec, schema::UnknownKeys::Refuse);
    if (strict)
        return {};
    std::vector<FieldError> unknown = strict.error().fields;
    if (!lenient) // what is refused anyway is told by whoever refuses it
        std::erase_if(unknown, [&lenient](const FieldError &field) {
            return std::ranges::contains(lenient.error().fields, field);
        });
    return unknown;
}

} // namespace

std::string manifestText(std::string_view name, const TenantSpec &spec)
{
    return written(lookupVersion, "TenantConfig", name, spec);
}

std::string manifestText(std::string_view name, const TrainingPortalSpec &spec)
{
    return written(trainingVersion, "TrainingPortal", name, spec);
}

std::string manifestText(std::string_view name, const WorkshopSpec &spec)
{
    return written(trainingVersion, "Workshop", name, spec);
}

std::vector<FieldError> unknownMembers(const Manifest &manifest)
{
    if (manifest.kind == "TenantConfig")
        return unknownIn<TenantSpec>(manifest.spec);
    if (manifest.kind == "TrainingPortal")
        return unknownIn<TrainingPortalSpec>(manifest.spec);
    if (manifest.kind == "Workshop")
        return unknownIn<WorkshopSpec>(manifest.spec);
    if (manifest.kind == "ClusterConfig")
        return unknownIn<ClusterSpec>(manifest.spec);
    if (manifest.kind == "ClientConfig")
        return unknownIn<ClientSpec>(manifest.spec);
    return {};
}

} // namespace portolan
