// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/table/table_filter.h"

#include "core/base/quantity.h"
#include "core/base/time.h"
#include "ui/widgets/table/cell_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>

namespace portolan::ui {
namespace {

constexpr char separator = '\x1f';

[[nodiscard]] std::size_t segmentsOf(CellKind kind)
{
    if (kind == CellKind::State)
        return 2;
    return kind == CellKind::Text || kind == CellKind::Code ? 1 : 0;
}

[[nodiscard]] bool isTime(CellKind kind)
{
    return kind == CellKind::Time || kind == CellKind::Age;
}

struct Words {
    Q_DECLARE_TR_FUNCTIONS(portolan::ui::TableFilter)
};

/// "7h", "1h30m", "2d", "1w2d", "90" (seconds).
std::optional<double> readDuration(const QString &text)
{
    static const QRegularExpression form(QStringLiteral(R"(^(?:(\d+(?:\.\d+)?)w)?(?:(\d+(?:\.\d+)?)d)?(.*)$)"));
    const auto match = form.match(text.toLower().replace(QStringLiteral("min"), QStringLiteral("m")));
    if (text.isEmpty())
        return std::nullopt;
    const double days = match.captured(1).toDouble() * 7 + match.captured(2).toDouble();
    const QString rest = match.captured(3);
    if (rest.isEmpty())
        return days * 86400;
    const auto duration = parseDuration(rest.toStdString());
    return duration ? std::optional(days * 86400 + double(duration->count()) / 1000) : std::nullopt;
}

struct Span {
    double from;
    double to;
};

/// A local day, minute or second ("2026-01-31", "2026-01-31T14:30", "2026-01-31T14:30:05"), or RFC 3339.
std::optional<Span> readMoment(const QString &text)
{
    const auto span = [](const QDateTime &from, const QDateTime &to) {
        return Span{double(from.toSecsSinceEpoch()), double(to.toSecsSinceEpoch())};
    };
    if (const QDate day = QDate::fromString(text, Qt::ISODate); day.isValid() && text.size() == 10)
        return span(day.startOfDay(), day.addDays(1).startOfDay());
    for (const auto &[form, seconds] :
         {std::pair(QStringLiteral("yyyy-MM-ddTHH:mm"), 60), std::pair(QStringLiteral("yyyy-MM-ddTHH:mm:ss"), 1)})
        if (const auto time = QDateTime::fromString(text, form); time.isValid())
            return span(time, time.addSecs(seconds));
    if (const auto time = parseTime(text.toStdString()); time && text.size() > 10) {
        const double seconds = std::chrono::duration<double>(time->time_since_epoch()).count();
        return Span{seconds, seconds + 1};
    }
    return std::nullopt;
}

std::optional<double> readNumber(const QString &text, Unit unit)
{
    switch (unit) {
    case Unit::Cores: {
        const auto millicores = parseMillicores(text.toStdString());
        return millicores ? std::optional(double(*millicores) / 1000) : std::nullopt;
    }
    case Unit::Bytes: {
        QString quantity = text;
        if (quantity.endsWith(u'B', Qt::CaseInsensitive))
            quantity.chop(1);
        if (quantity.endsWith(u'i', Qt::CaseInsensitive) && quantity.size() > 1) // "2gi" as "2Gi"
            quantity = quantity.chopped(2) + quantity.at(quantity.size() - 2).toUpper() + u'i';
        const auto bytes = parseBytes(quantity.toStdString());
        return bytes ? std::optional(double(*bytes)) : std::nullopt;
    }
    case Unit::Seconds:
        return readDuration(text);
    case Unit::None:
        break;
    }
    bool good = false;
    double number = text.toDouble(&good);
    if (!good)
        number = QLocale().toDouble(text, &good);
    return good ? std::optional(number) : std::nullopt;
}

QString folded(const QString &text)
{
    return text.normalized(QString::NormalizationForm_KD).toCaseFolded();
}

std::size_t columnOf(const QString &name, std::span<const TableColumn> columns)
{
    const auto same = [wanted = folded(name)](const QString &candidate) {
        const QString known = folded(candidate);
        return known == wanted || QString(known).remove(u' ') == wanted;
    };
    for (const auto part : {&TableColumn::id, &TableColumn::title})
        for (std::size_t at = 0; at < columns.size(); ++at)
            if (same(columns[at].*part))
                return at;
    return columns.size();
}

} // namespace

/// One term as it was typed. Quoted characters are marked, since a quoted asterisk or comma is nothing special.
struct TableFilter::Token {
    bool negated = false;
    QString field;
    QString sign; ///< ":", "=", "<", …; empty for a word
    QString value;
    std::vector<bool> quoted; ///< for each character of the value
    bool hasQuotes = false;
};

std::vector<TableFilter::Token> TableFilter::tokens(const QString &text)
{
    static const QRegularExpression head(QStringLiteral(R"(([\p{L}_][\p{L}\p{N}_.-]*)(<=|>=|[:=<>]))"));
    std::vector<Token> found;
    for (qsizetype at = 0; at < text.size();) {
        if (text[at].isSpace()) {
            ++at;
            continue;
        }
        Token token;
        if (text[at] == u'-') {
            token.negated = true;
            ++at;
        }
        if (const auto match = head.match(text, at, QRegularExpression::NormalMatch,
                                          QRegularExpression::AnchorAtOffsetMatchOption);
            match.hasMatch()) {
            token.field = match.captured(1);
            token.sign = match.captured(2);
            at = match.capturedEnd();
        }
        for (bool quoted = false; at < text.size() && (quoted || !text[at].isSpace()); ++at) {
            if (text[at] == u'"') {
                quoted = !quoted;
                token.hasQuotes = true;
            } else {
                token.value += text[at];
                token.quoted.push_back(quoted);
            }
        }
        found.push_back(std::move(token));
    }
    return found;
}

TableFilter::TableFilter(const QString &text, std::span<const TableColumn> columns)
{
    for (const Token &token : tokens(text))
        addTerm(token, columns);
}

void TableFilter::addTerm(const Token &token, std::span<const TableColumn> columns)
{
    if (token.value.isEmpty() && !(token.hasQuotes && token.sign == u'='))
        return; // being typed
    Term term{.negated = token.negated};
    if (token.field.isEmpty()) {
        addTextTerm(token, std::move(term));
        return;
    }
    const auto complain = [this](const QString &what) {
        if (m_problem.isEmpty())
            m_problem = what;
    };
    term.column = columnOf(token.field, columns);
    if (term.column == columns.size()) {
        QStringList names;
        for (const TableColumn &column : columns)
            names << column.id;
        complain(Words::tr("There is no column “%1”. There are: %2. Put text with “%3” in it in quotes.")
                     .arg(token.field, names.join(QStringLiteral(", ")), token.sign));
        return;
    }
    static const std::map<QString, Relation> relations{
        {QStringLiteral(":"), Relation::Contains}, {QStringLiteral("="), Relation::Is},
        {QStringLiteral("<"), Relation::Less},     {QStringLiteral("<="), Relation::LessOrEqual},
        {QStringLiteral(">"), Relation::Greater},  {QStringLiteral(">="), Relation::GreaterOrEqual},
    };
    term.relation = relations.at(token.sign);
    const TableColumn &column = columns[term.column];
    if (const std::size_t segments = segmentsOf(column.kind); segments > 0) {
        term.segments = segments;
        for (std::size_t at = 0; at < term.column; ++at)
            term.segment += segmentsOf(columns[at].kind);
        addTextTerm(token, std::move(term));
    } else if (const QString wrong = readValue(token.value, column, term); !wrong.isEmpty()) {
        complain(wrong);
    } else {
        m_terms.push_back(std::move(term));
    }
}

void TableFilter::addTextTerm(const Token &token, Term term)
{
    if (term.relation > Relation::Is) {
        term.key = naturalKey(token.value.toStdString());
        m_terms.push_back(std::move(term));
        return;
    }
    // A value of a column that has an asterisk is the whole value; a word is looked for inside.
    Pattern pattern{.pieces = {{}}, .anchored = term.relation == Relation::Is};
    QString piece;
    const auto endPiece = [&] {
        pattern.pieces.back().clear();
        fold(piece.toStdString(), pattern.pieces.back());
        piece.clear();
    };
    const auto endPattern = [&] {
        endPiece();
        if (pattern.pieces.size() > 1 || !pattern.pieces[0].empty() || token.hasQuotes)
            term.patterns.push_back(pattern);
        pattern = {.pieces = {{}}, .anchored = term.relation == Relation::Is};
    };
    for (qsizetype at = 0; at < token.value.size(); ++at) {
        const bool quoted = token.quoted[std::size_t(at)];
        if (token.value[at] == u'*' && !quoted) {
            endPiece();
            pattern.pieces.emplace_back();
            pattern.anchored |= term.column != anyColumn;
        } else if (token.value[at] == u',' && !quoted && term.column != anyColumn) {
            endPattern();
        } else {
            piece += token.value[at];
        }
    }
    endPattern();
    if (!term.patterns.empty())
        m_terms.push_back(std::move(term));
}

QString TableFilter::readValue(const QString &value, const TableColumn &column, Term &term)
{
    if (isTime(column.kind)) {
        if (const auto moment = readMoment(value)) {
            term.measure = Measure::Moment;
            term.from = moment->from;
            term.to = moment->to;
            return {};
        }
        const auto duration = readDuration(value);
        if (!duration || term.relation <= Relation::Is)
            return Words::tr("“%1” is a time: write %1<7h, %1>2d or %1>2026-01-31.").arg(column.id);
        term.measure = Measure::Age;
        term.from = term.to = *duration;
        return {};
    }
    if (column.kind == CellKind::Bar && value.endsWith(u'%')) {
        if (const auto percent = readNumber(value.chopped(1), Unit::None)) {
            term.measure = Measure::Share;
            term.from = term.to = *percent / 100;
            return {};
        }
    }
    const auto number = readNumber(value, column.unit);
    if (!number) {
        static const std::map<Unit, QString> examples{{Unit::None, QStringLiteral("2")},
                                                      {Unit::Cores, QStringLiteral("500m")},
                                                      {Unit::Bytes, QStringLiteral("2Gi")},
                                                      {Unit::Seconds, QStringLiteral("90s")}};
        return Words::tr("“%1” is a number: write %1<%2 or %1>%2.").arg(column.id, examples.at(column.unit));
    }
    term.measure = Measure::Number;
    term.from = term.to = *number;
    return {};
}

QString TableFilter::example(std::span<const TableColumn> columns)
{
    QStringList terms;
    const auto add = [&terms, columns](std::size_t from, auto &&isOf, const QString &term) {
        const auto found = std::find_if(columns.begin() + std::ptrdiff_t(std::min(from, columns.size())), columns.end(),
                                        [&](const TableColumn &column) {
                                            return column.shownByDefault && isOf(column.kind);
                                        });
        if (found == columns.end())
            return;
        // By the title that shows, where no other column is found by it.
        const QString title = found->title.toLower().remove(u' ');
        const bool isClear = columnOf(title, columns) == std::size_t(found - columns.begin());
        terms << (isClear ? title : found->id) + term;
    };
    // The first column is the name, which is found by its words alone.
    add(1, [](CellKind kind) { return segmentsOf(kind) == 1; }, QStringLiteral(":") + Words::tr("part"));
    add(0, isTime, QStringLiteral("<7h"));
    return terms.join(u' ');
}

bool TableFilter::dependsOnTime() const
{
    return std::ranges::any_of(m_terms, [](const Term &term) { return term.measure == Measure::Age; });
}

std::string TableFilter::searchText(const TableRow &row, std::span<const TableColumn> columns)
{
    std::string text;
    const auto add = [&text](std::string_view part) {
        const std::size_t from = text.size();
        fold(part, text);
        std::replace(text.begin() + std::ptrdiff_t(from), text.end(), separator, ' ');
        text += separator; // no word goes over the border of two cells
    };
    for (std::size_t at = 0; at < columns.size(); ++at) {
        const std::size_t segments = segmentsOf(columns[at].kind);
        if (segments == 0)
            continue;
        const std::string_view cell = at < row.cells.size() ? textOf(row.cells[at]) : std::string_view();
        add(cell);
        if (segments > 1)
            add(columns[at].look && !cell.empty() ? columns[at].look(cell).word.toStdString() : std::string());
    }
    return text;
}

bool TableFilter::matches(const TableRow &row, std::string_view searchText, Time now) const
{
    static const TableCell none;
    return std::ranges::all_of(m_terms, [&](const Term &term) {
        if (term.column == anyColumn)
            return term.negated
                   != std::ranges::any_of(term.patterns, [&](const Pattern &one) { return one.matches(searchText); });
        if (term.measure == Measure::Text && term.relation <= Relation::Is)
            return term.negated != holdsSomewhere(term, searchText);
        return term.negated != holds(term, term.column < row.cells.size() ? row.cells[term.column] : none, now);
    });
}

bool TableFilter::holds(const Term &term, const TableCell &cell, Time now)
{
    if (term.measure == Measure::Text)
        return follows(term, textOf(cell));
    const auto number = numberOf(cell);
    if (!number)
        return false;
    if (term.measure == Measure::Age)
        return holdsNumber(term, std::abs(std::chrono::duration<double>(now.time_since_epoch()).count() - *number));
    if (term.measure == Measure::Share) {
        const auto *capacity = std::get_if<Capacity>(&cell);
        return capacity && capacity->limit > 0 && holdsNumber(term, capacity->used / capacity->limit);
    }
    return holdsNumber(term, *number);
}

bool TableFilter::holdsSomewhere(const Term &term, std::string_view searchText)
{
    std::size_t from = 0;
    for (std::size_t skipped = 0; skipped < term.segment; ++skipped)
        from = searchText.find(separator, from) + 1;
    for (std::size_t form = 0; form < term.segments; ++form) {
        const std::size_t end = searchText.find(separator, from);
        const std::string_view text = searchText.substr(from, end - from);
        // The second form of an empty state is not another empty text.
        if ((form == 0 || !text.empty())
            && std::ranges::any_of(term.patterns, [text](const Pattern &one) { return one.matches(text); }))
            return true;
        from = end + 1;
    }
    return false;
}

/// Whether the text stands before or behind the term's in the order of people.
bool TableFilter::follows(const Term &term, std::string_view text)
{
    if (text.empty())
        return false;
    const auto compared = naturalKey(text) <=> term.key;
    switch (term.relation) {
    case Relation::Less:
        return compared < 0;
    case Relation::LessOrEqual:
        return compared <= 0;
    case Relation::Greater:
        return compared > 0;
    default:
        return compared >= 0;
    }
}

bool TableFilter::holdsNumber(const Term &term, double value)
{
    switch (term.relation) {
    case Relation::Less:
        return value < term.from;
    case Relation::LessOrEqual:
        return value < term.to || value == term.from;
    case Relation::Greater:
        return value > term.from && value >= term.to; // after the day, where a day was given
    case Relation::GreaterOrEqual:
        return value >= term.from;
    default:
        return value == term.from || (value > term.from && value < term.to);
    }
}

bool TableFilter::Pattern::matches(std::string_view text) const
{
    if (!anchored) {
        for (const std::string &piece : pieces) {
            const auto found = text.find(piece);
            if (found == text.npos)
                return false;
            text.remove_prefix(found + piece.size());
        }
        return true;
    }
    if (pieces.size() == 1)
        return text == pieces[0];
    if (!text.starts_with(pieces.front()))
        return false;
    text.remove_prefix(pieces.front().size());
    for (std::size_t at = 1; at + 1 < pieces.size(); ++at) {
        const auto found = text.find(pieces[at]);
        if (found == text.npos)
            return false;
        text.remove_prefix(found + pieces[at].size());
    }
    return text.ends_with(pieces.back());
}

} // namespace portolan::ui
