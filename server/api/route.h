// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/policy.h"
#include "server/api/contract.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/http/router.h"
#include "server/state/audit_slip.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::api {

/// What a handler knows of a request that the audit log shall tell. Where it says nothing the log has the caller, and the
/// subject that the path names.
struct AuditNote {
    std::string actor = {}; ///< who it is, where the request itself proves it: a login
    std::string subjectKind = {};
    std::string subject = {}; ///< what was made
    std::string owner = {};
    std::shared_ptr<AuditSlip> slip = {}; ///< given to the service that may commit the record with the change
};

/// One request on its way through a handler. A handler may refer to it while it runs; what runs on afterwards (the
/// producer of a stream, a WebSocket) copies what it needs, the request and its body aside, which live as long.
struct Call {
    http::Request &request;
    const http::PathParameters &path;
    const identity::Principal &principal; ///< without a name on routes that need no credential
    AuditNote &audit;
    std::function<AuditRecord(int status)> record; ///< the audit record of the request as it is answered with `status`

    /// For a service that commits what is recorded of a success together with it.
    [[nodiscard]] std::shared_ptr<AuditSlip> slip(int status = 200)
    {
        return audit.slip = std::make_shared<AuditSlip>(record(status));
    }
};

using Handler = std::function<Task<http::Response>(Call &call)>;

/// A route: what the guard checks before the handler runs, and what the API's document tells.
///
///     Route{Get, "/api/v1/users", Permission::UserList, "The users", handler}.pages().gives<std::vector<UserProfile>>()
struct Route {
    http::Method method;
    std::string pattern; ///< "/api/v1/workspaces/{name}"
    identity::Permission permission;
    std::string_view summary;
    Handler handler;
    /// For routes on one object: its owner, nothing where there is no such object (404).
    std::function<std::optional<std::string>(const http::PathParameters &)> ownerOf = {};
    bool counted = true; ///< against the rate limit; probes are not
    bool isLogin = false; ///< although it only reads, by its method: a browser comes back from a provider
    Contract contract = {};

    Route &&ownedBy(decltype(ownerOf) owner) &&
    {
        ownerOf = std::move(owner);
        return std::move(*this);
    }
    Route &&login() &&
    {
        isLogin = true;
        return std::move(*this);
    }
    Route &&uncounted() &&
    {
        counted = false;
        return std::move(*this);
    }
    /// A parameter of the query.
    template <class T>
    Route &&query(std::string_view name, std::string_view doc) &&
    {
        contract.parameters.push_back({Parameter::In::Query, name, doc, schema::schemaOf<T>});
        return std::move(*this);
    }
    Route &&header(std::string_view name, std::string_view doc) &&
    {
        contract.parameters.push_back({Parameter::In::Header, name, doc, schema::schemaOf<std::string>});
        return std::move(*this);
    }
    /// The answer is a page of a list: paging.h.
    Route &&pages() &&
    {
        contract.pages = true;
        return std::move(*this);
    }
    /// The handler asks for a credential of its own.
    Route &&guardsItself() &&
    {
        contract.guardsItself = true;
        return std::move(*this);
    }
    /// If-Match is honoured. What does not say so refuses it, rather than to do what was forbidden.
    Route &&conditional() &&
    {
        contract.conditional = true;
        return std::move(*this);
    }
    template <class Model>
    Route &&takes() &&
    {
        contract.request.push_back({jsonType, schema::schemaOf<Model>});
        return std::move(*this);
    }
    Route &&takesBytes(std::string_view type = "application/octet-stream") &&
    {
        contract.request.push_back({type});
        return std::move(*this);
    }
    template <class T>
    Route &&gives(int status = 200, std::string_view doc = {}) &&
    {
        return std::move(*this).answers(status, doc, {jsonType, schema::schemaOf<T>});
    }
    /// Something else than JSON, or another form of what `status` gives.
    Route &&givesType(std::string_view type, int status = 200, std::string_view doc = {}) &&
    {
        return std::move(*this).answers(status, doc, {type});
    }
    Route &&givesNothing(int status = 204, std::string_view doc = {}) &&
    {
        contract.answers.push_back({status, doc});
        return std::move(*this);
    }

private:
    Route &&answers(int status, std::string_view doc, Content content) &&
    {
        auto known = std::ranges::find(contract.answers, status, &Answer::status);
        if (known == contract.answers.end())
            known = contract.answers.insert(known, {status, doc});
        known->contents.push_back(content);
        return std::move(*this);
    }
};

} // namespace portolan::api
