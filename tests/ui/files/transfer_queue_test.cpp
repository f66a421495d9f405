// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/transfer_queue.h"

#include "tests/support/run.h"
#include "tests/support/ui/window.h"
#include "ui/files/transfer_list.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QSignalSpy>

using namespace portolan;
using namespace portolan::ui;

namespace {

using Connected = Result<std::shared_ptr<ssh::SshConnection>>;

/// A place that is being connected until the test says how that ends.
struct Place {
    std::vector<OneShot<Connected>> attempts;

    static Task<Connected> connect(OneShot<Connected> answer, std::stop_token cancel)
    {
        const std::stop_callback onCancel(cancel, [answer]() mutable { answer.set(fail(ErrorCode::Cancelled, "")); });
        co_return co_await answer;
    }

    FilesPlace named(const QString &id)
    {
        return {.id = id, .name = id, .connect = [this](std::stop_token cancel) {
                    return connect(attempts.emplace_back(), std::move(cancel));
                }};
    }
    void refuse() { attempts.back().set(fail(ErrorCode::Unavailable, "nobody is there")); }
};

TransferQueue::Wanted wanted(std::optional<std::uint64_t> bytes = 50'000'000)
{
    return {.direction = TransferDirection::Upload, .localPath = "/a/b", .remotePath = "/c/b", .bytes = bytes};
}

std::map<TransferState, int> states(const TransferQueue &queue)
{
    std::map<TransferState, int> counts;
    for (const Transfer &transfer : queue.transfers())
        ++counts[transfer.state];
    return counts;
}

using States = std::map<TransferState, int>;
using enum TransferState;

} // namespace

class TransferQueueTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY(test::allTasksEnd()); }
    void theTableIsWhole();
    void atMostSoManyRun();
    void whatFailsSaysWhyAndCanBeTriedAgain();
    void cancellingEndsWhatWaitsAndWhatRuns();
    void clearingKeepsWhatFailed();
    void theSummaryOfAll();
    void controlsHaveNames();
};

void TransferQueueTest::theTableIsWhole()
{
    using enum TransferEvent;
    const std::map<std::pair<TransferState, TransferEvent>, TransferState> allowed{
        {{Waiting, Start}, Running},   {{Waiting, Cancel}, Cancelled}, {{Running, Succeed}, Succeeded},
        {{Running, Fail}, Failed},     {{Running, Cancel}, Cancelled}, {{Failed, Retry}, Waiting},
        {{Cancelled, Retry}, Waiting},
    };
    for (const auto &[state, stateName] : schema::EnumNames<TransferState>::names)
        for (const auto &[event, eventName] : schema::EnumNames<TransferEvent>::names) {
            const auto found = allowed.find({state, event});
            QCOMPARE(transferTable.next(state, event),
                     found == allowed.end() ? std::nullopt : std::optional(found->second));
        }
}

void TransferQueueTest::atMostSoManyRun()
{
    Place place;
    TransferQueue queue(TransferQueue::Limits{.large = 2, .small = 4, .smallBytes = 1000});
    const QAbstractItemModelTester tester(&queue, QAbstractItemModelTester::FailureReportingMode::Fatal);
    queue.add(place.named(QStringLiteral("one")), std::vector(5, wanted()));
    queue.add(place.named(QStringLiteral("one")), std::vector(6, wanted(10)));
    queue.add(place.named(QStringLiteral("two")), std::vector(1, wanted(std::nullopt)));
    QTRY_COMPARE(states(queue), (States{{Running, 2 + 4 + 1}, {Waiting, 3 + 2}}));
    QTRY_COMPARE(place.attempts.size(), std::size_t(2)); // one connection a place
}

void TransferQueueTest::whatFailsSaysWhyAndCanBeTriedAgain()
{
    Place place;
    TransferQueue queue;
    const QAbstractItemModelTester tester(&queue, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QSignalSpy finished(&queue, &TransferQueue::finished);
    const auto id = queue.add(place.named(QStringLiteral("one")), {wanted()}).front();
    QTRY_COMPARE(place.attempts.size(), std::size_t(1));
    place.refuse();
    QTRY_COMPARE(queue.find(id)->state, Failed);
    QCOMPARE(finished.size(), 1);
    QVERIFY(queue.index(0, TransferQueue::Progress).data().toString().contains(QStringLiteral("nobody is there")));
    QCOMPARE(queue.summary(), QStringLiteral("Transfers: 1 failed"));
    queue.retry(id);
    QCOMPARE(queue.find(id)->state, Waiting);
    QVERIFY(!queue.find(id)->failure);
    QTRY_COMPARE(place.attempts.size(), std::size_t(2)); // anew
    QCOMPARE(queue.find(id)->state, Running);
    queue.retry(id); // not allowed now
    QCOMPARE(queue.find(id)->state, Running);
}

void TransferQueueTest::cancellingEndsWhatWaitsAndWhatRuns()
{
    Place place;
    TransferQueue queue(TransferQueue::Limits{.large = 1});
    const QAbstractItemModelTester tester(&queue, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const auto ids = queue.add(place.named(QStringLiteral("one")), std::vector(3, wanted()));
    QTRY_COMPARE(queue.find(ids[0])->state, Running);
    queue.cancel(ids[1]);
    QCOMPARE(queue.find(ids[1])->state, Cancelled);
    queue.cancel(ids[0]);
    QTRY_COMPARE(queue.find(ids[0])->state, Cancelled);
    QTRY_COMPARE(queue.find(ids[2])->state, Running); // its turn
    queue.retry(ids[1]);
    QCOMPARE(queue.find(ids[1])->state, Waiting);
}

void TransferQueueTest::clearingKeepsWhatFailed()
{
    Place place;
    TransferQueue queue;
    const QAbstractItemModelTester tester(&queue, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const auto ids = queue.add(place.named(QStringLiteral("one")), std::vector(4, wanted()));
    QTRY_COMPARE(states(queue), (States{{Running, 3}, {Waiting, 1}}));
    queue.cancel(ids[1]);
    QTRY_COMPARE(queue.find(ids[1])->state, Cancelled);
    place.refuse();
    QTRY_COMPARE(queue.find(ids[0])->state, Failed);
    queue.clearFinished();
    QVERIFY(!queue.find(ids[1]));
    QVERIFY(queue.find(ids[0]) && queue.find(ids[2]) && queue.find(ids[3]));
    queue.remove(ids[0]);
    QVERIFY(!queue.find(ids[0]));
    QCOMPARE(queue.rowCount(), 2);
}

void TransferQueueTest::theSummaryOfAll()
{
    Transfer quick{.id = 1, .state = Running};
    quick.progress = {.bytes = 100'000'000, .totalBytes = 600'000'000, .isTotalKnown = true, .bytesPerSecond = 60e6};
    Transfer slow{.id = 2, .bytes = 508'000'000, .state = Running};
    slow.progress = {.bytes = 0, .bytesPerSecond = 24e6};
    const Transfer done{.id = 3, .state = Succeeded};
    const Transfer failed{.id = 4, .state = Failed};
    QCOMPARE(summaryOf({}), QString());
    QCOMPARE(summaryOf({done}), QString());
    QCOMPARE(summaryOf({quick, slow, done}), QStringLiteral("Transfers 2 · 84 MB/s · 12 s left"));
    QCOMPARE(summaryOf({quick, slow, failed}), QStringLiteral("Transfers 2 · 84 MB/s · 12 s left · 1 failed"));
    slow.bytes.reset(); // a folder that is being counted
    QCOMPARE(summaryOf({quick, slow}), QStringLiteral("Transfers 2 · 84 MB/s"));
    QCOMPARE(summaryOf({Transfer{.id = 1}}), QStringLiteral("Transfers 1"));
}

void TransferQueueTest::controlsHaveNames()
{
    TransferQueue queue;
    TransferList list(queue);
    QCOMPARE(test::namelessControls(list), QString());
}

int main(int argc, char **argv)
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QApplication application(argc, argv);
    TransferQueueTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "transfer_queue_test.moc"
