// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/folder_model.h"

#include "tests/support/run.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QSignalSpy>

#include <sys/stat.h>

using namespace portolan;
using namespace portolan::ui;

namespace {

RemoteEntry entry(const std::string &name, std::uint32_t mode, std::uint64_t size = 0, std::uint32_t modified = 0)
{
    return {.name = name, .attributes = {.size = size, .mode = mode, .modified = modified}};
}

RemoteListing listing()
{
    RemoteListing listing{.path = "/home/s",
                          .entries = {entry("lab10.txt", S_IFREG | 0644, 5, 100),
                                      entry("lab2.txt", S_IFREG | 0755, 900, 300), entry(".hidden", S_IFREG | 0600),
                                      entry("src", S_IFDIR | 01777), entry("Alpha", S_IFDIR | 0755),
                                      entry("to", S_IFLNK | 0777)}};
    listing.entries.back().target = "src";
    listing.entries.back().targetKind = ssh::FileKind::Folder;
    return listing;
}

QStringList names(const FolderModel &model)
{
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names << QString::fromStdString(model.entry(row).name);
    return names;
}

} // namespace

class FolderModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foldersStandFirstInNaturalOrder();
    void sortingKeepsWhatIsSelected();
    void aRenameIsOnlyAskedFor();
    void whatARowSays();
};

void FolderModelTest::foldersStandFirstInNaturalOrder()
{
    FolderModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setListing(listing());
    QCOMPARE(names(model), QStringLiteral("Alpha src to lab2.txt lab10.txt").split(u' '));
    QCOMPARE(model.hiddenCount(), std::size_t(1));
    model.sort(FolderModel::Name, Qt::DescendingOrder);
    QCOMPARE(names(model), QStringLiteral("to src Alpha lab10.txt lab2.txt").split(u' '));
    model.setShowHidden(true);
    QCOMPARE(model.rowCount(), 6);
    QCOMPARE(model.rowOf(".hidden"), 5);
}

void FolderModelTest::sortingKeepsWhatIsSelected()
{
    FolderModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setListing(listing());
    const QPersistentModelIndex kept = model.index(model.rowOf("lab2.txt"), FolderModel::Size);
    model.sort(FolderModel::Size, Qt::AscendingOrder);
    QCOMPARE(names(model).last(), QStringLiteral("lab2.txt"));
    QCOMPARE(model.entry(kept.row()).name, "lab2.txt");
    QCOMPARE(kept.column(), int(FolderModel::Size));
    model.sort(FolderModel::Changed, Qt::DescendingOrder);
    QCOMPARE(names(model).mid(3), QStringLiteral("lab2.txt lab10.txt").split(u' '));
}

void FolderModelTest::aRenameIsOnlyAskedFor()
{
    FolderModel model;
    model.setListing(listing());
    QSignalSpy wanted(&model, &FolderModel::renameWanted);
    const auto index = model.index(model.rowOf("to"), FolderModel::Name);
    QCOMPARE(index.data(Qt::EditRole).toString(), QStringLiteral("to")); // without the target
    QVERIFY(model.flags(index) & Qt::ItemIsEditable);
    QVERIFY(!model.setData(index, QStringLiteral("to"), Qt::EditRole));
    QCOMPARE(wanted.size(), 0);
    model.setData(index, QStringLiteral("new"), Qt::EditRole);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.front().at(1).toString(), QStringLiteral("new"));
    QCOMPARE(names(model).count(QStringLiteral("new")), 0);
}

void FolderModelTest::whatARowSays()
{
    FolderModel model;
    model.setListing(listing());
    const auto text = [&](const char *name, int column) {
        return model.index(model.rowOf(name), column).data().toString();
    };
    QCOMPARE(text("to", FolderModel::Name), QStringLiteral("to → src"));
    QCOMPARE(text("to", FolderModel::Kind), QStringLiteral("Link to a folder"));
    QCOMPARE(text("src", FolderModel::Permissions), QStringLiteral("rwxrwxrwt"));
    QCOMPARE(text("lab2.txt", FolderModel::Permissions), QStringLiteral("rwxr-xr-x"));
    QCOMPARE(text("src", FolderModel::Size), QString());
    QCOMPARE(text("lab2.txt", FolderModel::Size), QStringLiteral("900 B"));
}

QTEST_MAIN(FolderModelTest)
#include "folder_model_test.moc"
