// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/theme.h"

#include <QString>
#include <QWidget>

class QPainter;

namespace portolan::ui {

/// The shape that stands for a state, so that colour never stands alone.
enum class Shape : std::uint8_t {
    Disc,     ///< ● works
    HalfDisc, ///< ◐ on its way
    Ring,     ///< ◌ waits
    Triangle, ///< ▲ needs a look
    Cross,    ///< ✕ failed
    Square,   ///< ■ stopped
};

/// How a state shows: a shape, a tone and a word.
struct StateLook {
    Shape shape = Shape::Disc;
    Tone tone = Tone::Idle;
    QString word; ///< translated

    bool operator==(const StateLook &) const = default;
};

/// Paints the shape into a square of `side` device-independent pixels, at `at`.
void paintShape(QPainter &painter, Shape shape, const QColor &color, QPointF at, double side);

/// Shape and word into `area`, vertically centred, in the painter's font; `color` for the state's own unless it is
/// valid (a selected row keeps the state's colour, a stale one is muted).
void paintState(QPainter &painter, const StateLook &look, const QRect &area, const Theme &theme,
                const QColor &color = {});

/// A state as a widget of its own.
class StateChip final : public QWidget
{
    Q_OBJECT

public:
    explicit StateChip(QWidget *parent = nullptr);

    void setState(const StateLook &look);
    /// Why it is so, shown on hover.
    void setReason(const QString &reason);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    StateLook m_look;
};

} // namespace portolan::ui

Q_DECLARE_METATYPE(portolan::ui::StateLook)
