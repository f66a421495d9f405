// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/pane/form_dialog.h"
#include "ui/workshops/workshop_choice.h"

class QFormLayout;
class QHBoxLayout;
class QLineEdit;
class QPlainTextEdit;

namespace portolan::ui {

/// Asks for a session as a tenant's program would, and shows where it was given; why it was not, it says with what to do.
/// Show it with open(); it deletes itself once closed. In the GUI thread.
class RequestDialog final : public FormDialog
{
    Q_OBJECT

public:
    /// Both must outlive it. `tenant` and `workshop` are chosen at first; the first of each where they are empty.
    RequestDialog(Session &session, WorkshopFeed &feed, const QString &tenant, const QString &workshop,
                  QWidget *parent);

Q_SIGNALS:
    void explanationRequested(const QString &tenant, const QString &workshop);

protected:
    void ask() override;

private:
    void addParameters();
    [[nodiscard]] Refusal check() const;
    void suggestParameters();
    void showRefusal(const Error &error);
    static Task<void> request(QPointer<RequestDialog> self, std::shared_ptr<ControlPlaneClient> client,
                              WorkshopRequest wanted);

    Session &m_session;
    WorkshopFeed &m_feed;
    WorkshopChoice *m_choice;
    QLineEdit *m_user;
    QPlainTextEdit *m_parameters;
};

/// The parameters of "name=value" lines; empty ones are none. The number of the first line that is none, from 1, where one
/// is none.
[[nodiscard]] std::expected<std::vector<WorkshopParameter>, int> parametersOf(const QString &lines);

/// A session that was given: where, whose, and the address that opens it once. Show it with open(); it deletes itself once
/// closed. In the GUI thread.
class GrantedDialog final : public QDialog
{
    Q_OBJECT

public:
    GrantedDialog(const WorkshopGranted &granted, QWidget *parent);

private:
    [[nodiscard]] QFormLayout *makeFacts(const WorkshopGranted &granted);
    [[nodiscard]] QHBoxLayout *makeButtons(const QString &address);
};

} // namespace portolan::ui
