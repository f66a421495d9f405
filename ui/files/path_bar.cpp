// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/path_bar.h"

#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStackedLayout>
#include <QToolButton>

namespace portolan::ui {

PathBar::PathBar(QWidget *parent)
    : QWidget(parent), m_pages(new QStackedLayout(this)), m_crumbs(new QWidget), m_line(new QLineEdit)
{
    m_crumbLayout = new QHBoxLayout(m_crumbs);
    m_crumbLayout->setContentsMargins({});
    m_crumbLayout->setSpacing(0);
    m_line->setFont(fixedFont());
    m_line->setAccessibleName(tr("Path"));
    m_line->installEventFilter(this);
    m_pages->addWidget(m_crumbs);
    m_pages->addWidget(m_line);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setMinimumWidth(Metrics(*this).step(30));
    connect(m_line, &QLineEdit::returnPressed, this, [this] {
        const auto path = m_line->text().trimmed();
        m_pages->setCurrentWidget(m_crumbs);
        if (!path.isEmpty())
            Q_EMIT chosen(path);
    });
}

void PathBar::setPath(const QString &path)
{
    if (m_path == path)
        return;
    m_path = path;
    showCrumbs();
}

void PathBar::showCrumbs()
{
    while (auto *item = m_crumbLayout->takeAt(0)) {
        if (auto *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // it may be the one that was clicked
        }
        delete item;
    }
    const Metrics metrics(*this);
    struct Crumb {
        QString name;
        QString path;
    };
    std::vector<Crumb> crumbs{{QStringLiteral("/"), QStringLiteral("/")}};
    QString path;
    for (const auto &part : m_path.split(u'/', Qt::SkipEmptyParts)) {
        path += u'/' + part;
        crumbs.push_back({part, path});
    }
    // Where it is narrow the outer folders go first: the line shows them.
    int room = width() - metrics.step(4);
    std::size_t first = crumbs.size();
    while (first > 0) {
        room -= fontMetrics().horizontalAdvance(crumbs[first - 1].name) + metrics.step(6);
        if (room < 0 && first < crumbs.size())
            break;
        --first;
    }
    if (first > 0) {
        auto *more = new QLabel(QStringLiteral("…"));
        more->setToolTip(m_path);
        m_crumbLayout->addWidget(more);
    }
    for (std::size_t at = first; at < crumbs.size(); ++at) {
        auto *button = new QToolButton;
        button->setText(fontMetrics()
                            .elidedText(crumbs[at].name, Qt::ElideMiddle, metrics.step(60))
                            .replace(u'&', QStringLiteral("&&")));
        button->setToolTip(crumbs[at].path);
        button->setAccessibleName(tr("Go to %1").arg(crumbs[at].path));
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QToolButton::clicked, this, [this, to = crumbs[at].path] { Q_EMIT chosen(to); });
        m_crumbLayout->addWidget(button);
        if (at + 1 < crumbs.size() && at > 0) {
            auto *separator = new QLabel(QStringLiteral("/"));
            setLook(*separator, "muted");
            m_crumbLayout->addWidget(separator);
        }
    }
    m_crumbLayout->addStretch();
}

void PathBar::edit()
{
    m_line->setText(m_path);
    m_pages->setCurrentWidget(m_line);
    m_line->selectAll();
    m_line->setFocus();
}

void PathBar::mousePressEvent(QMouseEvent *)
{
    edit();
}

void PathBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showCrumbs();
}

bool PathBar::eventFilter(QObject *watched, QEvent *event)
{
    const bool isEscape = event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape;
    if (isEscape || event->type() == QEvent::FocusOut) {
        m_pages->setCurrentWidget(m_crumbs);
        if (isEscape)
            Q_EMIT left();
        return isEscape;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace portolan::ui
