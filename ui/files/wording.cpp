// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/wording.h"

#include "ui/widgets/error_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace portolan::ui {

namespace {

struct FilesWording {
    Q_DECLARE_TR_FUNCTIONS(portolan::ui::FilesWording)
};

} // namespace

QString bytesText(std::uint64_t bytes)
{
    if (bytes < 1000)
        return FilesWording::tr("%1 B").arg(bytes);
    double inUnit = double(bytes);
    while (inUnit >= 1000)
        inUnit /= 1000;
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), inUnit < 10 ? 1 : 0, QLocale::DataSizeSIFormat);
}

QString rateText(std::optional<double> bytesPerSecond)
{
    return bytesPerSecond ? FilesWording::tr("%1/s").arg(bytesText(static_cast<std::uint64_t>(*bytesPerSecond)))
                          : QString();
}

QString durationText(std::optional<std::chrono::seconds> duration)
{
    if (!duration)
        return {};
    const auto seconds = duration->count();
    if (seconds < 60)
        return FilesWording::tr("%1 s").arg(seconds);
    const auto minutes = (seconds + 30) / 60;
    if (minutes < 60)
        return FilesWording::tr("%1 min").arg(minutes);
    return minutes % 60 == 0 ? FilesWording::tr("%1 h").arg(minutes / 60)
                             : FilesWording::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

QString agoText(std::int64_t then, std::int64_t now)
{
    const auto seconds = now - then;
    constexpr std::int64_t day = 24 * 3600;
    if (seconds < 0 || seconds >= day) // a clock that is ahead is told as it is
        return QLocale().toString(QDateTime::fromSecsSinceEpoch(then).date(), QLocale::ShortFormat);
    if (seconds < 60)
        return FilesWording::tr("just now");
    return seconds < 3600 ? FilesWording::tr("%1 min ago").arg(seconds / 60)
                          : FilesWording::tr("%1 h ago").arg(seconds / 3600);
}

QString timeText(std::int64_t then)
{
    return QLocale().toString(QDateTime::fromSecsSinceEpoch(then), QLocale::LongFormat);
}

QString permissionsText(std::uint32_t mode)
{
    QString text;
    for (int bit = 8; bit >= 0; --bit)
        text += (mode >> bit) & 1 ? u"xwr"[bit % 3] : u'-';
    const auto mark = [&](unsigned flag, int at, char16_t letter) {
        if (mode & flag)
            text[at] = text[at] == u'x' ? QChar(letter) : QChar(letter).toUpper();
    };
    mark(04000, 2, u's');
    mark(02000, 5, u's');
    mark(01000, 8, u't');
    return text;
}

QString fileErrorText(const Error &error)
{
    const QString said = errorText(error);
    switch (error.code) {
    case ErrorCode::PermissionDenied:
        return FilesWording::tr("%1. The workspace's user may not do that there.").arg(said);
    case ErrorCode::Unavailable:
    case ErrorCode::BadGateway:
    case ErrorCode::Timeout:
        return FilesWording::tr("%1. Check that the workspace runs, then try again.").arg(said);
    case ErrorCode::OutOfSpace:
        return FilesWording::tr("%1. Make room there, then try again.").arg(said);
    default:
        return said;
    }
}

} // namespace portolan::ui
