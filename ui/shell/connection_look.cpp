// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/connection_look.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPixmap>

namespace portolan::ui {
namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("Connection", source);
}

std::optional<Tone> toneOf(const QString &mark)
{
    if (mark == QStringLiteral("green"))
        return Tone::Ok;
    if (mark == QStringLiteral("amber"))
        return Tone::Warn;
    if (mark == QStringLiteral("red"))
        return Tone::Bad;
    return std::nullopt;
}

} // namespace

StateLook lookOf(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Idle:
        return {Shape::Ring, Tone::Idle, text(QT_TRANSLATE_NOOP("Connection", "Not connected"))};
    case ConnectionState::Preparing:
        return {Shape::HalfDisc, Tone::Busy, text(QT_TRANSLATE_NOOP("Connection", "Starting"))};
    case ConnectionState::Connecting:
        return {Shape::HalfDisc, Tone::Busy, text(QT_TRANSLATE_NOOP("Connection", "Connecting"))};
    case ConnectionState::Synchronising:
        return {Shape::HalfDisc, Tone::Busy, text(QT_TRANSLATE_NOOP("Connection", "Loading"))};
    case ConnectionState::Live:
        return {Shape::Disc, Tone::Ok, text(QT_TRANSLATE_NOOP("Connection", "Live"))};
    case ConnectionState::Lost:
        return {Shape::Triangle, Tone::Warn, text(QT_TRANSLATE_NOOP("Connection", "Connection lost"))};
    case ConnectionState::Refused:
        return {Shape::Cross, Tone::Bad, text(QT_TRANSLATE_NOOP("Connection", "Refused"))};
    }
    return {};
}

QIcon markOf(const Profile &profile, const QWidget &widget)
{
    const auto tone = toneOf(profile.mark);
    if (!tone)
        return {};
    const Metrics metrics(widget);
    const qreal ratio = widget.devicePixelRatioF();
    QPixmap pixmap(QSize(metrics.rowIcon(), metrics.rowIcon()) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.fillRect(QRect(metrics.step(1.5), 0, metrics.step(1), metrics.rowIcon()), Theme::of(widget)[*tone]);
    return pixmap;
}

QString markWords(const Profile &profile)
{
    if (profile.mark == QStringLiteral("green"))
        return text(QT_TRANSLATE_NOOP("Connection", "nothing can break"));
    if (profile.mark == QStringLiteral("amber"))
        return text(QT_TRANSLATE_NOOP("Connection", "take care"));
    if (profile.mark == QStringLiteral("red"))
        return text(QT_TRANSLATE_NOOP("Connection", "production"));
    return {};
}

} // namespace portolan::ui
