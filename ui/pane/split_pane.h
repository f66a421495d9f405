// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/session/session.h"
#include "ui/settings/settings.h"
#include "ui/widgets/table/table_pane.h"

#include <QWidget>

class QSplitter;
class QVBoxLayout;

namespace portolan::ui {

/// What most areas are: a table, what is selected in it beside it, and above both what could not be done, until somebody
/// has read it. Keeps the shares of the width, and says what the connection is like. In the GUI thread.
///
/// The one that derives from it owns the model: its destructor calls takeDown() before its members go.
class SplitPane : public QWidget
{
    Q_OBJECT

public:
    /// The table pane of this area.
    [[nodiscard]] TablePane &table() const { return *m_table; }
    /// Selects a row alone, now or as soon as it is there, and shows it where the filter hides it. Gives whether it is
    /// there now.
    bool select(const std::string &id);
    /// Shows what could not be done.
    void showNotice(const QString &text);

protected:
    /// Both must outlive it; `settings`, which may be null, keeps the layout as "NAME.splitter".
    SplitPane(Session &session, Settings *settings, QString name, QWidget *parent);

    /// Once: takes both as its children.
    void setUp(TablePane *table, QWidget *detail);
    void takeDown();
    /// A line above or below the table; after setUp().
    void addHeader(QWidget *header);
    void addFooter(QWidget *footer);

    /// What shows where there are no rows, of this connection or at all.
    struct Empty {
        QString headline;
        QString reason;
        QAction *action = nullptr;
    };
    /// `loaded`: what the table shows is of the session's control plane.
    void showConnection(bool loaded, const Empty &empty);
    /// The first time that it is seen, once the layout is there.
    virtual void firstShown() {}

    void showEvent(QShowEvent *event) override;
    [[nodiscard]] Session &session() const { return m_session; }
    [[nodiscard]] Settings *settings() const { return m_settings; }

private:
    [[nodiscard]] QWidget *makeLeft();
    [[nodiscard]] Setting<QJsonArray> shares() const;
    void restoreSplitter();
    void keepSplitter();

    Session &m_session;
    Settings *m_settings;
    QByteArray m_key;
    TablePane *m_table = nullptr;
    QSplitter *m_splitter;
    QVBoxLayout *m_left = nullptr;
    QWidget *m_notice = nullptr;
    QLabel *m_noticeText = nullptr;
    QAction *m_retry;
    std::string m_wanted; ///< to be selected as soon as it is there
    bool m_shown = false; ///< has been, once
};

} // namespace portolan::ui
