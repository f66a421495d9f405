// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workspaces/event_line.h"

#include "core/lifecycle/workspace.h"
#include "core/schema/codec.h"
#include "ui/workspaces/workspace_look.h"

#include <QCoreApplication>

namespace portolan::ui {
namespace {

struct EventLine {
    Q_DECLARE_TR_FUNCTIONS(portolan::ui::EventLine)
};

struct StateData {
    std::string state;
    std::string message;
};

StateData dataOf(const Event &event)
{
    StateData read;
    const auto document = JsonDocument::parse(event.data.text);
    if (!document)
        return read;
    const auto text = [&](std::string_view key) {
        const auto member = document->root().find(key);
        const auto value = member ? member->toString() : std::nullopt;
        return std::string(value.value_or(std::string_view()));
    };
    return {.state = text("state"), .message = text("message")};
}

/// Without the full stop, to be a part of a line.
QString clause(std::string_view message)
{
    QString text = sentenceOf(message);
    if (text.endsWith(u'.'))
        text.chop(1);
    return text;
}

QString wordsOf(WorkspaceState state, const StateData &data, const QString &actor)
{
    switch (state) {
    case WorkspaceState::Starting:
        return actor.isEmpty() ? EventLine::tr("Starting") : EventLine::tr("Start asked for by %1").arg(actor);
    case WorkspaceState::Stopping:
        return actor.isEmpty() ? EventLine::tr("Stopping") : EventLine::tr("Stop asked for by %1").arg(actor);
    case WorkspaceState::Terminating:
        return actor.isEmpty() ? EventLine::tr("Deleting") : EventLine::tr("Deletion asked for by %1").arg(actor);
    case WorkspaceState::Running:
        return data.message.empty() ? EventLine::tr("Running") : clause(data.message);
    case WorkspaceState::Stopped:
        return data.message.empty() ? EventLine::tr("Stopped") : clause(data.message);
    case WorkspaceState::Error:
        return data.message.empty() ? EventLine::tr("Failed") : EventLine::tr("Failed: %1").arg(clause(data.message));
    }
    return {};
}

} // namespace

StateLook lookOfEvent(const Event &event)
{
    const QString actor = QString::fromStdString(event.actor);
    if (event.type == "workspace.created")
        return {Shape::Disc, Tone::Ok,
                actor.isEmpty() ? EventLine::tr("Created") : EventLine::tr("Created by %1").arg(actor)};
    if (event.type == "workspace.deleted")
        return {Shape::Square, Tone::Idle, EventLine::tr("Deleted")};
    const StateData data = dataOf(event);
    const auto state = schema::enumFromName<WorkspaceState>(data.state);
    if (event.type != "workspace.state" || !state)
        return {Shape::Ring, Tone::Idle, QString::fromStdString(event.type)};
    StateLook look = lookOfWorkspace(data.state);
    look.word = wordsOf(*state, data, actor);
    return look;
}

} // namespace portolan::ui
