// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workshop/kubeconfig.h"

#include "core/schema/codec.h"
#include "core/schema/yaml.h"
#include "core/schema/yaml_writer.h"

namespace portolan {

namespace {

std::unexpected<Error> refuse(std::string_view why)
{
    return fail(ErrorCode::InvalidArgument, std::format("it is no kubeconfig: {}", why));
}

/// Where it is not YAML; what the parser says of that place may tell what stands there.
std::string placeOf(const Error &error)
{
    for (const auto &[name, value] : error.args)
        if (name == "line")
            return std::format("its YAML has a fault in line {}", value);
    return "it is not YAML";
}

template <class Named>
const Named *find(const std::vector<Named> &all, std::string_view name)
{
    const auto found = std::ranges::find(all, name, &Named::name);
    return found == all.end() ? nullptr : &*found;
}

} // namespace

Result<Kubeconfig> readKubeconfig(std::string_view text)
{
    if (text.size() > largestKubeconfig)
        return refuse(std::format("it has {} bytes, and may have {}", text.size(), largestKubeconfig));
    const auto json = yamlToJson(text, {.bytes = largestKubeconfig, .depth = 16, .nodes = 10'000});
    if (!json)
        return refuse(placeOf(json.error()));
    auto kubeconfig = schema::decode<Kubeconfig>(*json);
    if (!kubeconfig)
        return refuse(kubeconfig.error().detail);
    return kubeconfig;
}

Result<std::string> reducedTo(const Kubeconfig &kubeconfig, std::string_view context)
{
    const std::string_view wanted = context.empty() ? std::string_view(kubeconfig.currentContext) : context;
    if (wanted.empty())
        return fail(ErrorCode::InvalidArgument, "it has no current context; say which one is meant");
    const auto *chosen = find(kubeconfig.contexts, wanted);
    if (!chosen)
        return fail(ErrorCode::InvalidArgument, std::format("it has no context \"{}\"", wanted));
    const auto *cluster = find(kubeconfig.clusters, chosen->context.cluster);
    const auto *user = find(kubeconfig.users, chosen->context.user);
    if (!cluster || !user)
        return fail(ErrorCode::InvalidArgument,
                    std::format("it has no {} for its context \"{}\"", cluster ? "user" : "cluster", wanted));
    if (cluster->cluster.server.empty() || cluster->cluster.authorities.empty())
        return fail(ErrorCode::InvalidArgument,
                    std::format("the cluster of its context \"{}\" needs server and certificate-authority-data",
                                wanted));
    if (user->user.token.empty() && (user->user.certificate.empty() || user->user.key.empty()))
        return fail(ErrorCode::InvalidArgument,
                    std::format("the user of its context \"{}\" needs token, or client-certificate-data and "
                                "client-key-data",
                                wanted));
    const Kubeconfig reduced{.apiVersion = kubeconfig.apiVersion,
                             .clusters = {*cluster},
                             .contexts = {*chosen},
                             .currentContext = chosen->name,
                             .kind = kubeconfig.kind,
                             .users = {*user}};
    const auto document = JsonDocument::parse(schema::encode(reduced));
    if (!document)
        return std::unexpected(document.error());
    return yamlOf(document->root());
}

} // namespace portolan
