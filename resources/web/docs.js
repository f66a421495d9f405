// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The page lies beside the document of its version: /docs has OpenAPI 3.1, /api/docs 3.0.
SwaggerUIBundle({
    url: location.pathname.startsWith("/api/") ? "/api/openapi.json" : "/openapi.json",
    dom_id: "#api",
    deepLinking: true,
    docExpansion: "list",
    filter: true,
    tryItOutEnabled: false,
    validatorUrl: null, // nothing is sent to others
});
