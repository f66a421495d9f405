// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/sinks/sink_look.h"

#include "ui/session/caller.h"

#include <QCoreApplication>

namespace portolan::ui {
namespace {

using identity::Permission;

struct SinkLook {
    Q_DECLARE_TR_FUNCTIONS(portolan::ui::SinkLook)
};

} // namespace

std::string stateOfSink(const SinkDetails &sink)
{
    if (!sink.enabled)
        return "disabled";
    if (sink.failures > 0)
        return sink.nextAttempt ? "retrying" : "refused";
    return sink.pending > 0 ? "sending" : "current";
}

StateLook lookOfSink(std::string_view state)
{
    if (state == "disabled")
        return {Shape::Square, Tone::Idle, SinkLook::tr("Disabled")};
    if (state == "retrying")
        return {Shape::Triangle, Tone::Warn, SinkLook::tr("Trying again")};
    if (state == "refused")
        return {Shape::Cross, Tone::Bad, SinkLook::tr("Refused")};
    if (state == "sending")
        return {Shape::HalfDisc, Tone::Busy, SinkLook::tr("Sending")};
    return {Shape::Disc, Tone::Ok, SinkLook::tr("Up to date")};
}

QString reasonOfSink(const SinkDetails &sink)
{
    const std::string state = stateOfSink(sink);
    if (state == "disabled")
        return SinkLook::tr("Nothing is sent. What happens meanwhile is sent once it is enabled.");
    if (state == "retrying")
        return SinkLook::tr("It did not take an event, which is sent again. Those after it wait.");
    if (state == "refused")
        return SinkLook::tr("It did not take the last event, which is a dead letter now.");
    return {};
}

QString explainMode(SinkMode mode)
{
    return mode == SinkMode::Structured ? SinkLook::tr("Structured: all of an event as JSON in the body")
                                        : SinkLook::tr("Binary: its attributes as headers, its data in the body");
}

QString explainTypes(const std::vector<std::string> &types)
{
    if (types.empty())
        return SinkLook::tr("All");
    QStringList patterns;
    for (const std::string &type : types)
        patterns << QString::fromStdString(type);
    return patterns.join(QStringLiteral(", "));
}

QString refusalOf(const Session &session, const SinkDetails &sink, SinkAction action)
{
    if (action == SinkAction::DeadLetters) {
        if (!session.isLive())
            return SinkLook::tr("The control plane is not connected.");
        return sink.deadLetters == 0 ? SinkLook::tr("It has taken everything that it was sent.") : QString();
    }
    if (const QString refused = refusalOfSinkChange(session); !refused.isEmpty())
        return refused;
    if (action == SinkAction::Disable && !sink.enabled)
        return SinkLook::tr("It is disabled already.");
    if (action == SinkAction::Enable && sink.enabled)
        return SinkLook::tr("It is not disabled.");
    return {};
}

QString refusalOfSinkChange(const Session &session)
{
    if (!session.isLive())
        return SinkLook::tr("The control plane is not connected.");
    return mayDoToAll(session.profile(), Permission::SinkWrite)
               ? QString()
               : SinkLook::tr("Only an administrator decides where events are sent.");
}

} // namespace portolan::ui
