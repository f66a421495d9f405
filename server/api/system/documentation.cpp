// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/system/documentation.h"

#include "server/api/openapi.h"

#include <QResource>

#include <map>

/// Outside of namespaces, as the macro wants it.
static void initWebResources()
{
    Q_INIT_RESOURCE(web);
}

namespace portolan::api {

namespace {

struct File {
    std::string_view type;
    std::string_view bytes; ///< of the program, where they cost no memory until somebody looks
};

struct Documentation {
    std::string v30;
    std::string v31;
    std::map<std::string, File, std::less<>> files;
};

/// Pages run no script but ours, and load nothing from elsewhere. ReDoc searches in a worker that it makes of a blob.
constexpr std::string_view contentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; worker-src blob:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

std::map<std::string, File, std::less<>> readFiles()
{
    initWebResources();
    std::map<std::string, File, std::less<>> files;
    for (const auto &[name, type] : std::to_array<std::pair<std::string_view, std::string_view>>(
             {{"docs.html", "text/html; charset=utf-8"},
              {"docs.js", "text/javascript; charset=utf-8"},
              {"redoc.html", "text/html; charset=utf-8"},
              {"redoc.css", "text/css; charset=utf-8"},
              {"redoc.js", "text/javascript; charset=utf-8"},
              {"portolan.svg", "image/svg+xml"},
              {"workshop.html", "text/html; charset=utf-8"},
              {"workshop.css", "text/css; charset=utf-8"},
              {"workshop.js", "text/javascript; charset=utf-8"},
              {"workshop_actions.js", "text/javascript; charset=utf-8"},
              {"workshop_clipboard.js", "text/javascript; charset=utf-8"},
              {"workshop_instructions.js", "text/javascript; charset=utf-8"},
              {"workshop_layout.js", "text/javascript; charset=utf-8"},
              {"workshop_schedule.js", "text/javascript; charset=utf-8"},
              {"workshop_server.js", "text/javascript; charset=utf-8"},
              {"workshop_terminal.js", "text/javascript; charset=utf-8"},
              {"workshop_texts.js", "text/javascript; charset=utf-8"},
              {"xterm.css", "text/css; charset=utf-8"},
              {"xterm.mjs", "text/javascript; charset=utf-8"},
              {"addon-fit.mjs", "text/javascript; charset=utf-8"},
              {"addon-web-links.mjs", "text/javascript; charset=utf-8"},
              {"swagger-ui.css", "text/css; charset=utf-8"},
              {"swagger-ui-bundle.js", "text/javascript; charset=utf-8"},
              {"redoc.standalone.js", "text/javascript; charset=utf-8"}})) {
        const QResource file(QStringLiteral(":/web/") + QString::fromUtf8(name.data(), qsizetype(name.size())));
        if (!file.isValid() || file.compressionAlgorithm() != QResource::NoCompression)
            qFatal("the program was built without its page %s", qPrintable(file.fileName()));
        files.emplace(name, File{.type = type,
                                 .bytes = {reinterpret_cast<const char *>(file.data()),
                                           static_cast<std::size_t>(file.size())}});
    }
    return files;
}

http::Response page(const File &file)
{
    return http::Response::bytes(200, file.type, std::string(file.bytes))
        .with("Content-Security-Policy", contentSecurityPolicy)
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "no-referrer");
}

} // namespace

void addDocumentation(std::vector<Route> &routes, std::string_view programVersion)
{
    using enum http::Method;
    using identity::Permission;
    const auto documentation = std::make_shared<Documentation>(Documentation{.files = readFiles()});
    const auto show = [documentation](std::string Documentation::*version) -> Handler {
        return [documentation, version](Call &) -> Task<http::Response> {
            co_return http::Response::json(200, (*documentation).*version);
        };
    };
    const auto showPage = [documentation](std::string_view name) -> Handler {
        return [&file = documentation->files.find(name)->second, documentation](Call &) -> Task<http::Response> {
            co_return page(file);
        };
    };
    for (const auto &[path, version] :
         {std::pair("/api/openapi.json", &Documentation::v30), std::pair("/openapi.json", &Documentation::v31)})
        routes.push_back(Route{Get, path, Permission::None, "This document", show(version)}.gives<RawJson>());
    for (const auto &[path, name] : {std::pair("/api/docs", "docs.html"), std::pair("/docs", "docs.html"),
                                     std::pair("/api/redoc", "redoc.html"), std::pair("/redoc", "redoc.html")})
        routes.push_back(
            Route{Get, path, Permission::None, "The API to read and try", showPage(name)}.givesType("text/html"));
    routes.push_back(Route{
        Get, "/web/{file}", Permission::None, "What the pages load",
        [documentation](Call &call) -> Task<http::Response> {
            const auto found = documentation->files.find(call.path.get("file"));
            if (found == documentation->files.end())
                co_return http::Response::problem(404, "there is no such file");
            co_return page(found->second).with("Cache-Control", "no-cache");
        }}.givesType("*/*"));
    documentation->v30 = openApiDocument(routes, schema::OpenApiVersion::V3_0, programVersion);
    documentation->v31 = openApiDocument(routes, schema::OpenApiVersion::V3_1, programVersion);
}

} // namespace portolan::api
