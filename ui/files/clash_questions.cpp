// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/clash_questions.h"

#include "ui/files/wording.h"

#include <QDateTime>
#include <QStringList>

namespace portolan::ui {

namespace {

struct ClashWording {
    Q_DECLARE_TR_FUNCTIONS(portolan::ui::ClashWording)
};

QString factsText(const ItemFacts &facts)
{
    QStringList parts;
    if (facts.bytes)
        parts << bytesText(*facts.bytes);
    if (facts.modified)
        parts << agoText(*facts.modified, QDateTime::currentSecsSinceEpoch());
    return parts.join(QStringLiteral(", "));
}

NoticeBar::Question questionFor(const Placement::Question &asked)
{
    const auto name = QString::fromStdString(asked.item.name);
    NoticeBar::Question question;
    question.choices = {{ClashWording::tr("Keep both"), "primary"}, {ClashWording::tr("Skip")}};
    switch (asked.clash) {
    case Clash::FileOnFile:
        question.text = ClashWording::tr("“%1” is there already (%2). The new one: %3.")
                            .arg(name, factsText(asked.there), factsText(asked.item.facts));
        question.choices.insert(question.choices.begin() + 1, {ClashWording::tr("Replace")});
        break;
    case Clash::FolderOnFolder:
        question.text = ClashWording::tr("The folder “%1” is there already. Merging replaces files of the same names "
                                         "and leaves the others.")
                            .arg(name);
        question.choices.insert(question.choices.begin() + 1, {ClashWording::tr("Merge")});
        break;
    case Clash::KindsDiffer:
        question.text = ClashWording::tr("“%1” is there already and is something else (a file, a folder or a link), so "
                                         "it cannot be replaced.")
                            .arg(name);
        break;
    }
    question.choices.push_back({ClashWording::tr("Cancel")});
    if (asked.more > 0)
        question.forAll = ClashWording::tr("For all %Ln", nullptr, int(asked.more) + 1);
    return question;
}

ClashAnswer answerOf(Clash clash, int choice)
{
    constexpr std::array withReplace{ClashAnswer::KeepBoth, ClashAnswer::Replace, ClashAnswer::Skip};
    constexpr std::array without{ClashAnswer::KeepBoth, ClashAnswer::Skip};
    return clash == Clash::KindsDiffer ? without[std::size_t(choice)] : withReplace[std::size_t(choice)];
}

} // namespace

Task<bool> settleClashes(QPointer<NoticeBar> bar, std::shared_ptr<Placement> placement)
{
    while (const auto asked = placement->question()) {
        auto question = questionFor(*asked);
        const int cancel = int(question.choices.size()) - 1;
        const auto answer = co_await bar->ask(std::move(question));
        if (!bar || answer.choice < 0 || answer.choice == cancel)
            co_return false;
        placement->answer(answerOf(asked->clash, answer.choice), answer.forAll);
    }
    co_return true;
}

} // namespace portolan::ui
