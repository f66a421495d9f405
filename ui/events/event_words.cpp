// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/events/event_words.h"

#include "core/schema/codec.h"
#include "ui/widgets/error_text.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace portolan::ui {
namespace {

struct EventWords {
    Q_DECLARE_TR_FUNCTIONS(portolan::ui::EventWords)
};

constexpr std::string_view stateChange = "workspace.state";

/// The first of these that its data have as a text, and which that is. Parses once: there may be thousands a second.
std::pair<std::string_view, std::string> textIn(const Event &event, std::initializer_list<std::string_view> keys)
{
    const auto document = JsonDocument::parse(event.data.text);
    if (!document)
        return {};
    for (const std::string_view key : keys) {
        const auto member = document->root().find(key);
        const auto value = member ? member->toString() : std::nullopt;
        if (value && !value->empty())
            return {key, std::string(*value)};
    }
    return {};
}

struct Known {
    std::string_view kind;
    Shape shape;
    Tone tone;
    const char *word;
};

constexpr std::array known{
    Known{"workspace.created", Shape::Disc, Tone::Ok,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Workspace created")},
    Known{"workspace.deleted", Shape::Square, Tone::Idle,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Workspace deleted")},
    Known{"workspace.state Starting", Shape::HalfDisc, Tone::Busy,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Workspace starting")},
    Known{"workspace.state Running", Shape::Disc, Tone::Ok,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Workspace running")},
    Known{"workspace.state Stopping", Shape::HalfDisc, Tone::Busy,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Workspace stopping")},
    Known{"workspace.state Stopped", Shape::Square, Tone::Idle,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Workspace stopped")},
    Known{"workspace.state Error", Shape::Cross, Tone::Bad,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Workspace failed")},
    Known{"workspace.state Terminating", Shape::HalfDisc, Tone::Busy,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Workspace being deleted")},
    Known{"workspace.entered", Shape::Disc, Tone::Idle,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Workspace entered")},
    Known{"workspace.left", Shape::Square, Tone::Idle, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Workspace left")},
    Known{"user.created", Shape::Disc, Tone::Ok, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "User created")},
    Known{"user.changed", Shape::Disc, Tone::Idle, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "User changed")},
    Known{"user.deleted", Shape::Square, Tone::Idle, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "User deleted")},
    Known{"user.logged-out", Shape::Square, Tone::Idle,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Logged out everywhere")},
    Known{"password.changed", Shape::Disc, Tone::Idle,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Password changed")},
    Known{"password.closed", Shape::Triangle, Tone::Warn,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Password closed after failures")},
    Known{"password.opened", Shape::Disc, Tone::Ok,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Password opened again")},
    Known{"session.began", Shape::Disc, Tone::Ok, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Logged in")},
    Known{"session.ended", Shape::Square, Tone::Idle, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Logged out")},
    Known{"token.created", Shape::Disc, Tone::Ok, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Token made")},
    Known{"token.changed", Shape::Disc, Tone::Idle, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Token changed")},
    Known{"token.deleted", Shape::Square, Tone::Idle, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Token revoked")},
    Known{"sink.created", Shape::Disc, Tone::Ok, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Sink made")},
    Known{"sink.changed", Shape::Disc, Tone::Idle, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Sink changed")},
    Known{"sink.deleted", Shape::Square, Tone::Idle, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Sink deleted")},
    Known{"workshop-session.created", Shape::HalfDisc, Tone::Busy,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Session being made")},
    Known{"workshop-session.ready", Shape::Ring, Tone::Idle,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Session ready")},
    Known{"workshop-session.allocated", Shape::Ring, Tone::Busy,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Session given to a user")},
    Known{"workshop-session.started", Shape::Disc, Tone::Ok,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Session begun by its user")},
    Known{"workshop-session.extended", Shape::Disc, Tone::Ok,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Session extended")},
    Known{"workshop-session.stopping", Shape::HalfDisc, Tone::Busy,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Session ending")},
    Known{"workshop-session.deleted", Shape::Square, Tone::Idle,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Session ended")},
    Known{"portal.created", Shape::Disc, Tone::Ok, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Portal made")},
    Known{"portal.changed", Shape::Disc, Tone::Idle, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Portal changed")},
    Known{"portal.deleted", Shape::Square, Tone::Idle, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Portal deleted")},
    Known{"tenant.created", Shape::Disc, Tone::Ok, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Tenant made")},
    Known{"tenant.changed", Shape::Disc, Tone::Idle, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Tenant changed")},
    Known{"tenant.deleted", Shape::Square, Tone::Idle, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Tenant deleted")},
    Known{"secret.created", Shape::Disc, Tone::Ok, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Secret made")},
    Known{"secret.changed", Shape::Disc, Tone::Idle, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Secret changed")},
    Known{"secret.deleted", Shape::Square, Tone::Idle, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Secret deleted")},
    Known{"cluster.created", Shape::Disc, Tone::Ok, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Cluster made")},
    Known{"cluster.changed", Shape::Disc, Tone::Idle, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Cluster changed")},
    Known{"cluster.deleted", Shape::Square, Tone::Idle,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Cluster deleted")},
    Known{"workshop.created", Shape::Disc, Tone::Ok, QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Workshop made")},
    Known{"workshop.changed", Shape::Disc, Tone::Idle,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Workshop changed")},
    Known{"workshop.deleted", Shape::Square, Tone::Idle,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Workshop deleted")},
    Known{"environment.created", Shape::Disc, Tone::Ok,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Environment made")},
    Known{"environment.changed", Shape::Disc, Tone::Idle,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Environment changed")},
    Known{"environment.stopping", Shape::HalfDisc, Tone::Busy,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Environment going")},
    Known{"environment.deleted", Shape::Square, Tone::Idle,
          QT_TRANSLATE_NOOP("portolan::ui::EventWords", "Environment deleted")},
};

} // namespace

std::string kindOfEvent(const Event &event)
{
    if (event.type != stateChange)
        return event.type;
    const std::string state = textIn(event, {"state"}).second;
    return state.empty() ? event.type : event.type + ' ' + state;
}

StateLook lookOfEventKind(std::string_view kind)
{
    const auto found = std::ranges::find(known, kind, &Known::kind);
    if (found == known.end())
        return {Shape::Ring, Tone::Idle, QString::fromUtf8(kind.data(), qsizetype(kind.size()))};
    return {found->shape, found->tone, EventWords::tr(found->word)};
}

QString messageOfEvent(const Event &event)
{
    const auto [key, text] = textIn(event, {"message", "name"});
    return key == "name" ? QString::fromStdString(text) : sentenceOf(text);
}

QString dataOfEvent(const Event &event)
{
    const QByteArray text = QByteArray::fromStdString(event.data.text);
    const auto document = QJsonDocument::fromJson(text);
    return QString::fromUtf8(document.isNull() ? text : document.toJson(QJsonDocument::Indented)).trimmed();
}

QString jsonOfEvent(const Event &event)
{
    return QString::fromStdString(schema::encode(event, true));
}

} // namespace portolan::ui
