// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pane/split_pane.h"

#include "ui/widgets/error_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QToolButton>

namespace portolan::ui {
namespace {

Time toTime(const QDateTime &time)
{
    return Time(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

} // namespace

SplitPane::SplitPane(Session &session, Settings *settings, QString name, QWidget *parent)
    : QWidget(parent),
      m_session(session),
      m_settings(settings),
      m_key(name.toLatin1() + ".splitter"),
      m_splitter(new QSplitter(this)),
      m_retry(new QAction(tr("Try again"), this))
{
    connect(m_retry, &QAction::triggered, &session, &Session::retry);
}

void SplitPane::setUp(TablePane *table, QWidget *detail)
{
    m_table = table;
    m_splitter->addWidget(makeLeft());
    m_splitter->addWidget(detail);
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter);
    connect(m_splitter, &QSplitter::splitterMoved, this, &SplitPane::keepSplitter);
    connect(&table->view().tableModel(), &TableModel::updated, this, [this] {
        if (!m_wanted.empty())
            select(std::exchange(m_wanted, {}));
    });
}

void SplitPane::takeDown()
{
    m_session.disconnect(this);
    delete m_splitter; // the view in it looks at the model, which goes before the children of a widget do
}

bool SplitPane::select(const std::string &id)
{
    TableView &view = m_table->view();
    const bool isThere = view.tableModel().find(id) != nullptr;
    m_wanted = isThere ? std::string() : id;
    if (!isThere)
        return false;
    if (view.tableModel().rowOf(id) < 0)
        m_table->setFilterText({});
    return view.setCurrentId(id);
}

void SplitPane::addHeader(QWidget *header)
{
    m_left->insertWidget(m_left->indexOf(m_table), header);
}

void SplitPane::addFooter(QWidget *footer)
{
    m_left->addWidget(footer);
}

QWidget *SplitPane::makeLeft()
{
    const Metrics metrics(*this);
    auto *left = new QWidget(m_splitter);
    left->setAutoFillBackground(true);
    left->setBackgroundRole(QPalette::Base);
    m_notice = new QWidget(left);
    auto *card = new QFrame(m_notice);
    setLook(*card, "card-bad");
    m_noticeText = new QLabel(card);
    m_noticeText->setWordWrap(true);
    m_noticeText->setTextFormat(Qt::PlainText);
    m_noticeText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *dismiss = new QToolButton(card);
    dismiss->setText(tr("Dismiss"));
    dismiss->setAccessibleName(tr("Dismiss the message"));
    setLook(*dismiss, "button");
    connect(dismiss, &QToolButton::clicked, m_notice, &QWidget::hide);
    auto *line = new QHBoxLayout(card);
    line->setContentsMargins(metrics.step(3), metrics.step(1.5), metrics.step(1.5), metrics.step(1.5));
    line->addWidget(m_noticeText, 1);
    line->addWidget(dismiss);
    auto *place = new QHBoxLayout(m_notice); // air around the card, which goes with it
    place->setContentsMargins(metrics.step(3.5), metrics.step(3), metrics.step(3.5), 0);
    place->addWidget(card);
    m_notice->hide();
    m_left = new QVBoxLayout(left);
    m_left->setContentsMargins(0, 0, 0, 0);
    m_left->setSpacing(0);
    m_left->addWidget(m_notice);
    m_left->addWidget(m_table, 1);
    return left;
}

void SplitPane::showNotice(const QString &text)
{
    m_noticeText->setText(text);
    m_notice->setAccessibleName(text);
    m_notice->show();
}

void SplitPane::showConnection(bool loaded, const Empty &empty)
{
    const ConnectionState state = m_session.state();
    const bool broken = state == ConnectionState::Lost || state == ConnectionState::Refused;
    const auto asOf = m_session.asOf();
    m_table->setStaleSince(!m_session.isLive() && loaded && asOf.isValid() ? std::optional(toTime(asOf))
                                                                           : std::nullopt);
    if (loaded)
        m_table->setEmpty(empty.headline, empty.reason, empty.action);
    else if (state == ConnectionState::Refused)
        m_table->setEmpty(tr("The control plane refuses"), sentenceOf(m_session.trouble()), m_retry);
    else if (broken)
        m_table->setEmpty(tr("No connection"), sentenceOf(m_session.trouble()), m_retry);
    else if (m_session.isLive())
        m_table->setEmpty(tr("Loading…"), {}, nullptr);
    else
        m_table->setEmpty(tr("Connecting…"), {}, nullptr);
}

/// Shares mean something once the width is known.
void SplitPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (std::exchange(m_shown, true))
        return;
    restoreSplitter();
    firstShown();
}

/// Of the width: table, detail.
Setting<QJsonArray> SplitPane::shares() const
{
    return {m_key.constData(), QJsonArray{0.64, 0.36}, [](const QJsonArray &shares) { return shares.size() == 2; }};
}

void SplitPane::restoreSplitter()
{
    const QJsonArray kept = m_settings ? m_settings->get(shares()) : shares().fallback;
    const double width = m_splitter->width();
    m_splitter->setSizes({int(kept[0].toDouble() * width), int(kept[1].toDouble() * width)});
}

void SplitPane::keepSplitter()
{
    const QList<int> sizes = m_splitter->sizes();
    const double total = std::max(1, sizes[0] + sizes[1]);
    if (m_settings)
        m_settings->set(shares(), QJsonArray{sizes[0] / total, sizes[1] / total});
}

} // namespace portolan::ui
