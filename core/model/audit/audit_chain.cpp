// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/audit/audit_chain.h"

#include "core/base/ascii.h"
#include "core/base/digest.h"
#include "core/schema/codec.h"

#include <algorithm>
#include <charconv>

namespace portolan {

std::string canonicalAudit(JsonValue record)
{
    std::vector<std::pair<std::string_view, std::string>> members;
    record.forEachMember([&members](std::string_view key, JsonValue value) {
        if (key != "hash")
            members.emplace_back(key, value.toJson());
    });
    std::ranges::sort(members);
    JsonWriter writer;
    writer.beginObject();
    for (auto &[key, value] : members)
        writer.key(key).raw({std::move(value)});
    return writer.endObject().text();
}

SealedAudit sealAudit(AuditRecord record, std::int64_t seq, Time time, std::string_view previous)
{
    record.seq = seq;
    record.time = time;
    record.previous = previous;
    record.hash.clear();
    std::string json = schema::encode(record);
    const auto document = JsonDocument::parse(json); // what we have written parses
    record.hash = sha256Hex(canonicalAudit(document->root()));
    // The hash is the last member, and digits only: spares encoding it all once more.
    json.replace(json.size() - 1, 1, concatenated({",\"hash\":\"", record.hash, "\"}"}));
    return {.record = std::move(record), .json = std::move(json)};
}

Result<AuditAnchor> AuditAnchor::parse(std::string_view text)
{
    AuditAnchor anchor;
    const auto colon = text.find(':');
    const std::string_view number = text.substr(0, colon);
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), anchor.seq);
    anchor.hash = colon == text.npos ? std::string() : std::string(text.substr(colon + 1));
    if (error != std::errc{} || end != number.data() + number.size() || anchor.seq < 1 || anchor.hash.size() != 64)
        return fail(ErrorCode::InvalidArgument,
                    std::format("\"{}\" is no place in an audit log: write SEQ:HASH, as verify prints it", text));
    return anchor;
}

std::string AuditAnchor::text() const
{
    return std::format("{}:{}", seq, hash);
}

Result<void> AuditVerifier::add(std::string_view json)
{
    const auto where = [this] {
        return m_count == 0 ? std::string("the first record") : std::format("the record after {}", m_head.seq);
    };
    const auto document = JsonDocument::parse(json);
    if (!document)
        return fail(ErrorCode::Conflict, std::format("{} cannot be read: {}", where(), document.error().detail));
    const auto member = [&document](std::string_view name) {
        const auto value = document->root().find(name);
        return std::string(value ? value->toString().value_or("") : "");
    };
    const auto seqValue = document->root().find("seq");
    const auto seq = seqValue ? seqValue->toInteger() : std::nullopt;
    if (!seq)
        return fail(ErrorCode::Conflict, std::format("{} has no number", where()));
    if (m_count > 0 && *seq != m_head.seq + 1)
        return fail(ErrorCode::Conflict,
                    std::format("record {} is missing: {} is followed by {}", m_head.seq + 1, m_head.seq, *seq));
    const std::string hash = member("hash");
    if (sha256Hex(canonicalAudit(document->root())) != hash)
        return fail(ErrorCode::Conflict, std::format("record {} was changed: its hash is another", *seq));
    const std::string previous = member("previous");
    if (m_count > 0 && previous != m_head.hash)
        return fail(ErrorCode::Conflict,
                    std::format("record {} does not follow {}: it was sealed after another record", *seq, m_head.seq));
    if (m_count == 0) {
        m_first = *seq;
        if (auto good = checkAnchor({*seq - 1, previous}); !good)
            return good;
    }
    m_head = {*seq, hash};
    ++m_count;
    return checkAnchor(m_head);
}

Result<void> AuditVerifier::checkAnchor(const AuditAnchor &at)
{
    if (!m_anchor || m_anchor->seq != at.seq)
        return {};
    if (m_anchor->hash != at.hash)
        return fail(ErrorCode::Conflict,
                    std::format("record {} has not the hash that was noted: what comes before it was written anew",
                                at.seq));
    m_anchored = true;
    return {};
}

Result<void> AuditVerifier::finish(std::int64_t oldest, std::int64_t last) const
{
    if (m_count == 0 && last >= oldest)
        return fail(ErrorCode::Conflict, std::format("the records {} to {} are missing", oldest, last));
    if (m_count > 0 && m_first != oldest)
        return fail(ErrorCode::Conflict, std::format("record {} is missing: the log begins with {}", oldest, m_first));
    if (m_count > 0 && m_head.seq < last)
        return fail(ErrorCode::Conflict,
                    std::format("record {} is missing: the log ends with {}", m_head.seq + 1, m_head.seq));
    if (m_anchor && !m_anchored) {
        if (m_anchor->seq < oldest - 1)
            return fail(ErrorCode::Conflict,
                        std::format("record {} is no longer kept: the log begins with {}", m_anchor->seq, oldest));
        return fail(ErrorCode::Conflict,
                    std::format("record {} is missing: the log ends with {}", m_anchor->seq, m_head.seq));
    }
    return {};
}

} // namespace portolan
