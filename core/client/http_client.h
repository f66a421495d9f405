// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/error.h"
#include "core/client/control_plane_client.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>

#include <chrono>
#include <functional>
#include <map>
#include <stop_token>

namespace portolan {

/// Requests to one control plane: headers, errors and streams in one place, below the typed calls.
class HttpClient
{
public:
    explicit HttpClient(ControlPlaneAddress address);

    struct Answer {
        int status = 0;
        std::string body;
        std::map<std::string, std::string, std::less<>> headers = {}; ///< by lower-case name
    };
    /// The answer where its status is below 400, or `accepted` says so; else the error that it tells.
    [[nodiscard]] Task<Result<Answer>> send(std::string method, std::string pathAndQuery, std::string body = {},
                                            std::function<bool(int status)> accepted = {});

    /// GETs an event stream and hands its messages on until it ends (true from `onMessage` goes on). An orderly end
    /// of the stream is success; Unavailable where the connection broke; Timeout after `silence` without a byte;
    /// Cancelled.
    struct StreamOptions {
        std::string lastEventId = {};
        std::chrono::milliseconds silence = std::chrono::seconds(60);
        std::stop_token cancel = {};
    };
    [[nodiscard]] Task<Result<void>> stream(std::string pathAndQuery, StreamOptions options,
                                            std::function<bool(const SseParser::Message &)> onMessage);

    [[nodiscard]] const ControlPlaneAddress &address() const { return m_address; }

private:
    [[nodiscard]] QNetworkRequest request(const std::string &pathAndQuery) const;

    ControlPlaneAddress m_address;
    QNetworkAccessManager m_network;
};

/// What a reply without an answer failed of, in words that tell what to do.
[[nodiscard]] Error errorOfNetwork(const QNetworkReply &reply);

/// What an answer of status 400 or above says, by its problem+json where it has one; its `reason` is "problem" of Error::args.
[[nodiscard]] Error errorOfAnswer(int status, std::string_view body);

} // namespace portolan
