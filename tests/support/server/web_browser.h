// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/server/server_process.h"

#include <QNetworkAccessManager>

namespace portolan::test {

/// As much of a browser as a login needs: cookies, redirects that are followed one by one, and forms. What does not
/// answer fails the test's run.
class WebBrowser
{
public:
    using Headers = ServerProcess::Headers;

    [[nodiscard]] HttpAnswer get(const QUrl &url, const Headers &headers = {}) { return send("GET", url, {}, headers); }
    /// As application/json, unless the headers say otherwise.
    [[nodiscard]] HttpAnswer post(const QUrl &url, const QByteArray &body, const Headers &headers)
    {
        return send("POST", url, body, headers);
    }
    /// Where redirects lead from there, until one leads to a URL with `until` in it, which is not asked any more.
    [[nodiscard]] QUrl follow(QUrl url, const QString &until);
    /// Presses the button of the form of a page that was shown at `url`, with all that the form has as it is.
    [[nodiscard]] HttpAnswer submitForm(const QUrl &url, const HttpAnswer &page);
    [[nodiscard]] QByteArray cookie(const QUrl &url, const QByteArray &name) const;

private:
    [[nodiscard]] HttpAnswer send(const QByteArray &method, const QUrl &url, const QByteArray &body,
                                  const Headers &headers);

    QNetworkAccessManager m_network;
};

} // namespace portolan::test
