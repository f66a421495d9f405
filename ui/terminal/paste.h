// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>
#include <QString>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace portolan::ui {

/// Text from outside, made fit to be typed into a terminal.
struct Paste {
    QString text; ///< lines end with a carriage return, as Enter types it; no other control character but the tab
    int lines = 0;
    int removed = 0; ///< control characters that were left out: they could press keys or end a bracketed paste

    /// Whether somebody should see it first.
    [[nodiscard]] bool needsConfirmation() const { return lines > 1 || removed > 0; }
    bool operator==(const Paste &) const = default;
};

/// A single line loses the line end that selecting it often adds: nothing is to run before Enter is pressed.
[[nodiscard]] Paste preparePaste(const QString &text);

/// Shows what is about to be typed and asks, without holding up anything else.
class PasteWarning final : public QFrame
{
    Q_OBJECT

public:
    explicit PasteWarning(QWidget *parent);

    void ask(Paste paste);

Q_SIGNALS:
    void accepted(const QString &text);
    /// Either way: whoever had the keyboard wants it back.
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void close(bool accept);

    QLabel *m_question;
    QPlainTextEdit *m_preview;
    QPushButton *m_accept;
    Paste m_paste;
};

} // namespace portolan::ui
