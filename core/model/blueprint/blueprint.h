// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// What a workspace is made from (spec section 3.3). The parts that only a container runtime can honour join with it.
struct Blueprint {
    struct Resources {
        std::string cpu = "500m";
        std::string memory = "512Mi";
        int processes = 512;

        bool operator==(const Resources &) const = default;
    };
    struct InitScript {
        std::string name;
        std::string script;

        bool operator==(const InitScript &) const = default;
    };

    std::string name;
    std::string description;
    std::string image;
    std::string shell = "/bin/bash";
    bool network = true;
    std::map<std::string, std::string> env;
    Resources resources;
    std::vector<InitScript> initScripts;

    bool operator==(const Blueprint &) const = default;
};

/// Why a text is no CPU or memory quantity; nothing when it is one.
[[nodiscard]] std::optional<std::string> refuseCpu(std::string_view text);
[[nodiscard]] std::optional<std::string> refuseMemory(std::string_view text);

template <>
struct schema::Description<Blueprint::Resources> {
    using R = Blueprint::Resources;
    static constexpr std::string_view name = "BlueprintResources";
    static constexpr std::string_view doc = "What a workspace may use.";
    static constexpr auto fields = std::tuple{
        field("cpu", &R::cpu, {.doc = "Processor, \"500m\" is half a core.", .check = refuseCpu}),
        field("memory", &R::memory, {.doc = "Memory, \"512Mi\".", .check = refuseMemory}),
        field("processes", &R::processes,
              {.doc = "Processes and threads at once.", .minimum = 16, .maximum = 1'000'000}),
    };
};

template <>
struct schema::Description<Blueprint::InitScript> {
    using I = Blueprint::InitScript;
    static constexpr std::string_view name = "BlueprintInitScript";
    static constexpr std::string_view doc = "Run once as the owner, after the first start.";
    static constexpr auto fields = std::tuple{
        field("name", &I::name, {.required = true, .minLength = 1, .maxLength = 63}),
        field("script", &I::script, {.required = true, .maxLength = 65536}),
    };
};

template <>
struct schema::Description<Blueprint> {
    using B = Blueprint;
    static constexpr std::string_view name = "Blueprint";
    static constexpr std::string_view doc = "What a workspace is made from.";
    static constexpr auto fields = std::tuple{
        field("name", &B::name, {.required = true, .minLength = 1, .maxLength = 40, .column = {.title = "Name"}}),
        field("description", &B::description, {.maxLength = 500, .column = {.title = "Description"}}),
        field("image", &B::image,
              {.doc = "Container image, for runtimes that have such.", .presence = Presence::OmitWhenEmpty}),
        field("shell", &B::shell, {.doc = "Login shell."}),
        field("network", &B::network, {.doc = "Whether it reaches the network outside."}),
        field("env", &B::env, {.doc = "Environment of everything in it."}),
        field("resources", &B::resources, {}),
        field("initScripts", &B::initScripts, {.maxLength = 64}),
    };
};

/// The file form: a list under `blueprints`.
struct BlueprintFile {
    std::vector<Blueprint> blueprints;
};

template <>
struct schema::Description<BlueprintFile> {
    static constexpr std::string_view name = "BlueprintFile";
    static constexpr std::string_view doc = "A file of blueprints.";
    static constexpr auto fields = std::tuple{field("blueprints", &BlueprintFile::blueprints, {.required = true})};
};

/// One entry of GET /api/v1/me/blueprints?details=true.
struct BlueprintSummary {
    std::string name;
    std::string description;
    bool isTemplate = false;
};

template <>
struct schema::Description<BlueprintSummary> {
    using B = BlueprintSummary;
    static constexpr std::string_view name = "BlueprintSummary";
    static constexpr std::string_view doc = "A blueprint that the user may use.";
    static constexpr auto fields = std::tuple{
        field("name", &B::name, {.required = true, .column = {.title = "Name"}}),
        field("description", &B::description, {.column = {.title = "Description"}}),
        field("isTemplate", &B::isTemplate, {}),
    };
};

} // namespace portolan
