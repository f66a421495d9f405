// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/openapi.h"

#include "core/model/problem/problem_details.h"
#include "server/http/problem.h"

#include <array>

namespace portolan::api {

namespace {

struct Tag {
    std::string_view segment; ///< of a path, after /api and /api/v1
    std::string_view name;
    std::string_view doc;
};

/// The first of a name has its description.
constexpr auto tags = std::to_array<Tag>({
    {"workspaces", "workspaces", "Workspaces: places to work in, each with a terminal, files and SSH."},
    {"jobs", "workspaces", {}},
    {"usage", "workspaces", {}},
    {"workshops", "workshops", "Workshops, and sessions of them, as Educates' lookup service has them."},
    {"workshop-sessions", "workshops", {}},
    {"workshop-definitions", "workshops", {}},
    {"tenants", "workshops", {}},
    {"clients", "workshops", {}},
    {"clusters", "workshops", {}},
    {"secrets", "workshops", {}},
    {"portals", "portals",
     "Portals of this server, as Educates' training portals are, and the pages of their sessions."},
    {"users", "users", "Users and what is theirs. `/me` is whoever is calling."},
    {"me", "users", {}},
    {"sessions", "users", {}},
    {"auth", "login", "Logging in and out."},
    {"login", "login", {}},
    {"internal", "login", {}},
    {".well-known", "login", {}},
    {"events", "events", "What happens, as a stream and as history."},
    {"sinks", "events", {}},
    {"audit", "audit", "Who did what."},
    {"", "system", "The server itself."},
    {"healthcheck", "system", {}},
    {"info", "system", {}},
    {"system", "system", {}},
    {"health", "system", {}},
    {"ready", "system", {}},
    {"metrics", "system", {}},
    {"diagnostics", "system", {}},
    {"openapi.json", "system", {}},
    {"docs", "system", {}},
    {"redoc", "system", {}},
    {"web", "system", {}},
});

constexpr std::string_view introduction = R"(The control plane for hands-on labs.

Send `Authorization: Bearer TOKEN`: a personal access token (`portolanctl token create`), or a signed token of a login.
Times are UTC (RFC 3339). Every error is a problem+json (RFC 9457) that says what to do. What is read has an `ETag`;
lists come in parts with `Link` and `X-Total-Count`; a `POST` with an `Idempotency-Key` is done once.)";

const Tag *tagOf(std::string_view pattern)
{
    while (!pattern.empty()) {
        pattern.remove_prefix(1);
        const auto segment = pattern.substr(0, pattern.find('/'));
        if (segment != "api" && segment != "v1") {
            const auto found = std::ranges::find(tags, segment, &Tag::segment);
            return found == tags.end() ? nullptr : &*std::ranges::find(tags, found->name, &Tag::name);
        }
        pattern.remove_prefix(segment.size());
    }
    return nullptr;
}

struct ErrorAnswer {
    int status;
    std::string_view name;
    std::string_view doc;
};

constexpr auto errorAnswers = std::to_array<ErrorAnswer>({
    {400, "BadRequest", "The request is malformed."},
    {401, "Unauthenticated", "There is no good credential."},
    {403, "Forbidden", "The caller may not do this."},
    {404, "NotFound", "There is no such thing, or the caller may not know of it."},
    {409, "Conflict", "It does not go with what is there."},
    {412, "PreconditionFailed", "It is not the version that If-Match names."},
    {413, "TooLarge", "The body is too large."},
    {416, "RangeNotSatisfiable", "It has no such part."},
    {422, "Unprocessable", "Values were refused; `errors` names each."},
    {426, "UpgradeRequired", "It is spoken to by WebSocket."},
    {429, "TooManyRequests", "Too much was asked in too short a time; Retry-After says when to go on."},
});

/// The errors that a route can answer with, by what it takes.
bool canFail(const Route &route, int status)
{
    const bool reads = route.method == http::Method::Get || route.method == http::Method::Head;
    switch (status) {
    case 401:
    case 403:
        return route.permission != identity::Permission::None || !reads || route.contract.guardsItself;
    case 404:
    case 409:
        return route.pattern.contains('{') || !reads;
    case 412:
        return !reads;
    case 413:
    case 422:
        return !route.contract.request.empty();
    case 416:
        return std::ranges::contains(route.contract.parameters, "Range", &Parameter::name);
    case 426:
        return std::ranges::contains(route.contract.answers, 101, &Answer::status);
    case 429:
        return route.counted;
    default:
        return true;
    }
}

void writeParameterHead(JsonWriter &writer, std::string_view name, std::string_view in, std::string_view doc)
{
    writer.key("name").string(name).key("in").string(in).key("description").string(doc);
}

template <class T>
void writeSharedParameter(JsonWriter &writer, std::string_view key, std::string_view name, std::string_view in,
                          std::string_view doc)
{
    schema::OpenApiSchemas plain(schema::OpenApiVersion::V3_0);
    writer.key(key).beginObject();
    writeParameterHead(writer, name, in, doc);
    writer.key("schema");
    plain.writeReference<T>(writer);
    writer.endObject();
}

void writeReference(JsonWriter &writer, std::string_view kind, std::string_view name)
{
    writer.beginObject().key("$ref").string(std::format("#/components/{}/{}", kind, name)).endObject();
}

class Document
{
public:
    Document(std::span<const Route> routes, schema::OpenApiVersion version)
        : m_routes(routes), m_version(version), m_schemas(version)
    {}

    std::string write(std::string_view programVersion)
    {
        m_writer.beginObject();
        m_writer.key("openapi").string(m_version == schema::OpenApiVersion::V3_0 ? "3.0.3" : "3.1.0");
        writeInfo(programVersion);
        m_writer.key("servers").beginArray().beginObject().key("url").string("/");
        m_writer.key("description").string("This server.").endObject().endArray();
        m_writer.key("security").beginArray();
        for (const std::string_view scheme : {"bearer", "cookie"})
            m_writer.beginObject().key(scheme).beginArray().endArray().endObject();
        m_writer.endArray();
        writeTags();
        writePaths();
        writeComponents();
        m_writer.endObject();
        return m_writer.text();
    }

private:
    void writeInfo(std::string_view programVersion)
    {
        m_writer.key("info").beginObject().key("title").string("Portolan").key("version").string(programVersion);
        m_writer.key("description").string(introduction);
        m_writer.key("license").beginObject().key("name").string("GPL-3.0-or-later");
        m_writer.key("url").string("https://www.gnu.org/licenses/gpl-3.0.html").endObject();
        m_writer.endObject();
    }

    void writeTags()
    {
        m_writer.key("tags").beginArray();
        for (const Tag &tag : tags) {
            const bool used = std::ranges::any_of(m_routes,
                                                  [&tag](const Route &route) { return tagOf(route.pattern) == &tag; });
            if (used)
                m_writer.beginObject().key("name").string(tag.name).key("description").string(tag.doc).endObject();
        }
        m_writer.endArray();
    }

    void writePaths()
    {
        // In the order of the routes, which is the one in which they are best read.
        std::vector<std::pair<std::string, std::vector<const Route *>>> paths;
        for (const Route &route : m_routes) {
            auto path = pathOf(route);
            auto known = std::ranges::find(paths, path, [](const auto &entry) { return entry.first; });
            if (known == paths.end())
                known = paths.insert(known, {std::move(path), {}});
            known->second.push_back(&route);
        }
        m_writer.key("paths").beginObject();
        for (const auto &[path, operations] : paths) {
            m_writer.key(path).beginObject();
            for (const Route *route : operations)
                writeOperation(*route);
            m_writer.endObject();
        }
        m_writer.endObject();
    }

    /// "{path...}" has no equal in OpenAPI.
    static std::string pathOf(const Route &route)
    {
        std::string path = route.pattern;
        if (const auto dots = path.find("..."); dots != path.npos)
            path.erase(dots, 3);
        return path;
    }

    void writeOperation(const Route &route)
    {
        std::string method(http::name(route.method));
        std::ranges::transform(method, method.begin(), [](char c) { return char(c | 0x20); });
        m_writer.key(method).beginObject();
        m_writer.key("operationId").string(operationId(route)).key("summary").string(route.summary);
        if (const Tag *tag = tagOf(route.pattern))
            m_writer.key("tags").beginArray().string(tag->name).endArray();
        writeSecurity(route);
        writeParameters(route);
        if (!route.contract.request.empty()) {
            m_writer.key("requestBody").beginObject().key("required").boolean(true);
            writeContents(route.contract.request);
            m_writer.endObject();
        }
        writeAnswers(route);
        m_writer.endObject();
    }

    void writeSecurity(const Route &route)
    {
        if (route.permission == identity::Permission::None) {
            m_writer.key("security").beginArray().endArray();
            return;
        }
        const identity::Rule &rule = identity::ruleOf(route.permission);
        std::string all;
        std::string own;
        m_writer.key("x-portolan-permission").string(rule.name).key("x-portolan-roles").beginObject();
        for (const auto &[role, name] : schema::EnumNames<Role>::names) {
            const auto reach = identity::reachOf({.username = "anybody", .roles = {role}}, route.permission);
            if (reach == identity::Reach::Nobody)
                continue;
            m_writer.key(name).string(reach == identity::Reach::All ? "all" : "own");
            std::string &names = reach == identity::Reach::All ? all : own;
            names += std::format("{}{}", names.empty() ? "" : ", ", name);
        }
        m_writer.endObject();
        m_writer.key("description")
            .string(std::format("Takes the permission `{}`{}{}.", rule.name,
                                all.empty() ? "" : std::format(", for all: {}", all),
                                own.empty() ? "" : std::format("; for their own: {}", own)));
    }

    void writeParameters(const Route &route)
    {
        m_writer.key("parameters").beginArray();
        std::string_view rest = route.pattern;
        while (rest.contains('{')) {
            rest.remove_prefix(rest.find('{') + 1);
            auto name = rest.substr(0, rest.find('}'));
            name = name.substr(0, name.find("..."));
            m_writer.beginObject().key("name").string(name).key("in").string("path").key("required").boolean(true);
            m_writer.key("schema").beginObject().key("type").string("string").endObject().endObject();
        }
        for (const Parameter &parameter : route.contract.parameters) {
            m_writer.beginObject();
            writeParameterHead(m_writer, parameter.name, parameter.in == Parameter::In::Query ? "query" : "header",
                               parameter.doc);
            m_writer.key("schema");
            parameter.schema(m_schemas, m_writer);
            m_writer.endObject();
        }
        if (route.contract.pages)
            for (const std::string_view name : {"Limit", "Offset", "Skip", "Page", "Size", "Order"})
                writeReference(m_writer, "parameters", name);
        if (route.contract.conditional)
            writeReference(m_writer, "parameters", "IfMatch");
        if (route.method == http::Method::Post)
            writeReference(m_writer, "parameters", "IdempotencyKey");
        m_writer.endArray();
    }

    void writeContents(const std::vector<Content> &contents)
    {
        m_writer.key("content").beginObject();
        for (const Content &content : contents) {
            m_writer.key(content.type).beginObject();
            if (content.schema) {
                m_writer.key("schema");
                content.schema(m_schemas, m_writer);
            } else if (m_version == schema::OpenApiVersion::V3_0) {
                m_writer.key("schema").beginObject().key("type").string("string");
                if (!content.type.starts_with("text/"))
                    m_writer.key("format").string("binary");
                m_writer.endObject();
            }
            m_writer.endObject();
        }
        m_writer.endObject();
    }

    /// Whether its answers have an ETag (versions.h): streams have none.
    static bool hasVersions(const Route &route)
    {
        const bool whole = std::ranges::any_of(route.contract.answers, [](const Answer &answer) {
            return answer.status == 200 && std::ranges::any_of(answer.contents, [](const Content &content) {
                       return content.type != "text/event-stream";
                   });
        });
        return route.method == http::Method::Get && whole;
    }

    void writeAnswers(const Route &route)
    {
        m_writer.key("responses").beginObject();
        for (const Answer &answer : route.contract.answers) {
            m_writer.key(std::to_string(answer.status)).beginObject();
            m_writer.key("description").string(answer.doc.empty() ? http::reasonPhrase(answer.status) : answer.doc);
            if (route.contract.pages && answer.status == 200) {
                m_writer.key("headers").beginObject();
                for (const std::string_view name : {"X-Total-Count", "Link"}) {
                    m_writer.key(name);
                    writeReference(m_writer, "headers", name);
                }
                m_writer.endObject();
            }
            if (!answer.contents.empty())
                writeContents(answer.contents);
            m_writer.endObject();
        }
        if (hasVersions(route))
            m_writer.key("304").beginObject().key("description").string("It is what If-None-Match names.").endObject();
        for (const ErrorAnswer &error : errorAnswers) {
            if (!canFail(route, error.status)
                || std::ranges::contains(route.contract.answers, error.status, &Answer::status))
                continue;
            m_writer.key(std::to_string(error.status));
            writeReference(m_writer, "responses", error.name);
        }
        m_writer.key("default");
        writeReference(m_writer, "responses", "Failed");
        m_writer.endObject();
    }

    void writeProblemResponse(std::string_view name, std::string_view doc)
    {
        m_writer.key(name).beginObject().key("description").string(doc);
        writeContents({{http::problemContentType, schema::schemaOf<ProblemDetails>}});
        m_writer.endObject();
    }

    void writeComponents()
    {
        m_writer.key("components").beginObject();
        m_writer.key("securitySchemes").beginObject();
        m_writer.key("bearer").beginObject().key("type").string("http").key("scheme").string("bearer");
        m_writer.key("description").string("A personal access token, or a signed token (JWT).").endObject();
        m_writer.key("cookie").beginObject().key("type").string("apiKey").key("in").string("cookie");
        m_writer.key("name").string("k8shell-session");
        m_writer.key("description").string("The session of a browser.").endObject().endObject();
        m_writer.key("responses").beginObject();
        for (const ErrorAnswer &error : errorAnswers)
            writeProblemResponse(error.name, error.doc);
        writeProblemResponse("Failed", "The server could not do it; the request was in order.");
        m_writer.endObject();
        writeSharedParameters();
        m_writer.key("schemas").beginObject();
        m_schemas.writeComponents(m_writer);
        m_writer.endObject().endObject();
    }

    void writeSharedParameters()
    {
        m_writer.key("parameters").beginObject();
        const auto page = [this]<class T>(std::string_view key, std::string_view name, std::string_view doc,
                                          const T &) { writeSharedParameter<T>(m_writer, key, name, "query", doc); };
        page("Limit", "limit", "How many entries at most.", std::int64_t());
        page("Offset", "offset", "How many entries to leave out before the first.", std::int64_t());
        page("Skip", "skip", "Another name of `offset`.", std::int64_t());
        page("Page", "page", "Which page, from 1, of `size` entries; instead of `offset` and `limit`.", std::int64_t());
        page("Size", "size", "How many entries a page has.", std::int64_t());
        page("Order", "order", "`asc` or `desc`.", std::string());
        writeSharedParameter<std::string>(m_writer, "IfMatch", "If-Match", "header",
                                          "The ETag of the version to change; 412 where it is another by now.");
        writeSharedParameter<std::string>(m_writer, "IdempotencyKey", "Idempotency-Key", "header",
                                          "Repeated with the same key and body within a day, the request is not done "
                                          "again: the first answer is given once more.");
        m_writer.endObject().key("headers").beginObject();
        for (const auto &[name, doc, type] : std::to_array<std::array<std::string_view, 3>>(
                 {{"X-Total-Count", "How many entries the whole list has.", "integer"},
                  {"Link", "The first, previous, next and last page (RFC 8288).", "string"}})) {
            m_writer.key(name).beginObject().key("description").string(doc).key("schema").beginObject();
            m_writer.key("type").string(type).endObject().endObject();
        }
        m_writer.endObject();
    }

    std::span<const Route> m_routes;
    schema::OpenApiVersion m_version;
    schema::OpenApiSchemas m_schemas;
    JsonWriter m_writer;
};

} // namespace

std::string operationId(const Route &route)
{
    std::string id(http::name(route.method));
    for (const char character : route.pattern) {
        const bool isWord = (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
        if (isWord)
            id += character;
        else if (!id.ends_with('_') && character != '}')
            id += '_';
    }
    std::ranges::transform(id, id.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
    return id.ends_with('_') ? id.substr(0, id.size() - 1) : id;
}

std::string openApiDocument(std::span<const Route> routes, schema::OpenApiVersion version,
                            std::string_view programVersion)
{
    return Document(routes, version).write(programVersion);
}

} // namespace portolan::api
