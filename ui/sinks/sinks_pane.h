// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/pane/row_actions.h"
#include "ui/pane/split_pane.h"
#include "ui/sinks/sink_look.h"

#include <QPointer>

namespace portolan::ui {

class DetailView;

/// Where events are sent, how far each sink has come, and what it would not take. In the GUI thread.
///
/// How far a sink has come is told by no event: it would be one more to send. So the pane asks every two seconds, while
/// it is seen.
class SinksPane final : public SplitPane
{
    Q_OBJECT

public:
    /// Both must outlive it; `settings` may be null.
    SinksPane(Session &session, Settings *settings, QWidget *parent = nullptr);
    ~SinksPane() override;

    /// Selects this one, by its name or id, as soon as it is there.
    void showSink(const QString &wanted);
    [[nodiscard]] QAction *action(SinkAction which) const { return m_actions[std::size_t(which)]; }
    [[nodiscard]] QAction *newSink() const { return m_newSink; }
    [[nodiscard]] QList<QAction *> commands() const;

protected:
    void showEvent(QShowEvent *event) override;

private:
    void makeActions();
    [[nodiscard]] DetailView *makeDetail();
    void connectSession();
    void clear();
    [[nodiscard]] bool mayRead() const;
    void reload();
    static Task<void> fetch(QPointer<SinksPane> self, std::shared_ptr<ControlPlaneClient> client, int round);
    void showSinks(std::vector<SinkDetails> sinks);
    void showState();
    void showDetail();
    [[nodiscard]] const SinkDetails *find(const std::string &id) const;
    void trigger(SinkAction which, const std::string &id);
    void openNew();
    void openEdit(const SinkDetails &sink);
    void openDeadLetters(const SinkDetails &sink);
    void askBeforeDeleting(const SinkDetails &sink);
    static Task<void> enable(QPointer<SinksPane> self, std::shared_ptr<ControlPlaneClient> client, SinkDetails sink,
                             bool enabled);
    static Task<void> test(QPointer<SinksPane> self, std::shared_ptr<ControlPlaneClient> client, SinkDetails sink);

    TableOf<SinkDetails> m_rows;
    TableModel m_model;
    RowActions *m_rowActions = nullptr;
    std::array<QAction *, sinkActionCount> m_actions{};
    QAction *m_newSink;
    DetailView *m_detail = nullptr;
    std::vector<std::pair<QLabel *, std::function<QString(const SinkDetails &)>>> m_facts;
    std::map<std::string, SinkDetails> m_sinks; ///< by id
    std::map<std::string, QString> m_tests; ///< what came of the last one, by id
    std::string m_wantedSink; ///< name or id
    QTimer m_asking;
    int m_round = 0; ///< answers of earlier ones come too late
    bool m_loaded = false;
    bool m_awaited = false; ///< an answer is
};

} // namespace portolan::ui
