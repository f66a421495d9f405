// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/problem.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace portolan;
using namespace portolan::http;

namespace {

QJsonObject parsed(const Problem &problem, std::string_view instance = "/a")
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(problem.toJson(instance))).object();
}

} // namespace

class ProblemTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasTheMembersOfTheRfc();
    void listsRefusedFields();
    void survivesAnyText();
    void hidesInternalErrors();
    void mapsEveryCode();
};

void ProblemTest::hasTheMembersOfTheRfc()
{
    const auto json = parsed({.status = 404, .detail = "no workspace is named \"x\""}, "/api/x");
    QCOMPARE(json.value(u"type").toString(), QStringLiteral("about:blank"));
    QCOMPARE(json.value(u"title").toString(), QStringLiteral("Not Found"));
    QCOMPARE(json.value(u"status").toInt(), 404);
    QCOMPARE(json.value(u"detail").toString(), QStringLiteral("no workspace is named \"x\""));
    QCOMPARE(json.value(u"msg"), json.value(u"detail"));
    QCOMPARE(json.value(u"instance").toString(), QStringLiteral("/api/x"));
    QVERIFY(!json.contains(u"errors"));
}

void ProblemTest::listsRefusedFields()
{
    const auto problem = toProblem({.code = ErrorCode::InvalidField,
                                    .detail = "two values are refused",
                                    .fields = {{"/a/0", "must be a number"}, {"/b", "must not be empty"}}});
    QCOMPARE(problem.status, 422);
    const auto errors = parsed(problem).value(u"errors").toArray();
    QCOMPARE(errors.size(), 2);
    QCOMPARE(errors[0].toObject().value(u"pointer").toString(), QStringLiteral("/a/0"));
    QCOMPARE(errors[1].toObject().value(u"detail").toString(), QStringLiteral("must not be empty"));
}

void ProblemTest::survivesAnyText()
{
    std::string every;
    for (int c = 0; c < 128; ++c)
        every += static_cast<char>(c);
    QCOMPARE(parsed({.status = 400, .detail = every}).value(u"detail").toString().toStdString(), every);
    QCOMPARE(parsed({.status = 400, .detail = "\xc3\xa4"}).value(u"detail").toString(), QStringLiteral("ä"));
    QCOMPARE(parsed({.status = 400, .detail = "a\xff"}).value(u"detail").toString(), QStringLiteral("a\uFFFD"));
}

void ProblemTest::hidesInternalErrors()
{
    const auto problem = toProblem({.code = ErrorCode::Internal, .detail = "SELECT secret"});
    QCOMPARE(problem.status, 500);
    QVERIFY(!problem.detail.contains("SELECT"));
    QVERIFY(!problem.detail.empty());
}

void ProblemTest::mapsEveryCode()
{
    QCOMPARE(statusOf(ErrorCode::InvalidArgument), 400);
    QCOMPARE(statusOf(ErrorCode::InvalidField), 422);
    QCOMPARE(statusOf(ErrorCode::Unauthenticated), 401);
    QCOMPARE(statusOf(ErrorCode::PermissionDenied), 403);
    QCOMPARE(statusOf(ErrorCode::NotFound), 404);
    QCOMPARE(statusOf(ErrorCode::Conflict), 409);
    QCOMPARE(statusOf(ErrorCode::PreconditionFailed), 412);
    QCOMPARE(statusOf(ErrorCode::TooLarge), 413);
    QCOMPARE(statusOf(ErrorCode::TooMany), 429);
    QCOMPARE(statusOf(ErrorCode::NotImplemented), 501);
    QCOMPARE(statusOf(ErrorCode::Unavailable), 503);
    QCOMPARE(statusOf(ErrorCode::BadGateway), 502);
    QCOMPARE(statusOf(ErrorCode::Timeout), 504);
    QCOMPARE(statusOf(ErrorCode::OutOfSpace), 507);
}

QTEST_APPLESS_MAIN(ProblemTest)
#include "problem_test.moc"
