// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/error_text.h"

#include <QCoreApplication>

namespace portolan::ui {
namespace {

QString kindText(ErrorCode code)
{
    const auto text = [](const char *source) { return QCoreApplication::translate("Errors", source); };
    switch (code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::InvalidField:
        return text(QT_TRANSLATE_NOOP("Errors", "This was refused"));
    case ErrorCode::Unauthenticated:
        return text(QT_TRANSLATE_NOOP("Errors", "The token is not accepted"));
    case ErrorCode::PermissionDenied:
        return text(QT_TRANSLATE_NOOP("Errors", "This is not allowed"));
    case ErrorCode::NotFound:
        return text(QT_TRANSLATE_NOOP("Errors", "It is not there"));
    case ErrorCode::Conflict:
        return text(QT_TRANSLATE_NOOP("Errors", "This does not fit the present state"));
    case ErrorCode::PreconditionFailed:
        return text(QT_TRANSLATE_NOOP("Errors", "Somebody else has changed it"));
    case ErrorCode::TooLarge:
        return text(QT_TRANSLATE_NOOP("Errors", "It is too large"));
    case ErrorCode::TooMany:
        return text(QT_TRANSLATE_NOOP("Errors", "Too many at once"));
    case ErrorCode::NotImplemented:
        return text(QT_TRANSLATE_NOOP("Errors", "This is not available here"));
    case ErrorCode::Unavailable:
        return text(QT_TRANSLATE_NOOP("Errors", "It cannot be reached"));
    case ErrorCode::BadGateway:
        return text(QT_TRANSLATE_NOOP("Errors", "The answer cannot be understood"));
    case ErrorCode::Timeout:
        return text(QT_TRANSLATE_NOOP("Errors", "There was no answer in time"));
    case ErrorCode::OutOfSpace:
        return text(QT_TRANSLATE_NOOP("Errors", "There is no space left"));
    case ErrorCode::Cancelled:
        return text(QT_TRANSLATE_NOOP("Errors", "It was cancelled"));
    case ErrorCode::Internal:
        break;
    }
    return text(QT_TRANSLATE_NOOP("Errors", "Something went wrong"));
}

} // namespace

QString errorText(const Error &error)
{
    QString text = kindText(error.code);
    if (!error.detail.empty())
        text += QStringLiteral(": ") + QString::fromStdString(error.detail);
    for (const FieldError &field : error.fields)
        text += QStringLiteral("\n") + QString::fromStdString(field.pointer + " " + field.detail);
    return text;
}

QString sentenceOf(const Error &error)
{
    const QString detail = sentenceOf(error.detail);
    switch (error.code) {
    case ErrorCode::Unavailable:
    case ErrorCode::BadGateway:
    case ErrorCode::Timeout:
        return QCoreApplication::translate("Errors", "The control plane cannot do it now. %1").arg(detail);
    case ErrorCode::Internal:
        return QCoreApplication::translate("Errors", "The control plane has a fault. %1").arg(detail);
    default:
        return detail;
    }
}

QString sentenceOf(std::string_view text)
{
    QString sentence = QString::fromUtf8(text.data(), qsizetype(text.size())).trimmed();
    if (sentence.isEmpty())
        return sentence;
    sentence[0] = sentence[0].toUpper();
    if (sentence.back().isLetterOrNumber() || sentence.back() == u'"' || sentence.back() == u')')
        sentence += u'.';
    return sentence;
}

} // namespace portolan::ui
