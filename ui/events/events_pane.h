// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/event/event.h"
#include "ui/pane/row_actions.h"
#include "ui/pane/split_pane.h"

#include <QPointer>

#include <deque>

class QLabel;

namespace portolan::ui {

class EventDetail;

/// Everything that happened, as it happens, the newest first: followed or paused, older history by the page. In the GUI
/// thread.
///
/// What it holds is bounded: past `room()` the oldest make way, and only asking for older ones makes more room, up to
/// `mostRoom`. It looks at nothing before it was shown once.
class EventsPane final : public SplitPane
{
    Q_OBJECT

public:
    static constexpr std::size_t usualRoom = 10'000;
    static constexpr std::size_t mostRoom = 100'000;

    /// Both must outlive it; `settings` may be null.
    EventsPane(Session &session, Settings *settings, QWidget *parent = nullptr);
    ~EventsPane() override;

    /// Nothing new shows while it is paused; what comes meanwhile does afterwards.
    void setPaused(bool paused);
    [[nodiscard]] bool isPaused() const { return m_pause->isChecked(); }
    void loadOlder();
    /// How many it holds.
    [[nodiscard]] std::size_t size() const { return m_events.size(); }
    /// How many came while it was paused.
    [[nodiscard]] std::size_t waiting() const { return m_waiting.size(); }
    [[nodiscard]] QList<QAction *> commands() const;

Q_SIGNALS:
    /// Somebody wants to see what it happened to.
    void subjectRequested(const QString &kind, const QString &id, const QString &owner);

protected:
    void firstShown() override;

private:
    void makeActions();
    [[nodiscard]] QWidget *makeFooter();
    void connectSession();
    [[nodiscard]] const Event *eventOf(const std::string &id) const;
    [[nodiscard]] QString refusalOfJump(const std::string &id) const;
    void reload();
    void clear();
    static Task<void> fetchNewest(QPointer<EventsPane> self, std::shared_ptr<ControlPlaneClient> client, int round);
    static Task<void> fetchOlder(QPointer<EventsPane> self, std::shared_ptr<ControlPlaneClient> client, int round,
                                 std::int64_t before);
    void take(const Event &event);
    void put(const Event &event);
    /// All at once, for pages.
    void putPage(const std::vector<Event> &events);
    void makeRoom();
    void showState();
    void showOlder();
    void showFooter();

    TableOf<Event> m_rows;
    TableModel m_model;
    RowActions *m_rowActions = nullptr;
    EventDetail *m_detail = nullptr;
    QAction *m_pause;
    QAction *m_older;
    QLabel *m_range = nullptr;
    std::map<std::int64_t, Event> m_events; ///< those that the table has, by number
    std::deque<Event> m_waiting; ///< came while it was paused
    std::size_t m_room = usualRoom;
    int m_round = 0; ///< answers of earlier ones come too late
    bool m_active = false; ///< was shown once
    bool m_loaded = false;
    bool m_loadingOlder = false;
    bool m_all = false; ///< nothing older is kept
    bool m_missed = false; ///< something was not told, while it was paused
};

} // namespace portolan::ui
