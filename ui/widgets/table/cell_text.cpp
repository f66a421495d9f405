// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/table/cell_text.h"

#include "core/base/time.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <cmath>

namespace portolan::ui {
namespace {

struct CellText {
    Q_DECLARE_TR_FUNCTIONS(portolan::ui::CellText)
};

QDateTime localTime(Time time)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

/// At most `decimals`, none that are zero.
QString shortNumber(double value, int decimals)
{
    const QLocale locale;
    QString text = locale.toString(value, 'f', decimals);
    if (const auto point = text.indexOf(locale.decimalPoint()); point >= 0) {
        while (text.endsWith(locale.zeroDigit()))
            text.chop(1);
        if (text.endsWith(locale.decimalPoint()))
            text.chop(locale.decimalPoint().size());
    }
    return text;
}

struct Scale {
    double factor;
    QString unit;
};

/// The unit in which a value of this size reads best.
Scale scaleOf(double value, Unit unit)
{
    if (unit != Unit::Bytes)
        return {1, {}};
    static constexpr std::array names{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    double factor = 1;
    std::size_t at = 0;
    for (; std::abs(value) / factor >= 999.5 && at + 1 < names.size(); ++at)
        factor *= 1024;
    return {factor, QChar(QChar::Nbsp) + QLatin1StringView(names[at])};
}

QString numberText(double value, Unit unit)
{
    if (unit == Unit::Seconds)
        return ageText(std::chrono::seconds(std::int64_t(value)));
    const Scale scale = scaleOf(value, unit);
    return shortNumber(value / scale.factor, unit == Unit::None ? 2 : 1) + scale.unit;
}

QString capacityText(const Capacity &capacity, Unit unit)
{
    const Scale scale = scaleOf(capacity.limit, unit);
    const auto part = [&](double value, int digits) { return shortNumber(value / scale.factor, digits); };
    const QString limit = part(capacity.limit, 1) + scale.unit;
    // Little of much would read as nothing: bytes have a smaller unit for it, others take another digit.
    const bool isLittle = capacity.used > 0 && capacity.used < scale.factor / 10;
    if (isLittle && unit == Unit::Bytes) {
        const Scale own = scaleOf(capacity.used, unit);
        return CellText::tr("%1 of %2").arg(shortNumber(capacity.used / own.factor, 1) + own.unit, limit);
    }
    return CellText::tr("%1 of %2").arg(part(capacity.used, isLittle ? 2 : 1), limit);
}

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

bool isAscii(std::string_view text)
{
    unsigned char all = 0; // without a way out in between, so that it becomes vector instructions
    for (const char c : text)
        all |= static_cast<unsigned char>(c);
    return all < 0x80;
}

char lower(char c)
{
    return char(c + ((c >= 'A') & (c <= 'Z')) * ('a' - 'A'));
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace

QString translatedTitle(std::string_view text)
{
    return QCoreApplication::translate("portolan::schema", std::string(text).c_str());
}

QString ageText(std::chrono::seconds age)
{
    using namespace std::chrono;
    if (age < minutes(1))
        return CellText::tr("%1 s").arg(std::max<std::int64_t>(age.count(), 0));
    if (age < hours(1))
        return CellText::tr("%1 min").arg(duration_cast<minutes>(age).count());
    if (const auto past = duration_cast<minutes>(age % hours(1)); age < hours(3) && past > past.zero())
        return CellText::tr("%1 h %2 min").arg(duration_cast<hours>(age).count()).arg(past.count());
    if (age < days(2))
        return CellText::tr("%1 h").arg(duration_cast<hours>(age).count());
    return CellText::tr("%1 d").arg(duration_cast<days>(age).count());
}

QString agoText(Time time, Time now)
{
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(now - time);
    if (age.count() < 0)
        return CellText::tr("in %1").arg(ageText(-age));
    return age.count() < 1 ? CellText::tr("just now") : CellText::tr("%1 ago").arg(ageText(age));
}

QString fullTimeText(Time time)
{
    const QLocale locale;
    QString format = locale.dateTimeFormat(QLocale::LongFormat);
    format.replace(QStringLiteral("tttt"), QStringLiteral("t")); // "UTC", not "Coordinated Universal Time"
    return locale.toString(localTime(time), format);
}

QString shortTimeText(Time time)
{
    return QLocale().toString(localTime(time), QLocale::ShortFormat);
}

QString momentText(const std::optional<Time> &time, Time now, const QString &none)
{
    return time ? QStringLiteral("%1 (%2)").arg(agoText(*time, now), shortTimeText(*time)) : none;
}

QString cellText(const TableColumn &column, const TableCell &cell, Time now)
{
    const QString none = QStringLiteral("–");
    if (const auto *text = std::get_if<std::string>(&cell))
        return column.kind == CellKind::State && column.look && !text->empty() ? column.look(*text).word
                                                                               : toQString(*text);
    if (const auto *time = std::get_if<Time>(&cell)) {
        return column.kind == CellKind::Age ? ageText(std::chrono::duration_cast<std::chrono::seconds>(now - *time))
                                            : agoText(*time, now);
    }
    if (const auto *capacity = std::get_if<Capacity>(&cell))
        return capacityText(*capacity, column.unit);
    if (const auto *truth = std::get_if<bool>(&cell))
        return *truth ? CellText::tr("yes") : CellText::tr("no");
    if (const auto number = numberOf(cell))
        return numberText(*number, column.unit);
    return column.kind == CellKind::Text || column.kind == CellKind::Code ? QString() : none;
}

QString plainText(const TableColumn &column, const TableCell &cell)
{
    if (const auto *text = std::get_if<std::string>(&cell))
        return toQString(*text);
    if (const auto *time = std::get_if<Time>(&cell))
        return QString::fromStdString(formatTime(*time));
    if (const auto *capacity = std::get_if<Capacity>(&cell))
        return QStringLiteral("%1/%2").arg(QString::number(capacity->used, 'g', 12),
                                           QString::number(capacity->limit, 'g', 12));
    if (const auto *truth = std::get_if<bool>(&cell))
        return *truth ? QStringLiteral("true") : QStringLiteral("false");
    if (const auto *integer = std::get_if<std::int64_t>(&cell))
        return QString::number(*integer);
    const auto number = numberOf(cell);
    return number && column.kind != CellKind::Line ? QString::number(*number, 'g', 12) : QString();
}

QString cellToolTip(const TableColumn &column, const TableCell &cell, const std::string &reason, Time now)
{
    if (column.kind == CellKind::State)
        return toQString(reason);
    if (const auto *time = std::get_if<Time>(&cell))
        return fullTimeText(*time);
    if (const auto *capacity = std::get_if<Capacity>(&cell)) {
        QStringList lines{cellText(column, cell, now)};
        if (capacity->reserved > 0)
            lines << CellText::tr("%1 reserved").arg(numberText(capacity->reserved, column.unit));
        if (capacity->incoming > 0)
            lines << CellText::tr("%1 incoming").arg(numberText(capacity->incoming, column.unit));
        return lines.join(u'\n');
    }
    return {};
}

std::string_view textOf(const TableCell &cell)
{
    const auto *text = std::get_if<std::string>(&cell);
    return text ? std::string_view(*text) : std::string_view();
}

std::optional<double> numberOf(const TableCell &cell)
{
    const auto number = std::visit(
        []<class Value>(const Value &value) -> double {
            if constexpr (std::same_as<Value, Time>)
                return std::chrono::duration<double>(value.time_since_epoch()).count();
            else if constexpr (std::same_as<Value, Capacity>)
                return value.used;
            else if constexpr (std::same_as<Value, Trend>)
                return value.empty() ? std::nan("") : double(value.back());
            else if constexpr (std::is_arithmetic_v<Value>)
                return double(value);
            else
                return std::nan("");
        },
        cell);
    return std::isnan(number) ? std::nullopt : std::optional(number);
}

void fold(std::string_view text, std::string &appendTo)
{
    if (isAscii(text)) {
        const std::size_t from = appendTo.size();
        appendTo.resize(from + text.size());
        std::ranges::transform(text, appendTo.begin() + std::ptrdiff_t(from), lower);
        return;
    }
    appendTo += toQString(text).normalized(QString::NormalizationForm_KD).toCaseFolded().toStdString();
}

std::string naturalKey(std::string_view text)
{
    std::string key;
    appendNaturalKey(text, key);
    return key;
}

void appendNaturalKey(std::string_view text, std::string &key)
{
    thread_local std::string folded;
    folded.clear();
    fold(text, folded);
    for (std::size_t at = 0; at < folded.size();) {
        if (!isDigit(folded[at])) {
            key += folded[at] == '\0' ? '\1' : folded[at];
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < folded.size() && isDigit(folded[end]))
            ++end;
        while (at + 1 < end && folded[at] == '0')
            ++at;
        // A longer number is a greater one: its length goes first, behind a byte that keeps digits before letters.
        key += '0';
        key += char(std::min<std::size_t>(end - at, 250));
        key.append(folded, at, end - at);
        at = end;
    }
}

} // namespace portolan::ui
