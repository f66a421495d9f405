// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/event/sink.h"
#include "ui/pane/row_actions.h"
#include "ui/session/session.h"
#include "ui/widgets/table/table_pane.h"

#include <QDialog>
#include <QPointer>

class QLabel;
class QPlainTextEdit;

namespace portolan::ui {

/// The events that a sink would not take: to be looked at, sent again, or forgotten. Show it with open(); it deletes
/// itself once closed. In the GUI thread.
class DeadLettersDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `session` must outlive it.
    DeadLettersDialog(Session &session, const SinkDetails &sink, QWidget *parent);
    ~DeadLettersDialog() override;

    [[nodiscard]] TablePane &table() const { return *m_table; }
    [[nodiscard]] QAction *sendAgain() const { return m_sendAgain; }
    [[nodiscard]] QAction *forget() const { return m_forget; }
    /// In their order, until one is not taken.
    [[nodiscard]] QAction *sendAllAgain() const { return m_sendAll; }

Q_SIGNALS:
    /// There are fewer now.
    void changed();

private:
    using Letters = std::map<std::int64_t, DeadLetterDetails>; ///< by the number of the event
    void makeActions();
    void layOut();
    [[nodiscard]] const DeadLetterDetails *find(const std::string &id) const;
    void reload();
    static Task<void> fetch(QPointer<DeadLettersDialog> self, std::shared_ptr<ControlPlaneClient> client,
                            std::string sink);
    void show(std::vector<DeadLetterDetails> letters);
    void send(std::vector<std::int64_t> seqs);
    static Task<void> sendAll(QPointer<DeadLettersDialog> self, std::shared_ptr<ControlPlaneClient> client,
                              std::string sink, std::vector<std::int64_t> seqs);
    static Task<void> remove(QPointer<DeadLettersDialog> self, std::shared_ptr<ControlPlaneClient> client,
                             std::string sink, std::int64_t seq);
    void setBusy(bool busy);
    /// What came of it, below the table.
    void tell(const QString &text, bool isBad);
    void showActions();
    void showLetter();
    [[nodiscard]] QString refusal() const;

    Session &m_session;
    std::shared_ptr<ControlPlaneClient> m_client;
    std::string m_sink;
    TableOf<DeadLetterDetails> m_rows;
    TableModel m_model;
    TablePane *m_table;
    RowActions *m_rowActions;
    QAction *m_sendAgain = nullptr;
    QAction *m_forget = nullptr;
    QAction *m_sendAll;
    QPlainTextEdit *m_event;
    QLabel *m_told;
    Letters m_letters;
    bool m_loaded = false;
    bool m_busy = false;
};

} // namespace portolan::ui
