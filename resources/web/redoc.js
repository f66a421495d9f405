// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The page lies beside the document of its version: /redoc has OpenAPI 3.1, /api/redoc 3.0.
const fonts = "system-ui, sans-serif";
Redoc.init(
    location.pathname.startsWith("/api/") ? "/api/openapi.json" : "/openapi.json",
    {
        hideHostname: true,
        theme: { typography: { fontFamily: fonts, headings: { fontFamily: fonts } } },
    },
    document.getElementById("api"),
);
