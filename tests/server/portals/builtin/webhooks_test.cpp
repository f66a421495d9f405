// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/builtin/webhook_poster.h"
#include "tests/server/portals/running_portal.h"
#include "tests/support/webhook_receiver.h"

#include <QJsonObject>
#include <QTcpServer>

#include <algorithm>

using namespace portolan;
using namespace portolan::portals;
using namespace portolan::test;
using namespace std::chrono_literals;
using Names = WebhookReceiver::Names;

/// What webhooks of portals and sessions are told, by a running portal to receivers on real sockets.
class WebhooksTest : public QObject, private RunningPortal
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void tellsTheLifeOfASession();
    void tellsEachWebhookOnce();
    void saysHowSessionsEnd_data();
    void saysHowSessionsEnd();
    void reservesAreNobodys();
    void tellsOfEnvironments();
    void tellsWhatThePageTells();
    void nothingIsLostWhileTheReceiverIsAway();
    void aRestartGoesOn();
    void whatIsTooOldIsLeftOut();
    void whatIsRefusedIsLeftOut();
    void oneThatHangsHoldsUpNobodyElse();
    void oneThatFailsRestsWhateverHappens();
    void internalAddressesAreRefused();
    void thereIsABound();

private:
    void startPoster(WebhookPoster::Options options = {});
    void stopPoster();
    /// The names behind the first so many.
    [[nodiscard]] Names tail(std::ptrdiff_t first) const
    {
        const Names names = m_receiver->names();
        return {names.begin() + first, names.end()};
    }
    [[nodiscard]] WorkshopSession sessionOf(const std::string &user, const std::string &analyticsUrl = {});

    std::unique_ptr<WebhookReceiver> m_receiver;
    std::optional<WebhookPoster> m_poster;
};

void WebhooksTest::init()
{
    open();
    m_receiver = std::make_unique<WebhookReceiver>();
    startPoster();
}

void WebhooksTest::cleanup()
{
    stopPoster();
    close();
    m_receiver.reset();
}

void WebhooksTest::startPoster(WebhookPoster::Options options)
{
    options.policy.allowed = {*Network::parse("127.0.0.0/8")};
    options.queue.firstPause = 10ms;
    options.queue.longestPause = 20ms;
    m_poster.emplace(*m_state, options);
    m_poster->start();
}

void WebhooksTest::stopPoster()
{
    if (m_poster)
        run(m_poster->stop());
    m_poster.reset();
}

WorkshopSession WebhooksTest::sessionOf(const std::string &user, const std::string &analyticsUrl)
{
    return sessionFor({.environment = "p-w01", .user = user, .analyticsUrl = analyticsUrl});
}

void WebhooksTest::tellsTheLifeOfASession()
{
    offer({.capacity = 2, .reserved = 0, .expires = 60min, .overtime = 30min, .deadline = 90min}, m_receiver->url());
    const auto session = sessionOf("ann");
    VERIFY_RESULT(run(m_portal->activate(session.id(), m_tokens[session.name])));
    m_clock->advance(31min);
    QVERIFY(run(m_portal->extend({}, session))->extended);
    VERIFY_RESULT(run(m_portal->terminate({}, session, {SessionEnd::Finished})));
    QVERIFY(becomes(session, WorkshopSessionState::Stopped));
    const Names wanted{"Environment/Created", "User/Create",     "Session/Created",
                       "Session/Pending",     "Session/Started", "Session/Extended",
                       "Session/Stopping",    "Session/Deleted", "User/Delete"};
    QVERIFY(waitUntil([&] { return m_receiver->names().size() >= wanted.size(); }));
    QCOMPARE(m_receiver->names(), wanted);
    QVERIFY(waitUntil([&] { return m_state->webhookPosts.size() == 0; }));
    const auto bodies = m_receiver->taken();
    const std::string portal = std::format(
        R"("portal":{{"name":"p","uid":"{}","generation":1,"url":"https://labs.example.org/portals/p"}})",
        m_state->portals.find("local/p")->value.uid);
    QCOMPARE(bodies[0], "{" + portal
                            + R"(,"event":{"name":"Environment/Created","timestamp":"2001-09-09T01:46:40+00:00",)"
                              R"("environment":"p-w01","workshop":"w-a","data":{}}})");
    QCOMPARE(bodies[1], R"({"portal":{"name":"p","url":"https://labs.example.org/portals/p"},)"
                        R"("event":{"name":"User/Create","timestamp":"2001-09-09T01:46:40+00:00",)"
                        R"("user":"ann","data":{}}})");
    QCOMPARE(bodies[4],
             "{" + portal
                 + R"(,"event":{"name":"Session/Started","timestamp":"2001-09-09T01:46:40+00:00",)"
                   R"("user":"ann","session":"p-w01-s001","environment":"p-w01","workshop":"w-a","data":{}}})");
    QVERIFY(bodies[6].ends_with(R"("data":{"end":"Finished"}}})"));
}

void WebhooksTest::tellsEachWebhookOnce()
{
    WebhookReceiver ofSession;
    offer({.capacity = 5, .reserved = 0}, m_receiver->url());
    static_cast<void>(sessionOf("ann", ofSession.url()));
    static_cast<void>(sessionOf("bob", m_receiver->url())); // that of the portal as well
    static_cast<void>(sessionOf("cat"));
    QVERIFY(waitUntil([&] { return m_receiver->names().size() == 10 && ofSession.names().size() == 2; }));
    QVERIFY(waitUntil([&] { return m_state->webhookPosts.size() == 0; }));
    QCOMPARE(std::ranges::count(m_receiver->names(), "Session/Created"), 3);
    QCOMPARE(ofSession.names(), (Names{"Session/Created", "Session/Pending"}));
    QCOMPARE(ofSession.event(0)[QLatin1StringView("user")], QStringLiteral("ann"));
}

void WebhooksTest::saysHowSessionsEnd_data()
{
    QTest::addColumn<SessionEnd>("end");
    QTest::addColumn<std::string>("name");
    for (const auto &[end, text] : schema::EnumNames<SessionEnd>::names) {
        const std::string name = end == SessionEnd::Expired || end == SessionEnd::NotActivated  ? "Session/Expired"
                                 : end == SessionEnd::NotNeeded || end == SessionEnd::Displaced ? "Session/Terminate"
                                 : end == SessionEnd::Orphaned                                  ? "Session/Orphaned"
                                 : end == SessionEnd::Vanished                                  ? "Session/Vanished"
                                                                                                : "Session/Stopping";
        QTest::newRow(text.data()) << end << name;
    }
}

void WebhooksTest::saysHowSessionsEnd()
{
    QFETCH(const SessionEnd, end);
    QFETCH(const std::string, name);
    offer({.capacity = 2, .reserved = 0}, m_receiver->url());
    const auto session = sessionOf("ann");
    VERIFY_RESULT(run(m_portal->terminate({}, session, {end, "root"})));
    QVERIFY(waitUntil([&] { return m_receiver->has("Session/Deleted"); }));
    QCOMPARE(m_receiver->names()[4], name);
    const QJsonObject data = m_receiver->event(4)[QLatin1StringView("data")].toObject();
    QCOMPARE(data[QLatin1StringView("end")].toString().toStdString(), schema::enumName(end));
}

void WebhooksTest::reservesAreNobodys()
{
    offer({.capacity = 2, .reserved = 1}, m_receiver->url());
    QVERIFY(waitUntil([&] { return m_receiver->names().size() == 2; }));
    QCOMPARE(m_receiver->names().back(), "Session/Created");
    QVERIFY(m_receiver->event(1)[QLatin1StringView("user")].isNull());
    static_cast<void>(sessionOf("ann"));
    // The one that was kept warm is hers; another takes its place.
    QVERIFY(waitUntil([&] { return m_receiver->names().size() == 5; }));
    QCOMPARE(tail(2), (Names{"User/Create", "Session/Pending", "Session/Created"}));
    QCOMPARE(m_receiver->event(3)[QLatin1StringView("session")], QStringLiteral("p-w01-s001"));
    QCOMPARE(m_receiver->event(3)[QLatin1StringView("user")], QStringLiteral("ann"));
}

void WebhooksTest::tellsOfEnvironments()
{
    offer({.capacity = 2, .reserved = 0}, m_receiver->url());
    static_cast<void>(sessionOf("ann"));
    VERIFY_RESULT(run(m_registry->removePortal("local", "p", m_admin)));
    QVERIFY(waitUntil([&] { return m_receiver->has("Environment/Deleted"); }));
    QCOMPARE(tail(4), (Names{"Environment/Terminate", "Session/Stopping", "Session/Deleted", "User/Delete",
                             "Environment/Deleted"}));
}

void WebhooksTest::tellsWhatThePageTells()
{
    offer({.capacity = 2, .reserved = 0}, m_receiver->url());
    const auto session = sessionOf("ann");
    store::Change change;
    m_analytics->reportAction(change, session, "Workshop/View", RawJson{R"({"current":"first","step":1})"});
    VERIFY_RESULT(run(m_state->ledger().commit(std::move(change))));
    QVERIFY(waitUntil([&] { return m_receiver->has("Workshop/View"); }));
    QVERIFY(m_receiver->taken().back().ends_with(R"("data":{"current":"first","step":1}}})"));
}

void WebhooksTest::nothingIsLostWhileTheReceiverIsAway()
{
    m_receiver->answer(503);
    offer({.capacity = 2, .reserved = 0}, m_receiver->url());
    static_cast<void>(sessionOf("ann"));
    QVERIFY(waitUntil([&] { return m_receiver->refused() >= 3; }));
    QVERIFY(m_receiver->names().empty());
    m_receiver->answer(200);
    const Names wanted{"Environment/Created", "User/Create", "Session/Created", "Session/Pending"};
    QVERIFY(waitUntil([&] { return m_receiver->names().size() >= wanted.size(); }));
    QCOMPARE(m_receiver->names(), wanted);
}

void WebhooksTest::aRestartGoesOn()
{
    stopPoster();
    offer({.capacity = 2, .reserved = 0}, m_receiver->url());
    static_cast<void>(sessionOf("ann"));
    QVERIFY(m_receiver->names().empty());
    startPoster();
    const Names wanted{"Environment/Created", "User/Create", "Session/Created", "Session/Pending"};
    QVERIFY(waitUntil([&] { return m_receiver->names().size() >= wanted.size(); }));
    QCOMPARE(m_receiver->names(), wanted);
}

void WebhooksTest::whatIsTooOldIsLeftOut()
{
    m_receiver->answer(503);
    offer({.capacity = 2, .reserved = 0}, m_receiver->url());
    QVERIFY(waitUntil([&] { return m_receiver->refused() >= 3; }));
    static_cast<void>(sessionOf("ann"));
    QCOMPARE(m_state->webhookPosts.size(), 4);
    m_clock->advance(6min);
    // Given up at once; what the session's end is about, which nobody came for, is newer.
    QVERIFY(waitUntil([&] { return m_state->webhookPosts.size() <= 3; }));
    m_receiver->answer(200);
    QVERIFY(waitUntil([&] { return m_receiver->has("User/Delete"); }));
    QCOMPARE(m_receiver->names(), (Names{"Session/Expired", "Session/Deleted", "User/Delete"}));
}

void WebhooksTest::whatIsRefusedIsLeftOut()
{
    m_receiver->answer(410);
    offer({.capacity = 2, .reserved = 0}, m_receiver->url());
    QVERIFY(waitUntil([&] { return m_state->webhookPosts.size() == 0; }));
    QCOMPARE(m_receiver->refused(), 1);
}

void WebhooksTest::oneThatHangsHoldsUpNobodyElse()
{
    stopPoster();
    startPoster({.timeout = 10min});
    QTcpServer hanging; // Its connections wait for ever.
    QVERIFY(hanging.listen(QHostAddress::LocalHost));
    offer({.capacity = 2, .reserved = 0}, m_receiver->url());
    static_cast<void>(sessionOf("ann", std::format("http://127.0.0.1:{}/", hanging.serverPort())));
    QVERIFY(waitUntil([&] { return m_receiver->has("Session/Pending"); }));
    QVERIFY(waitUntil([&] { return hanging.hasPendingConnections(); }));
    QVERIFY(waitUntil([&] { return m_state->webhookPosts.size() == 2; }));
    stopPoster(); // which does not wait for it either
    QCOMPARE(m_state->webhookPosts.size(), 2);
}

void WebhooksTest::oneThatFailsRestsWhateverHappens()
{
    stopPoster();
    WebhookPoster::Options options;
    options.policy.allowed = {*Network::parse("127.0.0.0/8")};
    options.queue.firstPause = 10min;
    m_poster.emplace(*m_state, options);
    m_poster->start();
    WebhookReceiver failing;
    failing.answer(503);
    offer({.capacity = 5, .reserved = 0}, m_receiver->url());
    static_cast<void>(sessionOf("ann", failing.url()));
    QVERIFY(waitUntil([&] { return failing.refused() == 1; }));
    for (const std::string user : {"bob", "cat", "dan"}) {
        const auto told = m_receiver->taken().size();
        static_cast<void>(sessionOf(user, failing.url()));
        QVERIFY(waitUntil([&] { return m_receiver->taken().size() > told; }));
    }
    QCOMPARE(failing.refused(), 1);
}

void WebhooksTest::internalAddressesAreRefused()
{
    TrainingPortalSpec spec;
    spec.analytics.webhook.url = "http://169.254.169.254/latest";
    const auto refused = run(m_registry->putPortal("local", "q", spec, m_admin));
    COMPARE_ERROR(refused, ErrorCode::InvalidField);
    QCOMPARE(refused.error().fields.front().pointer, "/analytics/webhook/url");
    QVERIFY(refused.error().fields.front().detail.contains("sinks.allow_internal"));
}

void WebhooksTest::thereIsABound()
{
    stopPoster();
    const Analytics bounded(*m_state, {.base = [] { return std::string(); }, .mostWaiting = 3});
    offer({.capacity = 2, .reserved = 0}, m_receiver->url());
    const auto session = sessionOf("ann");
    QCOMPARE(m_state->webhookPosts.size(), 4);
    store::Change change;
    bounded.report(change, "extended", session);
    VERIFY_RESULT(run(m_state->ledger().commit(std::move(change))));
    QCOMPARE(m_state->webhookPosts.size(), 4);
}

QTEST_GUILESS_MAIN(WebhooksTest)
#include "webhooks_test.moc"
