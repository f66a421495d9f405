// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/settings.h"

#include "tests/support/run.h"

#include <QFile>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace portolan::ui;

namespace {

constexpr Setting<int> size{"terminal.fontSize", 11, [](const int &value) { return value >= 6 && value <= 72; }};
const Setting<QString> language{"language", QStringLiteral("system")};

} // namespace

class SettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder.emplace(); }
    void whatWasChosenComesBack();
    void aValueThatIsRefusedIsNone();
    void aDamagedFileLosesOneVersionAndIsKept();
    void whatCannotBeWrittenIsTold();

private:
    [[nodiscard]] std::string file() const
    {
        return (m_folder->path() + QStringLiteral("/deep/console.json")).toStdString();
    }
    std::optional<QTemporaryDir> m_folder;
};

void SettingsTest::whatWasChosenComesBack()
{
    {
        Settings settings(file());
        QSignalSpy changed(&settings, &Settings::changed);
        QCOMPARE(settings.get(size), 11);
        settings.set(size, 14);
        settings.set(size, 14);
        QCOMPARE(changed.size(), 1);
        settings.set(language, QStringLiteral("de"));
        QTRY_VERIFY(QFile::exists(QString::fromStdString(file()))); // without being asked to
    }
    Settings settings(file());
    QCOMPARE(settings.trouble(), QString());
    QCOMPARE(settings.get(size), 14);
    QCOMPARE(settings.get(language), QStringLiteral("de"));
}

void SettingsTest::aValueThatIsRefusedIsNone()
{
    Settings settings(file());
    settings.setValue(QStringLiteral("terminal.fontSize"), 4000);
    QCOMPARE(settings.get(size), 11);
    settings.setValue(QStringLiteral("terminal.fontSize"), QStringLiteral("big"));
    QCOMPARE(settings.get(size), 11);
}

void SettingsTest::aDamagedFileLosesOneVersionAndIsKept()
{
    {
        Settings settings(file());
        settings.set(size, 14);
        settings.flush();
        settings.set(size, 15);
    }
    QFile damaged(QString::fromStdString(file()));
    QVERIFY(damaged.open(QIODevice::WriteOnly));
    damaged.write(QByteArray(100, '\0')); // what a crash of the machine leaves of a file written in place
    damaged.close();
    Settings settings(file());
    QVERIFY(!settings.trouble().isEmpty());
    QCOMPARE(settings.get(size), 14);
    QVERIFY(QFile::exists(QString::fromStdString(file()) + QStringLiteral(".damaged")));
}

void SettingsTest::whatCannotBeWrittenIsTold()
{
    QFile inTheWay(m_folder->path() + QStringLiteral("/deep"));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    Settings settings(file());
    QSignalSpy troubled(&settings, &Settings::troubled);
    settings.set(size, 14);
    settings.flush();
    QCOMPARE(troubled.size(), 1);
    settings.set(size, 15);
    QTRY_COMPARE(troubled.size(), 2); // by the other thread
    QVERIFY(settings.trouble().contains(QStringLiteral("console.json")));
}

QTEST_GUILESS_MAIN(SettingsTest)
#include "settings_test.moc"
