// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/loader.h"

#include "core/base/file.h"
#include "core/schema/codec.h"
#include "core/schema/yaml.h"
#include "server/config/checks.h"
#include "server/config/keys.h"
#include "server/config/overlay.h"

#include <algorithm>
#include <charconv>
#include <ranges>

namespace portolan::config {

namespace {

constexpr std::size_t largestFile = 1024 * 1024;

bool hasOnlyComments(std::string_view text)
{
    for (const auto part : std::views::split(text, '\n')) {
        const std::string_view line(part.begin(), part.end());
        const auto first = line.find_first_not_of(" \t\r");
        if (first != line.npos && line[first] != '#')
            return false;
    }
    return true;
}

int numberOf(const Error::Args &args, std::string_view name)
{
    int number = 0;
    for (const auto &[key, value] : args)
        if (key == name)
            std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

std::string reasonOf(const Error &error)
{
    const auto why = std::ranges::find(error.args, "why", &std::pair<std::string, std::string>::first);
    return why == error.args.end() ? error.detail : why->second;
}

class Loader
{
public:
    explicit Loader(const Sources &sources) : m_sources(sources) {}

    std::expected<Configuration, std::vector<Problem>> load()
    {
        readFile();
        addOverrides(overridesFrom(m_sources.environment, m_problems));
        addOverrides(m_sources.commandLine);
        Configuration configuration;
        // A mistake in the file is one even where something else takes its place today.
        decode(m_file, configuration, Told::OfFile);
        configuration = {};
        decode(overlay(m_file, m_overrides), configuration, Told::OfOverrides);
        if (m_problems.empty()) {
            if (configuration.data.empty())
                configuration.data = defaultDataFolder();
            std::vector<FieldError> errors;
            check(configuration, errors);
            for (const FieldError &error : errors)
                m_problems.push_back(locate(error, overrideOf(error.pointer)));
        }
        if (m_problems.empty())
            return configuration;
        std::ranges::stable_sort(m_problems, {},
                                 [](const Problem &problem) { return std::pair(problem.line, problem.column); });
        return std::unexpected(std::move(m_problems));
    }

private:
    enum class Told { OfFile, OfOverrides };

    void readFile()
    {
        if (!m_sources.file || hasOnlyComments(m_sources.file->text))
            return;
        auto json = yamlToJson(m_sources.file->text, {.bytes = largestFile}, &m_marks);
        if (!json) {
            m_problems.push_back({.origin = m_sources.file->name,
                                  .line = numberOf(json.error().args, "line"),
                                  .column = numberOf(json.error().args, "column"),
                                  .detail = reasonOf(json.error())});
            return;
        }
        const auto document = JsonDocument::parse(*json);
        if (document && document->root().kind() == JsonValue::Kind::Object)
            m_file = std::move(*json);
        else if (document && document->root().kind() != JsonValue::Kind::Null)
            m_problems.push_back({.origin = m_sources.file->name,
                                  .line = 1,
                                  .column = 1,
                                  .detail = std::format("must have keys and values, not {}",
                                                        document->root().kindName())});
    }

    void addOverrides(const std::vector<Override> &overrides)
    {
        for (const Override &given : overrides) {
            const auto key = std::ranges::find(keys(), given.pointer, &Key::pointer);
            if (key == keys().end() || given.pointer.empty()) {
                m_problems.push_back({.origin = given.origin, .detail = "is not known"});
                continue;
            }
            auto json = overrideToJson(*key, given.text);
            if (json)
                m_overrides.insert_or_assign(given.pointer, Overlaid{.json = std::move(*json), .origin = given.origin});
            else
                m_problems.push_back({.origin = given.origin, .detail = json.error().detail});
        }
    }

    /// Reads all of it, and tells what is wrong with one part of it.
    void decode(const std::string &json, Configuration &configuration, Told told)
    {
        const auto document = JsonDocument::parse(json);
        if (!document) {
            m_problems.push_back({.detail = document.error().detail});
            return;
        }
        std::vector<FieldError> errors;
        schema::read(document->root(), configuration, "", schema::UnknownKeys::Refuse, errors);
        for (const FieldError &error : errors) {
            const Overlaid *const overlaid = told == Told::OfFile ? nullptr : overrideOf(error.pointer);
            if (told == Told::OfFile || overlaid)
                m_problems.push_back(locate(error, overlaid));
        }
    }

    [[nodiscard]] const Overlaid *overrideOf(std::string_view pointer) const
    {
        for (;; pointer = pointer.substr(0, pointer.rfind('/'))) {
            if (const auto found = m_overrides.find(pointer); found != m_overrides.end())
                return &found->second;
            if (pointer.empty())
                return nullptr;
        }
    }

    [[nodiscard]] Problem locate(const FieldError &error, const Overlaid *overlaid) const
    {
        if (overlaid) {
            const bool isAll = m_overrides.contains(error.pointer);
            return {
                .origin = overlaid->origin, .key = isAll ? "" : pathOfPointer(error.pointer), .detail = error.detail};
        }
        Problem problem{.key = pathOfPointer(error.pointer), .detail = error.detail};
        for (std::string_view pointer = error.pointer; m_sources.file && !pointer.empty();
             pointer = pointer.substr(0, pointer.rfind('/'))) {
            if (const auto mark = m_marks.find(pointer); mark != m_marks.end()) {
                problem.origin = m_sources.file->name;
                problem.line = mark->second.line;
                problem.column = mark->second.column;
                break;
            }
        }
        return problem;
    }

    /// By the rules of the XDG base directories.
    [[nodiscard]] std::string defaultDataFolder() const
    {
        const auto value = [&](std::string_view name) {
            const auto found = std::ranges::find(m_sources.environment, name,
                                                 &std::pair<std::string, std::string>::first);
            return found == m_sources.environment.end() ? std::string() : found->second;
        };
        if (const std::string folder = value("XDG_DATA_HOME"); folder.starts_with('/'))
            return folder + "/portolan";
        const std::string home = value("HOME");
        return (home.empty() ? "/var/lib" : home) + "/.local/share/portolan";
    }

    const Sources &m_sources;
    std::string m_file = "{}"; ///< as JSON
    YamlMarks m_marks;
    Overlay m_overrides;
    std::vector<Problem> m_problems;
};

} // namespace

Result<ConfigurationFile> readConfigurationFile(const std::filesystem::path &path)
{
    auto text = portolan::readFile(path, largestFile);
    if (!text)
        return failWithin("reading the configuration", std::move(text.error()));
    return ConfigurationFile{.name = path.string(), .text = std::move(*text)};
}

std::expected<Configuration, std::vector<Problem>> load(const Sources &sources)
{
    return Loader(sources).load();
}

} // namespace portolan::config
