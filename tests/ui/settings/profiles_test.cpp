// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/profiles.h"

#include "tests/support/files.h"
#include "tests/support/run.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace portolan;
using namespace portolan::ui;
using namespace Qt::StringLiterals;

class ProfilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder.emplace(); }
    void thisComputerIsAlwaysTheFirst();
    void comeBackAsTheyWere();
    void oneThatIsGoneIsNotUsedAgain();
    void leavesOutWhatItWouldNotTake();
    void judgesAddresses_data();
    void judgesAddresses();

private:
    [[nodiscard]] std::string file() const { return m_folder->filePath(u"console.json"_s).toStdString(); }
    std::optional<QTemporaryDir> m_folder;
};

void ProfilesTest::thisComputerIsAlwaysTheFirst()
{
    Settings settings(file());
    Profiles profiles(settings);
    QCOMPARE(profiles.all().size(), std::size_t(1));
    QVERIFY(profiles.all().front().isLocal());
    QCOMPARE(profiles.lastUsed(), u"local"_s);
    profiles.remove(u"local"_s);
    QVERIFY(profiles.find(u"local"_s));
}

void ProfilesTest::comeBackAsTheyWere()
{
    Profile entered{.id = {},
                    .name = u"Labs"_s,
                    .url = u"https://labs.example.org:8443"_s,
                    .certificates = u"PEM"_s,
                    .mark = u"red"_s};
    {
        Settings settings(file());
        Profiles profiles(settings);
        QSignalSpy changed(&profiles, &Profiles::changed);
        entered.id = profiles.put(entered);
        QVERIFY(!entered.id.isEmpty());
        QCOMPARE(changed.size(), 1);
        profiles.setLastUsed(entered.id);
        Profile renamed = entered;
        renamed.name = u"Production labs"_s;
        QCOMPARE(profiles.put(renamed), entered.id);
        QCOMPARE(profiles.all().size(), std::size_t(2));
        entered = renamed;
    }
    Settings settings(file());
    const Profiles profiles(settings);
    const Profile *back = profiles.find(entered.id);
    QVERIFY(back);
    QVERIFY(*back == entered);
    QCOMPARE(profiles.lastUsed(), entered.id);
    QVERIFY(!test::readFile(file()).contains("token"));
}

void ProfilesTest::oneThatIsGoneIsNotUsedAgain()
{
    Settings settings(file());
    Profiles profiles(settings);
    const QString id = profiles.put({.id = {}, .name = u"Labs"_s, .url = u"https://labs.example.org"_s});
    profiles.setLastUsed(id);
    profiles.remove(id);
    QVERIFY(!profiles.find(id));
    QCOMPARE(profiles.lastUsed(), u"local"_s);
}

void ProfilesTest::leavesOutWhatItWouldNotTake()
{
    // Someone has written into the file: no token goes over plain HTTP for that, and this computer is not replaced.
    test::writeFile(file(), R"({"profiles": [
        {"id": "a", "name": "Plain", "url": "http://labs.example.org"},
        {"id": "local", "name": "Not this computer", "url": "https://labs.example.org"},
        {"name": "Without an id", "url": "https://labs.example.org"},
        {"id": "b", "name": "Fine", "url": "https://labs.example.org"}, 7]})");
    Settings settings(file());
    const Profiles profiles(settings);
    QCOMPARE(profiles.all().size(), std::size_t(2));
    QCOMPARE(profiles.all()[0].url, QString());
    QCOMPARE(profiles.all()[1].name, u"Fine"_s);
}

void ProfilesTest::judgesAddresses_data()
{
    QTest::addColumn<bool>("taken");
    for (const char *taken : {"https://labs.example.org", "https://labs.example.org/", "https://10.0.0.7:8443",
                              "https://[2001:db8::1]:8443", "http://localhost:8080", "http://127.0.0.1:8080",
                              "http://127.4.5.6", "http://[::1]:8080"})
        QTest::newRow(taken) << true;
    for (const char *refused :
         {"", "labs.example.org", "https://", "http://labs.example.org", "http://localhost.example.org",
          "http://127.0.0.1.example.org", "https://labs.example.org/api", "https://me:secret@labs.example.org",
          "ftp://labs.example.org", "file:///etc/passwd", "https://labs example.org", "javascript:alert(1)"})
        QTest::newRow(refused) << false;
}

void ProfilesTest::judgesAddresses()
{
    QFETCH(bool, taken);
    const QString why = Profiles::refuseUrl(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY2(why.isEmpty() == taken, qPrintable(why));
}

QTEST_MAIN(ProfilesTest)
#include "profiles_test.moc"
