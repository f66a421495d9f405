// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/notify/sink_service.h"

#include "server/state/amend.h"

namespace portolan::notify {

namespace {

store::Event sinkEvent(std::string_view what, const Sink &sink, const identity::Principal &actor)
{
    JsonWriter data;
    data.beginObject().key("name").string(sink.name).key("enabled").boolean(sink.enabled).endObject();
    return {.type = std::format("sink.{}", what),
            .subjectKind = "sink",
            .subjectId = sink.id,
            .actor = actor.username,
            .data = data.text()};
}

std::unexpected<Error> noSuchSink(std::string_view id)
{
    return fail(ErrorCode::NotFound, std::format("there is no sink \"{}\"", id));
}

/// The refusals of a change, in the words of sinks.
Error inOwnWords(Error error, std::string_view sinkName)
{
    for (const auto &[key, value] : error.args) {
        if (key == "rule" && value == "claim")
            return {.code = ErrorCode::Conflict,
                    .detail = std::format("there is a sink named \"{}\" already", sinkName)};
        if (key == "rule" && value == "sum")
            return {.code = ErrorCode::Conflict,
                    .detail = std::format("there are {} sinks, and more are not allowed", mostSinks)};
    }
    return error;
}

std::string sealedFor(const std::string &id)
{
    return "sink/" + id;
}

} // namespace

Task<Result<SinkDetails>> SinkService::create(SinkCreate wanted, identity::Principal actor)
{
    Sink sink{.id = randomUuid(m_random),
              .name = wanted.name,
              .url = wanted.url,
              .mode = wanted.mode,
              .types = wanted.types,
              .owner = wanted.owner,
              .enabled = wanted.enabled,
              .created = m_state.clock().now()};
    if (!wanted.secret.empty()) {
        auto sealed = m_vault.seal(wanted.secret, sealedFor(sink.id));
        if (!sealed)
            co_return std::unexpected(std::move(sealed.error()));
        sink.secret = std::move(*sealed);
    }
    store::Change change;
    change.put(Sink(sink), store::absent);
    change.put(SinkProgress{.id = sink.id, .cursor = m_state.events().last()}, store::absent);
    change.sumAtMost(store::sinksInAll, "", mostSinks);
    change.record(sinkEvent("created", sink, actor));
    auto committed = co_await m_state.ledger().commit(std::move(change));
    if (!committed)
        co_return std::unexpected(inOwnWords(std::move(committed.error()), sink.name));
    m_changed(sink.id);
    co_return detailsOf(sink);
}

std::vector<SinkDetails> SinkService::list() const
{
    std::vector<SinkDetails> all;
    for (const auto &item : m_state.sinks.page(store::Stored<Sink>::byName, "", {.limit = mostSinks}).items)
        all.push_back(detailsOf(item->value));
    return all;
}

Result<SinkDetails> SinkService::find(std::string_view id) const
{
    const auto item = m_state.sinks.find(id);
    if (!item)
        return noSuchSink(id);
    return detailsOf(item->value);
}

SinkDetails SinkService::detailsOf(const Sink &sink) const
{
    const auto item = m_state.sinkProgress.find(sink.id);
    const SinkProgress progress = item ? item->value : SinkProgress();
    return {
        .id = sink.id,
        .name = sink.name,
        .url = sink.url,
        .mode = sink.mode,
        .types = sink.types,
        .owner = sink.owner,
        .enabled = sink.enabled,
        .isSigned = !sink.secret.empty(),
        .created = sink.created,
        .cursor = progress.cursor,
        .pending = std::max<std::int64_t>(m_state.events().last() - progress.cursor, 0),
        .deadLetters = static_cast<std::int64_t>(m_state.deadLetters.count(store::Stored<DeadLetter>::bySink, sink.id)),
        .lastDelivery = progress.lastDelivery,
        .failures = progress.failures,
        .lastError = progress.lastError,
        .nextAttempt = sink.enabled ? progress.nextAttempt : std::nullopt};
}

Task<Result<SinkDetails>> SinkService::update(std::string id, SinkUpdate wanted, identity::Principal actor)
{
    std::optional<std::string> sealed;
    if (wanted.secret) {
        sealed.emplace();
        if (!wanted.secret->empty()) {
            auto text = m_vault.seal(*wanted.secret, sealedFor(id));
            if (!text)
                co_return std::unexpected(std::move(text.error()));
            sealed = std::move(*text);
        }
    }
    const std::function<Result<void>(Sink &, store::Change &)> edit = [&](Sink &sink, store::Change &change) {
        sink.name = wanted.name.value_or(sink.name);
        sink.url = wanted.url.value_or(sink.url);
        sink.mode = wanted.mode.value_or(sink.mode);
        sink.types = wanted.types.value_or(sink.types);
        sink.owner = wanted.owner.value_or(sink.owner);
        sink.enabled = wanted.enabled.value_or(sink.enabled);
        sink.secret = sealed.value_or(sink.secret);
        change.record(sinkEvent("changed", sink, actor));
        return Result<void>{};
    };
    auto amended = co_await amend(m_state, m_state.sinks, id, edit);
    if (!amended && amended.error().code == ErrorCode::NotFound)
        co_return noSuchSink(id);
    if (!amended)
        co_return std::unexpected(inOwnWords(std::move(amended.error()), wanted.name.value_or("")));
    m_changed(id);
    co_return detailsOf(*amended);
}

Task<Result<void>> SinkService::remove(std::string id, identity::Principal actor)
{
    using Letters = store::Stored<DeadLetter>;
    const auto item = m_state.sinks.find(id);
    if (!item)
        co_return noSuchSink(id);
    store::Change change;
    change.remove<Sink>(id);
    if (m_state.sinkProgress.find(id))
        change.remove<SinkProgress>(id);
    const auto letters = m_state.deadLetters.page(Letters::bySink, id, {.limit = m_options.deadLetters + 1});
    for (const auto &letter : letters.items)
        change.remove<DeadLetter>(letter->id);
    change.record(sinkEvent("deleted", item->value, actor));
    auto committed = co_await m_state.ledger().commit(std::move(change));
    if (!committed)
        co_return std::unexpected(std::move(committed.error()));
    m_changed(id);
    co_return Result<void>{};
}

Task<Result<SinkAttempt>> SinkService::test(std::string id)
{
    const auto item = m_state.sinks.find(id);
    if (!item)
        co_return noSuchSink(id);
    const Time now = m_state.clock().now();
    const Event event{.time = now, .type = "sink.test", .subjectKind = "sink", .subject = id, .data = {"{}"}};
    DeliveryOptions options = m_options;
    options.sender.instance = randomUuid(m_random); // each has an id of its own, and no seq
    outbound::OutboundClient client;
    co_return (co_await attempt(client, m_vault, item->value, event, std::move(options), now)).told;
}

Result<std::vector<DeadLetterDetails>> SinkService::deadLetters(const std::string &id, store::PageRequest page) const
{
    if (!m_state.sinks.find(id))
        return noSuchSink(id);
    std::vector<DeadLetterDetails> all;
    for (const auto &item : m_state.deadLetters.page(store::Stored<DeadLetter>::bySink, id, page).items) {
        const DeadLetter &letter = item->value;
        all.push_back({.seq = letter.event.seq,
                       .type = letter.event.type,
                       .time = letter.time,
                       .attempts = letter.attempts,
                       .error = letter.error,
                       .event = letter.event});
    }
    return all;
}

Result<store::ItemPtr<DeadLetter>> SinkService::findLetter(const std::string &id, std::int64_t seq) const
{
    auto letter = m_state.deadLetters.find(store::Stored<DeadLetter>::idOf(id, seq));
    if (!letter)
        return fail(ErrorCode::NotFound, std::format("the sink \"{}\" has no dead letter {}", id, seq));
    return letter;
}

Task<Result<SinkAttempt>> SinkService::redeliver(std::string id, std::int64_t seq)
{
    const auto sink = m_state.sinks.find(id);
    if (!sink)
        co_return noSuchSink(id);
    const auto found = findLetter(id, seq);
    if (!found)
        co_return std::unexpected(found.error());
    const auto letter = *found;
    outbound::OutboundClient client;
    const auto result = co_await attempt(client, m_vault, sink->value, letter->value.event, m_options,
                                         m_state.clock().now());
    store::Change change;
    if (result.told.delivered) {
        change.remove<DeadLetter>(letter->id);
    } else {
        DeadLetter tried = letter->value;
        ++tried.attempts;
        tried.error = result.told.error;
        change.put(std::move(tried), letter->version);
    }
    auto committed = co_await m_state.ledger().commit(std::move(change));
    // Somebody else has sent or deleted it meanwhile: what came of this attempt is true nevertheless.
    if (!committed && committed.error().code != ErrorCode::NotFound && committed.error().code != ErrorCode::Conflict)
        co_return std::unexpected(std::move(committed.error()));
    co_return result.told;
}

Task<Result<void>> SinkService::removeDeadLetter(std::string id, std::int64_t seq)
{
    const auto found = findLetter(id, seq);
    if (!found)
        co_return std::unexpected(found.error());
    store::Change change;
    change.remove<DeadLetter>((*found)->id);
    auto committed = co_await m_state.ledger().commit(std::move(change));
    if (!committed)
        co_return std::unexpected(std::move(committed.error()));
    co_return Result<void>{};
}

} // namespace portolan::notify
