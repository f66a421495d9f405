// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/table/table_row.h"

#include <span>

namespace portolan::ui {

/// What a person types to see fewer rows. Terms are separated by spaces, and all of them must hold:
///
///     word                 is somewhere in the texts of the row; so is `two*parts`, in this order
///     "two words"          a text with spaces, or with one of the signs below
///     owner:anna           the column has this text in it; `owner:student-*` is the whole of it, * being anything
///     state:failed,error   one of these
///     owner=anna           the column is this and nothing else; `message=""` is empty
///     age<7h created>2026-01-31 cpu>=500m memory<2Gi cpu>80%      <, <=, >, >=; of a time to come, how far it is
///     -word -owner:anna    not this
///
/// Columns are named by id or title. Upper and lower case are the same. A term that is not finished ("owner:") holds for
/// all; one that cannot be understood holds for all too, and problem() says why.
class TableFilter
{
public:
    TableFilter() = default;
    /// Parsed once; `columns` are those of the rows it will be asked about.
    TableFilter(const QString &text, std::span<const TableColumn> columns);

    /// One with these columns, to learn from: "owner:part age<7h"; empty where they have neither text nor time.
    [[nodiscard]] static QString example(std::span<const TableColumn> columns);

    [[nodiscard]] bool isEmpty() const { return m_terms.empty(); }
    /// For people; empty when everything was understood.
    [[nodiscard]] const QString &problem() const { return m_problem; }
    /// Whether rows come and go by the time passing alone ("age<7h").
    [[nodiscard]] bool dependsOnTime() const;

    /// What texts are looked for in: made once for each row, because folding is slow and rows are asked at each
    /// keystroke. The folded texts in the order of the columns, each with a separator behind it; of a State its value
    /// and its word.
    [[nodiscard]] static std::string searchText(const TableRow &row, std::span<const TableColumn> columns);
    [[nodiscard]] bool matches(const TableRow &row, std::string_view searchText, Time now) const;

private:
    enum class Relation : std::uint8_t { Contains, Is, Less, LessOrEqual, Greater, GreaterOrEqual };
    /// How the column's value is compared.
    enum class Measure : std::uint8_t { Text, Number, Age, Moment, Share };

    /// A folded text between asterisks: the pieces follow each other, the first and last at the ends where anchored.
    struct Pattern {
        std::vector<std::string> pieces;
        bool anchored = false;

        [[nodiscard]] bool matches(std::string_view text) const;
    };
    struct Term {
        std::size_t column = anyColumn;
        Relation relation = Relation::Contains;
        Measure measure = Measure::Text;
        bool negated = false;
        std::vector<Pattern> patterns = {}; ///< of a Text with Contains or Is: one of them
        std::string key = {}; ///< of a Text with an order
        double from = 0; ///< of all others; equal means from <= value < to
        double to = 0;
        std::size_t segment = 0; ///< of a Text: where its text is in the search text, and
        std::size_t segments = 1; ///< in how many forms
    };
    struct Token;

    static constexpr std::size_t anyColumn = std::size_t(-1);

    [[nodiscard]] static std::vector<Token> tokens(const QString &text);
    void addTerm(const Token &token, std::span<const TableColumn> columns);
    void addTextTerm(const Token &token, Term term);
    /// Reads the value by the column's kind; says what is wrong.
    [[nodiscard]] static QString readValue(const QString &value, const TableColumn &column, Term &term);
    [[nodiscard]] static bool holds(const Term &term, const TableCell &cell, Time now);
    [[nodiscard]] static bool holdsSomewhere(const Term &term, std::string_view searchText);
    [[nodiscard]] static bool follows(const Term &term, std::string_view text);
    [[nodiscard]] static bool holdsNumber(const Term &term, double value);

    std::vector<Term> m_terms;
    QString m_problem;
};

} // namespace portolan::ui
