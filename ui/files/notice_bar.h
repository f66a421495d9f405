// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/oneshot.h"
#include "core/async/task.h"
#include "ui/widgets/theme.h"

#include <QFrame>

#include <deque>

class QCheckBox;
class QHBoxLayout;
class QLabel;

namespace portolan::ui {

/// One line in the pane with what can be done about it: an error, something under way, or a question. Hidden while
/// there is nothing to say.
class NoticeBar final : public QFrame
{
    Q_OBJECT

public:
    struct Choice {
        QString text;
        const char *look = ""; ///< "primary", "danger" or none
    };
    struct Question {
        Tone tone = Tone::Warn;
        QString text;
        std::vector<Choice> choices; ///< the first is what Enter does, the last what Escape does
        QString forAll = {};         ///< text of a box to tick, where it makes sense
    };
    struct Answer {
        int choice = -1; ///< -1: the bar has gone
        bool forAll = false;
    };

    explicit NoticeBar(QWidget *parent = nullptr);
    ~NoticeBar() override;

    /// Shows the question when those before it are answered.
    [[nodiscard]] Task<Answer> ask(Question question);

    /// Says something until it is replaced or clear()ed, with at most one thing to do; `onChosen` where it is chosen.
    void say(Tone tone, const QString &text, const QString &choice = {}, std::function<void()> onChosen = {});
    /// Changes the text only, for figures that grow.
    void retell(const QString &text);
    void clear();
    [[nodiscard]] QString text() const;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    struct Asked {
        Question question;
        OneShot<Answer> answer;
    };

    void present(Tone tone, const QString &text, const std::vector<Choice> &choices,
                 const std::function<void(int)> &onChosen);
    void showNext();
    void answer(int choice);

    QLabel *m_text;
    QCheckBox *m_forAll;
    QHBoxLayout *m_buttons;
    Tone m_tone = Tone::Warn;
    std::deque<Asked> m_asked; ///< the first is shown
};

} // namespace portolan::ui
