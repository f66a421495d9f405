// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/table/table_pane.h"

#include "ui/widgets/table/cell_text.h"

#include <QAction>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>
#include <QThreadPool>
#include <QToolButton>

namespace portolan::ui {

TablePane::TablePane(TableModel &model, Settings *settings, const QString &name, const QString &title, QWidget *parent)
    : QWidget(parent),
      m_model(model),
      m_view(new TableView(model, settings, name, this)),
      m_name(name),
      m_note(new QLabel(this)),
      m_problem(new QLabel(this)),
      m_stale(new QLabel(this)),
      m_pages(new QStackedWidget(this)),
      m_clearFilter(new QAction(tr("Clear filter"), this))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_view->setAccessibleName(title);
    m_emptyTitle = tr("Nothing here yet");
    makeBar(title);
    makeEmptyPage();
    for (QLabel *line : {m_problem, m_stale, m_note}) {
        line->setWordWrap(true);
        line->setTextInteractionFlags(Qt::TextSelectableByMouse);
        setLook(*line, "small");
        line->hide();
    }
    m_pages->addWidget(m_view);
    m_pages->addWidget(m_emptyPage);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(m_bar);
    for (QLabel *line : {m_problem, m_stale, m_note})
        column->addWidget(line);
    column->addWidget(m_pages, 1);
    takeMetrics();
    makeKeys();

    m_greying.setSingleShot(true);
    m_greying.setInterval(300);
    connect(&m_greying, &QTimer::timeout, this, &TablePane::showStale);
    m_aging.setInterval(std::chrono::seconds(1));
    connect(&m_aging, &QTimer::timeout, this, &TablePane::showStale);
    connect(&model, &TableModel::updated, this, &TablePane::showCounts);
    showCounts();
}

TablePane::~TablePane() = default;

void TablePane::makeBar(const QString &title)
{
    m_title = new QLabel(title, this);
    setLook(*m_title, "title");
    m_filter = new QLineEdit(this);
    const QString example = TableFilter::example(m_model.columns());
    m_filter->setPlaceholderText(example.isEmpty() ? tr("Filter") : tr("Filter, for example %1").arg(example));
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setToolTip(tr("Words are looked for in all texts. name:part, name:be*end, name=exact, name<7h, name>2Gi, "
                            "-not, \"with spaces\"."));
    m_count = new QToolButton(this);
    m_columns = new QToolButton(this);
    m_columns->setText(tr("Columns"));
    m_columns->setAccessibleName(tr("Columns and export"));
    for (QToolButton *button : {m_count, m_columns}) {
        setLook(*button, "button");
        button->setFocusPolicy(Qt::StrongFocus);
    }
    m_primary = new QPushButton(this);
    setLook(*m_primary, "primary");
    m_primary->setFocusPolicy(Qt::NoFocus); // until it is one
    m_primary->hide();
    m_bar = new QHBoxLayout;
    m_bar->addWidget(m_title);
    m_bar->addSpacing(Metrics(*this).step(1.5));
    m_bar->addWidget(m_filter, 1);
    m_bar->addWidget(m_count);
    m_bar->addWidget(m_columns);
    m_bar->addWidget(m_primary);

    connect(m_filter, &QLineEdit::textChanged, this, &TablePane::applyFilter);
    connect(m_clearFilter, &QAction::triggered, m_filter, [this] { setFilterText({}); });
    connect(m_count, &QToolButton::clicked, m_clearFilter, &QAction::trigger);
    connect(m_columns, &QToolButton::clicked, this, &TablePane::showColumnsMenu);
    m_filter->installEventFilter(this);
    m_view->installEventFilter(this);
}

void TablePane::makeEmptyPage()
{
    m_emptyPage = new QWidget(m_pages);
    m_emptyHeadline = new QLabel(m_emptyPage);
    setLook(*m_emptyHeadline, "title");
    m_emptyReason = new QLabel(m_emptyPage);
    m_emptyReason->setWordWrap(true);
    setLook(*m_emptyReason, "muted");
    for (QLabel *label : {m_emptyHeadline, m_emptyReason})
        label->setAlignment(Qt::AlignHCenter);
    m_emptyButton = new QPushButton(m_clearFilter->text(), m_emptyPage);
    auto *column = new QVBoxLayout(m_emptyPage);
    column->addStretch(2);
    column->addWidget(m_emptyHeadline);
    column->addWidget(m_emptyReason);
    column->addWidget(m_emptyButton, 0, Qt::AlignHCenter);
    column->addStretch(3);
}

void TablePane::makeKeys()
{
    auto *find = new QAction(tr("Filter"), this);
    find->setShortcuts({QKeySequence::Find});
    find->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QAction::triggered, this, &TablePane::focusFilter);
    addAction(find);
}

void TablePane::takeMetrics()
{
    const Metrics metrics(*this);
    m_bar->setContentsMargins(metrics.step(3.5), metrics.step(2.5), metrics.step(3.5), metrics.step(2));
    m_bar->setSpacing(metrics.step(2));
    for (QLabel *line : {m_problem, m_stale, m_note})
        line->setContentsMargins(metrics.step(3.5), 0, metrics.step(3.5), metrics.step(1));
    QFont code = fixedFont();
    m_filter->setFont(code);
    m_emptyPage->layout()->setSpacing(metrics.step(3));
    m_emptyPage->layout()->setContentsMargins(metrics.step(6), 0, metrics.step(6), 0);
}

QString TablePane::filterText() const
{
    return m_filter->text();
}

void TablePane::setFilterText(const QString &text)
{
    m_filter->setText(text);
}

void TablePane::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void TablePane::applyFilter()
{
    TableFilter filter(m_filter->text(), m_model.columns());
    m_problem->setText(filter.problem());
    m_problem->setVisible(!filter.problem().isEmpty());
    m_filter->setAccessibleDescription(filter.problem());
    m_model.setFilter(std::move(filter));
}

void TablePane::showCounts()
{
    const QLocale locale;
    const QString total = locale.toString(m_model.totalCount());
    const bool filtered = !m_filter->text().trimmed().isEmpty();
    const QString shown = tr("%1 of %2").arg(locale.toString(m_model.rowCount()), total);
    m_count->setText(filtered ? shown + QStringLiteral("  ✕") : total);
    m_count->setAccessibleName(filtered ? tr("%1 rows. Clear filter").arg(shown) : tr("%1 rows").arg(total));
    m_count->setToolTip(filtered ? tr("Clear filter") : QString());
    m_count->setEnabled(filtered);
    showPage();
}

void TablePane::showPage()
{
    if (m_model.rowCount() > 0) {
        m_pages->setCurrentWidget(m_view);
        return;
    }
    if (m_model.totalCount() > 0)
        showEmpty(tr("Nothing matches the filter"),
                  tr("It hides all rows, %1 of them.").arg(QLocale().toString(m_model.totalCount())), m_clearFilter);
    else if (m_loading)
        showEmpty(tr("Loading…"), {}, nullptr);
    else
        showEmpty(m_emptyTitle, m_emptyWhy, m_emptyAction);
}

void TablePane::showEmpty(const QString &headline, const QString &reason, QAction *action)
{
    const bool hadFocus = m_view->hasFocus();
    m_emptyHeadline->setText(headline);
    m_emptyReason->setText(reason);
    m_emptyReason->setVisible(!reason.isEmpty());
    m_emptyButton->setVisible(action);
    disconnect(m_emptyTriggered);
    if (action) {
        m_emptyButton->setText(action->text());
        m_emptyButton->setEnabled(action->isEnabled());
        m_emptyTriggered = connect(m_emptyButton, &QPushButton::clicked, action, &QAction::trigger);
    }
    m_pages->setCurrentWidget(m_emptyPage);
    if (hadFocus) // the table that had it is gone from sight
        (action ? static_cast<QWidget *>(m_emptyButton) : m_filter)->setFocus();
}

void TablePane::setPrimary(QAction *action)
{
    m_primary->disconnect();
    m_primary->setVisible(action);
    m_primary->setFocusPolicy(action ? Qt::StrongFocus : Qt::NoFocus);
    if (!action)
        return;
    const auto follow = [this, action] {
        m_primary->setText(action->text());
        m_primary->setToolTip(action->toolTip());
        m_primary->setEnabled(action->isEnabled());
    };
    follow();
    connect(action, &QAction::changed, m_primary, follow);
    connect(m_primary, &QPushButton::clicked, action, &QAction::trigger);
}

void TablePane::setEmpty(const QString &headline, const QString &reason, QAction *action)
{
    m_emptyTitle = headline;
    m_emptyWhy = reason;
    m_emptyAction = action;
    showPage();
}

void TablePane::setLoading(bool loading)
{
    m_loading = loading;
    if (loading)
        m_greying.start();
    else
        m_greying.stop();
    showPage();
    if (!loading)
        showStale();
}

void TablePane::setStaleSince(std::optional<Time> since)
{
    m_staleSince = since;
    if (since)
        m_aging.start();
    else
        m_aging.stop();
    showStale();
}

void TablePane::showStale()
{
    const bool loading = m_loading && !m_greying.isActive();
    m_view->setStale(m_staleSince || loading);
    m_stale->setVisible(m_staleSince.has_value() && m_model.totalCount() > 0);
    if (m_staleSince)
        m_stale->setText(tr("Data as of %1").arg(agoText(*m_staleSince, m_model.now())));
}

void TablePane::showNote(const QString &text)
{
    m_note->setText(text);
    m_note->show();
    QTimer::singleShot(std::chrono::seconds(15), m_note, [note = m_note, text] {
        if (note->text() == text)
            note->hide();
    });
}

void TablePane::showColumnsMenu()
{
    QMenu *menu = m_view->header().makeMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addSeparator();
    QMenu *exporting = menu->addMenu(tr("Export"));
    for (const bool all : {false, true}) {
        for (const ExportFormat format : {ExportFormat::Csv, ExportFormat::Json}) {
            const QString name = format == ExportFormat::Csv ? QStringLiteral("CSV") : QStringLiteral("JSON");
            const QString text = all ? tr("All rows as %1…").arg(name) : tr("Rows shown as %1…").arg(name);
            connect(exporting->addAction(text), &QAction::triggered, this,
                    [this, format, all] { askWhereToExport(format, all); });
        }
    }
    menu->popup(m_columns->mapToGlobal(QPoint(0, m_columns->height())));
}

void TablePane::askWhereToExport(ExportFormat format, bool all)
{
    auto *dialog = new QFileDialog(this, tr("Export"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(format == ExportFormat::Csv ? QStringLiteral("csv") : QStringLiteral("json"));
    dialog->selectFile(m_name + u'.' + dialog->defaultSuffix());
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, format, all](const QString &file) { exportTo(file, format, all); });
    dialog->open();
}

void TablePane::exportTo(const QString &file, ExportFormat format, bool all)
{
    TableExport table{.columns = m_model.columns(), .shown = {}, .rows = m_model.rows(all)};
    const TableHeader &header = m_view->header();
    for (int place = 0; place < header.count(); ++place)
        if (const int column = header.logicalIndex(place); all || !header.isSectionHidden(column))
            table.shown.push_back(column);
    const auto finish = [pane = QPointer(this), file](const Result<void> &written) {
        if (!pane)
            return;
        if (written) {
            pane->showNote(tr("Exported to %1").arg(file));
            Q_EMIT pane->exportFinished(file);
        } else {
            const QString reason = QString::fromStdString(written.error().detail);
            pane->showNote(tr("The export failed: %1").arg(reason));
            Q_EMIT pane->exportFailed(reason);
        }
    };
    QThreadPool::globalInstance()->start([table = std::move(table), format, file, finish] {
        QMetaObject::invokeMethod(
            qApp, [finish, written = writeExport(table, format, file.toStdString())] { finish(written); },
            Qt::QueuedConnection);
    });
}

bool TablePane::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (watched == m_view && key->text() == QStringLiteral("/")) {
        focusFilter();
        return true;
    }
    if (watched != m_filter)
        return QWidget::eventFilter(watched, event);
    const bool escape = key->key() == Qt::Key_Escape;
    if (escape && !m_filter->text().isEmpty()) {
        m_filter->clear();
        return true;
    }
    if (escape || key->key() == Qt::Key_Down || key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        if (m_model.rowCount() > 0) {
            m_view->setFocus(Qt::OtherFocusReason);
            if (!m_view->currentIndex().isValid())
                m_view->setCurrentId(m_model.rowAt(0).id);
        }
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void TablePane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        takeMetrics();
}

} // namespace portolan::ui
