// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/checks.h"

#include "core/base/certificates.h"
#include "core/base/network.h"
#include "server/config/listen.h"
#include "server/config/secret_file.h"

#include <algorithm>
#include <charconv>
#include <format>
#include <set>
#include <unistd.h>

namespace portolan::config {

namespace {

using Errors = std::vector<FieldError>;

bool isHostCharacter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
           || (character >= '0' && character <= '9') || character == '.' || character == '-' || character == '_';
}

/// HOST or HOST:PORT (RFC 3986 section 3.2, without user information).
bool isAuthority(std::string_view text)
{
    auto rest = text;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == text.npos || !text.substr(1, end - 1).contains(':') || !isIpAddress(text.substr(1, end - 1)))
            return false;
        rest = text.substr(end + 1);
    } else {
        const auto colon = text.find(':');
        const auto host = text.substr(0, colon);
        if (host.empty() || !std::ranges::all_of(host, isHostCharacter))
            return false;
        rest = colon == text.npos ? std::string_view() : text.substr(colon);
    }
    if (rest.empty())
        return true;
    unsigned port = 0;
    const auto [end, error] = std::from_chars(rest.data() + 1, rest.data() + rest.size(), port);
    return rest.front() == ':' && error == std::errc{} && end == rest.data() + rest.size() && port > 0 && port <= 65535;
}

struct HttpUrl {
    std::string_view authority;
    std::string_view path; ///< and what follows
};

std::optional<HttpUrl> parseHttpUrl(std::string_view text)
{
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (!text.starts_with(scheme))
            continue;
        const auto rest = text.substr(scheme.size());
        const auto end = std::min(rest.find_first_of("/?#"), rest.size());
        const bool isPrintable = std::ranges::all_of(rest,
                                                     [](unsigned char byte) { return byte > 0x20 && byte < 0x7f; });
        if (isAuthority(rest.substr(0, end)) && isPrintable)
            return HttpUrl{.authority = rest.substr(0, end), .path = rest.substr(end)};
    }
    return std::nullopt;
}

void checkUrl(const std::string &text, const std::string &pointer, Errors &errors)
{
    const auto url = parseHttpUrl(text);
    if (!url)
        errors.push_back({pointer, "must be a URL such as https://labs.example.org"});
    else if (url->path.find_first_of("?#") != url->path.npos)
        errors.push_back({pointer, "must not have a query or a fragment"});
}

void checkNetworks(const std::vector<std::string> &networks, const std::string &pointer, Errors &errors)
{
    for (std::size_t at = 0; at < networks.size(); ++at)
        if (const auto network = Network::parse(networks[at]); !network)
            errors.push_back({std::format("{}/{}", pointer, at), network.error().detail});
}

/// RFC 9110 section 5.1.
void checkHeader(std::string_view name, const std::string &pointer, Errors &errors)
{
    const bool isToken = std::ranges::all_of(name, [](char character) {
        return isHostCharacter(character) ? character != '.' : std::string_view("!#$%&'*+^`|~").contains(character);
    });
    if (!isToken)
        errors.push_back({pointer, "must be the name of a header, such as X-Auth-Request-Email"});
}

void checkSecret(const std::string &path, const std::string &pointer, Errors &errors)
{
    if (path.empty())
        return;
    if (const auto isPrivate = checkPrivate(path); !isPrivate)
        errors.push_back({pointer, isPrivate.error().detail});
}

void checkAuthorities(const std::string &path, const std::string &pointer, Errors &errors)
{
    if (path.empty())
        return;
    if (const auto read = readAuthorities(path); !read)
        errors.push_back({pointer, read.error().detail});
}

void checkTls(const Tls &tls, Errors &errors)
{
    if (tls.certificate.empty() != tls.key.empty()) {
        errors.push_back(tls.key.empty() ? FieldError{"/tls/certificate", "needs tls.key as well"}
                                         : FieldError{"/tls/key", "needs tls.certificate as well"});
    }
    if (!tls.certificate.empty() && access(tls.certificate.c_str(), R_OK) != 0)
        errors.push_back({"/tls/certificate", failFromErrno("reading " + tls.certificate, errno).error().detail});
    checkSecret(tls.key, "/tls/key", errors);
}

/// `listen` is nothing where it is wrong itself.
void checkUnixSocket(bool wanted, const std::string &pointer, const std::optional<ListenAddress> &listen,
                     Errors &errors)
{
    if (wanted && listen && !listen->isUnixSocket())
        errors.push_back({pointer, "needs a Unix socket: listen must be unix:/PATH"});
}

void checkIssuers(const std::vector<Issuer> &issuers, Errors &errors)
{
    std::set<std::pair<std::string, std::string>> seen;
    for (std::size_t at = 0; at < issuers.size(); ++at) {
        const Issuer &issuer = issuers[at];
        const std::string pointer = std::format("/identity/issuers/{}", at);
        checkUrl(issuer.issuer, pointer + "/issuer", errors);
        if (issuer.jwksUrl && !parseHttpUrl(*issuer.jwksUrl))
            errors.push_back({pointer + "/jwks_url", "must be a URL such as https://id.example.org/keys"});
        if (!seen.emplace(issuer.issuer, issuer.audience).second)
            errors.push_back({pointer + "/issuer", "stands twice with this audience"});
    }
}

void checkProviders(const std::vector<Provider> &providers, Errors &errors)
{
    std::set<std::string> names;
    for (std::size_t at = 0; at < providers.size(); ++at) {
        const Provider &provider = providers[at];
        const std::string pointer = std::format("/identity/providers/{}", at);
        const bool isPlain = std::ranges::all_of(provider.name, [](char character) {
            return isHostCharacter(character) && character != '.' && character != '_';
        });
        if (!isPlain)
            errors.push_back({pointer + "/name", "must have letters, digits and hyphens only"});
        if (!names.insert(provider.name).second)
            errors.push_back({pointer + "/name", "is the name of another provider"});
        checkUrl(provider.issuer, pointer + "/issuer", errors);
        checkSecret(provider.clientSecretFile, pointer + "/client_secret_file", errors);
        if (!std::ranges::contains(provider.scopes, "openid")) // OpenID Connect Core section 3.1.2.1
            errors.push_back({pointer + "/scopes", "must have openid"});
    }
}

void checkIdentity(const Identity &identity, const std::optional<ListenAddress> &listen, Errors &errors)
{
    checkIssuers(identity.issuers, errors);
    checkProviders(identity.providers, errors);
    checkNetworks(identity.internalAddresses, "/identity/internal_addresses", errors);
    checkNetworks(identity.tokenAddresses, "/identity/token_addresses", errors);
    const TrustedHeader &trusted = identity.trustedHeader;
    checkHeader(trusted.header, "/identity/trusted_header/header", errors);
    checkHeader(trusted.secretHeader, "/identity/trusted_header/secret_header", errors);
    checkHeader(trusted.rolesHeader, "/identity/trusted_header/roles_header", errors);
    checkSecret(trusted.secretFile, "/identity/trusted_header/secret_file", errors);
    checkUnixSocket(trusted.overUnixSocket, "/identity/trusted_header/over_unix_socket", listen, errors);
    if (identity.developmentIdentity && listen && !listen->isLocal())
        errors.push_back({"/identity/development_identity",
                          "lets everybody in who reaches the server, so listen must be loopback or a Unix socket"});
}

void checkCors(const Cors &cors, Errors &errors)
{
    for (std::size_t at = 0; at < cors.origins.size(); ++at) {
        const std::string pointer = std::format("/cors/origins/{}", at);
        if (cors.origins[at] == "*") {
            if (cors.credentials)
                errors.push_back({pointer,
                                  "\"*\" would let every page act for whoever is signed in: name the origins, or "
                                  "set cors.credentials to false"});
            continue;
        }
        const auto url = parseHttpUrl(cors.origins[at]);
        if (!url || !url->path.empty())
            errors.push_back({pointer, "must be an origin such as https://labs.example.org, without a path"});
    }
}

} // namespace

void check(const Configuration &configuration, std::vector<FieldError> &errors)
{
    std::optional<ListenAddress> listen;
    if (auto parsed = parseListen(configuration.listen))
        listen = std::move(*parsed);
    else
        errors.push_back({"/listen", parsed.error().detail});
    if (configuration.publicUrl)
        checkUrl(*configuration.publicUrl, "/public_url", errors);
    checkTls(configuration.tls, errors);
    checkIdentity(configuration.identity, listen, errors);
    checkHeader(configuration.proxies.secretHeader, "/proxies/secret_header", errors);
    checkSecret(configuration.proxies.secretFile, "/proxies/secret_file", errors);
    checkUnixSocket(configuration.proxies.overUnixSocket, "/proxies/over_unix_socket", listen, errors);
    checkCors(configuration.cors, errors);
    checkNetworks(configuration.sinks.allowInternal, "/sinks/allow_internal", errors);
    checkNetworks(configuration.portals.allowInternal, "/portals/allow_internal", errors);
    checkAuthorities(configuration.portals.caFile, "/portals/ca_file", errors);
}

} // namespace portolan::config
