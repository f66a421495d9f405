// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/endpoint.h"

#include "tests/support/run.h"

using namespace portolan;

// Reading it from a folder is tested with store::DataFolder, which writes it.
class EndpointTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatItWrites();
    void ignoresWhatItDoesNotKnow();
    void refusesWhatIsNoEndpoint_data();
    void refusesWhatIsNoEndpoint();
};

void EndpointTest::readsWhatItWrites()
{
    const Endpoint endpoint{.url = "http://[::1]:8080/\"ü\\", .pid = 4711, .version = "0.1.0"};
    const auto read = decodeEndpoint(encodeEndpoint(endpoint));
    VERIFY_RESULT(read);
    QCOMPARE(*read, endpoint);
    const auto *json = R"({"url":"http://127.0.0.1:1","pid":2,"version":"3"})";
    QCOMPARE(encodeEndpoint({.url = "http://127.0.0.1:1", .pid = 2, .version = "3"}), json);
}

void EndpointTest::ignoresWhatItDoesNotKnow()
{
    const auto *json = R"({"url":"u","pid":1,"version":"v","tls":true})";
    VERIFY_RESULT(decodeEndpoint(json));
}

void EndpointTest::refusesWhatIsNoEndpoint_data()
{
    QTest::addColumn<QString>("json");
    for (const char *json :
         {"", "[]", "{}", "{", R"({"url":1,"pid":1,"version":"v"})", R"({"url":"u","pid":0,"version":"v"})",
          R"({"url":"u","pid":-1,"version":"v"})", R"({"url":"u","pid":4294967297,"version":"v"})",
          R"({"url":"u","pid":1})", R"({"url":"u","pid":1,"version":"v"} x)"})
        QTest::addRow("%s", json) << QString::fromLatin1(json);
}

void EndpointTest::refusesWhatIsNoEndpoint()
{
    QFETCH(QString, json);
    COMPARE_ERROR(decodeEndpoint(json.toStdString()), ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(EndpointTest)
#include "endpoint_test.moc"
