// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workshop/workshop.h"
#include "core/schema/codec.h"
#include "tests/support/run.h"

#include <QTest>

using namespace portolan;

/// What a workshop may say of itself.
class WorkshopModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parameterRules_data();
    void parameterRules();
};

void WorkshopModelTest::parameterRules_data()
{
    QTest::addColumn<std::string>("rule");
    QTest::addColumn<std::string>("pointer"); // to what is refused; nothing where it is good
    const auto row = [](const char *name, const char *rule, const char *pointer) {
        QTest::newRow(name) << std::string(rule) << std::string(pointer);
    };
    row("a value", R"({"name":"COLOR","value":"red"})", "");
    row("made", R"({"name":"PIN","generate":"expression","from":"[0-9]{4}"})", "");
    row("no expression", R"({"name":"PIN","generate":"expression"})", "/from");
    row("value, no expression", R"({"name":"PIN","value":"1234","generate":"expression"})", "/from");
    row("another generator", R"({"name":"PIN","generate":"uuid","from":"[0-9]"})", "/generate");
    row("no regular expression", R"({"name":"PIN","generate":"expression","from":"[0-9"})", "/from");
    row("no name", R"({"value":"red"})", "/name");
}

void WorkshopModelTest::parameterRules()
{
    QFETCH(const std::string, rule);
    QFETCH(const std::string, pointer);
    const auto decoded = schema::decode<WorkshopParameterRule>(rule);
    if (pointer.empty()) {
        VERIFY_RESULT(decoded);
        return;
    }
    COMPARE_ERROR(decoded, ErrorCode::InvalidField);
    QCOMPARE(decoded.error().fields.size(), 1);
    QCOMPARE(decoded.error().fields[0].pointer, pointer);
}

QTEST_GUILESS_MAIN(WorkshopModelTest)
#include "workshop_test.moc"
