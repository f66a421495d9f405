// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/state/stored_models.h"

#include "core/schema/codec.h"

namespace portolan::store {

std::string Stored<User>::encode(const User &user)
{
    return schema::encode(user);
}

Result<User> Stored<User>::decode(std::string_view json)
{
    return schema::decode<User>(json);
}

std::string Stored<AccessToken>::encode(const AccessToken &token)
{
    return schema::encode(token);
}

Result<AccessToken> Stored<AccessToken>::decode(std::string_view json)
{
    return schema::decode<AccessToken>(json);
}

std::string Stored<StoredCredential>::encode(const StoredCredential &credential)
{
    return schema::encode(credential);
}

Result<StoredCredential> Stored<StoredCredential>::decode(std::string_view json)
{
    return schema::decode<StoredCredential>(json);
}

std::string Stored<SshSession>::encode(const SshSession &session)
{
    return schema::encode(session);
}

Result<SshSession> Stored<SshSession>::decode(std::string_view json)
{
    return schema::decode<SshSession>(json);
}

std::string Stored<IdempotentRequest>::encode(const IdempotentRequest &request)
{
    return schema::encode(request);
}

Result<IdempotentRequest> Stored<IdempotentRequest>::decode(std::string_view json)
{
    return schema::decode<IdempotentRequest>(json);
}

std::string Stored<Workspace>::encode(const Workspace &workspace)
{
    return schema::encode(workspace);
}

Result<Workspace> Stored<Workspace>::decode(std::string_view json)
{
    return schema::decode<Workspace>(json);
}

std::string Stored<Job>::encode(const Job &job)
{
    return schema::encode(job);
}

Result<Job> Stored<Job>::decode(std::string_view json)
{
    return schema::decode<Job>(json);
}

std::string Stored<Password>::encode(const Password &password)
{
    return schema::encode(password);
}

Result<Password> Stored<Password>::decode(std::string_view json)
{
    return schema::decode<Password>(json);
}

std::string Stored<WebSession>::encode(const WebSession &session)
{
    return schema::encode(session);
}

Result<WebSession> Stored<WebSession>::decode(std::string_view json)
{
    return schema::decode<WebSession>(json);
}

std::string Stored<Counter>::encode(const Counter &counter)
{
    return schema::encode(counter);
}

Result<Counter> Stored<Counter>::decode(std::string_view json)
{
    return schema::decode<Counter>(json);
}

std::string Stored<Instance>::encode(const Instance &instance)
{
    return schema::encode(instance);
}

Result<Instance> Stored<Instance>::decode(std::string_view json)
{
    return schema::decode<Instance>(json);
}

std::string Stored<Sink>::encode(const Sink &sink)
{
    return schema::encode(sink);
}

Result<Sink> Stored<Sink>::decode(std::string_view json)
{
    return schema::decode<Sink>(json);
}

std::string Stored<SinkProgress>::encode(const SinkProgress &progress)
{
    return schema::encode(progress);
}

Result<SinkProgress> Stored<SinkProgress>::decode(std::string_view json)
{
    return schema::decode<SinkProgress>(json);
}

std::string Stored<DeadLetter>::encode(const DeadLetter &letter)
{
    return schema::encode(letter);
}

Result<DeadLetter> Stored<DeadLetter>::decode(std::string_view json)
{
    return schema::decode<DeadLetter>(json);
}

} // namespace portolan::store
