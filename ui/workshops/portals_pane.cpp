// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/portals_pane.h"

#include "ui/pane/detail_view.h"
#include "ui/pane/form_dialog.h"
#include "ui/widgets/capacity_bar.h"
#include "ui/widgets/error_text.h"
#include "ui/workshops/manifest_subjects.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QVBoxLayout>

namespace portolan::ui {
namespace {

TableColumn sessionsColumn()
{
    return {.id = QStringLiteral("sessions"),
            .title = PortalsPane::tr("Sessions"),
            .doc = PortalsPane::tr("Given to users, and behind it what is kept warm, of what there may be at once."),
            .kind = CellKind::Bar,
            .width = 32};
}

TableColumn freeColumn()
{
    return {.id = QStringLiteral("free"),
            .title = PortalsPane::tr("Free"),
            .doc = PortalsPane::tr("How many more sessions may be given; nothing where there is no limit."),
            .kind = CellKind::Number,
            .width = 12};
}

TableOf<TrainingPortalDetails> portalTable(const WorkshopFeed &feed)
{
    using Details = TrainingPortalDetails;
    const auto cell = [&feed](auto of) {
        return [&feed, of](const Details &details) {
            const WorkshopFeed::Portal *portal = feed.portal(WorkshopFeed::idOf(details));
            return portal ? TableCell(of(*portal)) : TableCell();
        };
    };
    TableOf<Details> table([](const Details &portal) { return WorkshopFeed::idOf(portal); },
                           [](const Details &portal) { return sentenceOf(portal.message).toStdString(); });
    TableColumn cluster = table.column("cluster");
    TableColumn address = table.column("url");
    for (const std::string_view id : {"cluster", "url", "capacity", "allocated"})
        table.remove(id);
    table.column("name").kind = CellKind::Code;
    table.column("name").width = 36;
    table.column("phase").kind = CellKind::State;
    table.column("phase").look = lookOfPhase;
    table.column("phase").width = 28;
    table.add(sessionsColumn(), cell([](const WorkshopFeed::Portal &portal) { return fillOf(portal); }));
    table.add(freeColumn(), cell([](const WorkshopFeed::Portal &portal) { return roomIn(portal); }));
    table.add({.id = QStringLiteral("workshops"),
               .title = PortalsPane::tr("Workshops"),
               .doc = PortalsPane::tr("How many it offers."),
               .kind = CellKind::Number,
               .width = 20},
              cell([](const WorkshopFeed::Portal &portal) { return std::int64_t(portal.environments.size()); }));
    cluster.width = 22;
    table.add(std::move(cluster), [](const Details &portal) { return portal.cluster; });
    address.kind = CellKind::Code;
    address.width = 60;
    address.shownByDefault = false;
    table.add(std::move(address), [](const Details &portal) { return portal.url; });
    return table;
}

TableOf<EnvironmentDetails> environmentTable()
{
    using Details = EnvironmentDetails;
    TableOf<Details> table([](const Details &environment) { return WorkshopFeed::idOf(environment); },
                           [](const Details &environment) { return sentenceOf(environment.message).toStdString(); });
    for (const std::string_view id : {"cluster", "portal", "capacity", "allocated", "reserved", "phase", "available"})
        table.remove(id);
    table.column("name").shownByDefault = false;
    table.column("name").kind = CellKind::Code;
    table.column("workshop").kind = CellKind::Code;
    table.column("workshop").width = 33;
    table.column("title").width = 36;
    TableColumn sessions = sessionsColumn();
    sessions.width = 25;
    table.add(std::move(sessions), [](const Details &environment) { return fillOf(environment); });
    table.add({.id = QStringLiteral("warm"),
               .title = PortalsPane::tr("Warm"),
               .doc = PortalsPane::tr("Sessions that run, and are nobody's."),
               .kind = CellKind::Number,
               .width = 13},
              [](const Details &environment) { return environment.available; });
    table.add(freeColumn(), [](const Details &environment) { return roomIn(environment); });
    table.add({.id = QStringLiteral("phase"),
               .title = PortalsPane::tr("Phase"),
               .doc = {},
               .kind = CellKind::State,
               .look = lookOfPhase,
               .width = 21},
              [](const Details &environment) { return std::string(schema::enumName(environment.phase)); });
    return table;
}

QString labelText(const std::vector<Label> &labels)
{
    QStringList texts;
    for (const Label &label : labels)
        texts << QStringLiteral("%1=%2").arg(QString::fromStdString(label.name), QString::fromStdString(label.value));
    return texts.join(QStringLiteral(", "));
}

} // namespace

PortalsPane::PortalsPane(Session &session, WorkshopFeed &feed, Settings *settings, QWidget *parent)
    : SplitPane(session, settings, QStringLiteral("portals"), parent),
      m_feed(feed),
      m_rows(portalTable(feed)),
      m_model(m_rows.columns()),
      m_environmentRows(environmentTable()),
      m_environmentModel(m_environmentRows.columns()),
      m_create(new QAction(QIcon::fromTheme(QStringLiteral("list-add")), tr("New portal…"), this))
{
    auto *table = new TablePane(m_model, settings, QStringLiteral("portals"), tr("Portals"), this);
    table->view().restore(QStringLiteral("name"), Qt::AscendingOrder);
    table->setPrimary(m_create);
    m_rowActions = new RowActions(table->view(), this);
    makeActions();
    setUp(table, makeDetail());
    connect(m_rowActions, &RowActions::selectionChanged, this, &PortalsPane::showDetail);
    connect(&m_feed, &WorkshopFeed::changed, this, &PortalsPane::showAll);
    connect(&this->session(), &Session::stateChanged, this, &PortalsPane::showState);
    showAll();
}

PortalsPane::~PortalsPane()
{
    takeDown();
}

void PortalsPane::makeActions()
{
    const auto portal = [this](const std::string &id) { return m_feed.portal(id); };
    m_create->setShortcut(QKeySequence::New);
    m_create->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_create);
    connect(m_create, &QAction::triggered, this, [this] { editManifest(session(), newPortalSubject(m_feed), this); });
    m_showSessions = m_rowActions->add({.text = tr("Show its sessions"),
                                        .icon = QStringLiteral("go-jump"),
                                        .shortcuts = {Qt::Key_Return, Qt::Key_Enter},
                                        .onHover = true,
                                        .run = [this, portal](const std::string &id) {
                                            if (const auto *shown = portal(id))
                                                Q_EMIT sessionsRequested(QString::fromStdString(shown->details.name));
                                        }});
    m_showSessions->setIconText(tr("Sessions"));
    m_edit = m_rowActions->add({.text = tr("Edit…"),
                                .icon = QStringLiteral("document-edit"),
                                .shortcuts = {Qt::Key_F2},
                                .onHover = true,
                                .refusal = [this](const std::string &id) { return refusalOfChange(id); },
                                .run =
                                    [this, portal](const std::string &id) {
                                        if (const auto *shown = portal(id))
                                            editManifest(session(), portalSubject(session().client(), shown->details),
                                                         this);
                                    }});
    m_rowActions->add({.text = tr("Copy address"),
                       .icon = QStringLiteral("edit-copy"),
                       .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)},
                       .run = [portal](const std::string &id) {
                           if (const auto *shown = portal(id))
                               QApplication::clipboard()->setText(QString::fromStdString(shown->details.url));
                       }});
    m_remove = m_rowActions->add({.text = tr("Delete…"),
                                  .icon = QStringLiteral("edit-delete"),
                                  .shortcuts = {Qt::Key_Delete},
                                  .refusal = [this](const std::string &id) { return refusalOfChange(id); },
                                  .run = [this](const std::string &id) { askBeforeDeleting(id); }});
}

QString PortalsPane::refusalOfChange(const std::string &id) const
{
    const WorkshopFeed::Portal *portal = m_feed.portal(id);
    if (!portal)
        return tr("It is gone.");
    return portal->details.phase == PortalPhase::Stopping ? tr("It is going already.")
                                                          : refusalOfPortalChange(session());
}

DetailView *PortalsPane::makeDetail()
{
    m_detail = new DetailView(tr("Select a portal to see its environments: how full each is, and what is kept warm."),
                              this);
    m_detail->addButton(m_showSessions, "primary");
    m_detail->addButton(m_edit);
    m_detail->addMore(m_rowActions->all().mid(2)); // but for the buttons
    const auto fact = [this](const QString &title, std::function<QString(const WorkshopFeed::Portal &)> text) {
        m_facts.emplace_back(m_detail->addFact(title), std::move(text));
    };
    using Portal = WorkshopFeed::Portal;
    fact(tr("State"), [](const Portal &portal) { return sentenceOf(portal.details.message); });
    fact(tr("Address"), [](const Portal &portal) { return QString::fromStdString(portal.details.url); });
    fact(tr("Runs"), [](const Portal &portal) {
        return portal.details.builtin ? tr("In this control plane") : tr("Elsewhere, and is asked over the network");
    });
    fact(tr("Cluster"), [](const Portal &portal) { return QString::fromStdString(portal.details.cluster); });
    fact(tr("Labels"), [](const Portal &portal) { return labelText(portal.details.labels); });
    fact(tr("Open to"), [this](const Portal &portal) { return tenantsOf(WorkshopFeed::idOf(portal.details)); });
    m_detail->addBelow(makeEnvironments(), true);
    return m_detail;
}

QWidget *PortalsPane::makeEnvironments()
{
    const Metrics metrics(*this);
    auto *box = new QWidget(this);
    auto *title = new QLabel(tr("Environments"), box);
    setLook(*title, "strong");
    m_fill = new CapacityBar(tr("Sessions"), Unit::None, box);
    m_environments = new TableView(m_environmentModel, settings(), QStringLiteral("environments"), box);
    m_environments->setAccessibleName(tr("Environments"));
    m_environments->restore(QStringLiteral("workshop"), Qt::AscendingOrder);
    m_environments->setMinimumHeight(metrics.step(40));
    auto *head = new QHBoxLayout;
    head->addWidget(title, 1);
    head->addWidget(m_fill);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, metrics.step(2), 0, 0);
    column->setSpacing(metrics.step(1));
    column->addLayout(head);
    column->addWidget(m_environments, 1);
    return box;
}

void PortalsPane::showState()
{
    const bool forbidden = session().isLive() && !m_feed.mayRead();
    const QString refused = refusalOfPortalChange(session());
    m_create->setEnabled(refused.isEmpty());
    m_create->setToolTip(refused.isEmpty() ? tr("Make a portal, as a manifest") : refused);
    showConnection(m_feed.isLoaded() || forbidden,
                   forbidden ? Empty{.headline = tr("Not for your role"),
                                     .reason = tr("Administrators, operators and authors see where workshops run.")}
                             : Empty{.headline = tr("No portals"),
                                     .reason = tr("A portal gives sessions of workshops to users. Manifests say which "
                                                  "workshops it offers, and to how many at once."),
                                     .action = m_create});
    m_rowActions->update();
}

void PortalsPane::showAll()
{
    std::vector<TableRow> rows;
    for (const auto &[id, portal] : m_feed.portals())
        rows.push_back(m_rows.row(portal.details));
    m_model.reset(std::move(rows));
    showState();
    showDetail();
}

QString PortalsPane::tenantsOf(const std::string &id) const
{
    std::vector<std::string> names;
    for (const auto &[name, tenant] : m_feed.tenants())
        if (std::ranges::contains(tenant.portals, id))
            names.push_back(name);
    return names.empty() ? tr("no tenant") : QString::fromStdString(joined(names));
}

void PortalsPane::showDetail()
{
    const WorkshopFeed::Portal *portal = m_feed.portal(m_rowActions->selected());
    m_detail->setShown(portal);
    std::vector<TableRow> rows;
    if (portal) {
        m_detail->setHead(QString::fromStdString(portal->details.name),
                          lookOfPhase(schema::enumName(portal->details.phase)), {});
        for (const auto &[label, text] : m_facts)
            m_detail->setFact(label, text(*portal));
        m_fill->setValue(fillOf(*portal));
        for (const EnvironmentDetails &environment : portal->environments)
            rows.push_back(m_environmentRows.row(environment));
    }
    m_environmentModel.reset(std::move(rows));
}

void PortalsPane::askBeforeDeleting(const std::string &id)
{
    const WorkshopFeed::Portal *portal = m_feed.portal(id);
    if (!portal)
        return;
    const QString name = QString::fromStdString(portal->details.name);
    const int users = int(portal->details.allocated);
    const QString ending = portal->details.builtin
                               ? tr("%n session(s) of its users end at once, with their workspaces and all files in "
                                    "them. They cannot be brought back.",
                                    nullptr, users)
                               : tr("It goes on elsewhere, and is not asked for sessions any more.");
    FormDialog *dialog = askBeforeLoss(
        {.title = tr("Delete portal"),
         .question = tr("Delete the portal %1?").arg(name),
         .what = ending,
         .verb = tr("Delete portal"),
         .name = name},
        [client = session().client(),
         path = ControlPlaneClient::PortalPath{.cluster = portal->details.cluster, .portal = portal->details.name}] {
            return client->deletePortal(path);
        },
        this);
    dialog->open();
}

} // namespace portolan::ui
