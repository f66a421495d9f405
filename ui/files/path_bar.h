// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QHBoxLayout;
class QLineEdit;
class QStackedLayout;

namespace portolan::ui {

/// Where one is: a button for each folder of the path, and a line to type into instead (Ctrl+L, or a click beside the
/// buttons; Escape leaves it).
class PathBar final : public QWidget
{
    Q_OBJECT

public:
    explicit PathBar(QWidget *parent = nullptr);

    /// An absolute path.
    void setPath(const QString &path);
    void edit();

Q_SIGNALS:
    void chosen(const QString &path);
    /// The line was left without choosing.
    void left();

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showCrumbs();

    QString m_path;
    QStackedLayout *m_pages;
    QWidget *m_crumbs;
    QHBoxLayout *m_crumbLayout;
    QLineEdit *m_line;
};

} // namespace portolan::ui
