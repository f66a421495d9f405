// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/tenants_pane.h"

#include "ui/pane/detail_view.h"
#include "ui/pane/form_dialog.h"
#include "ui/workshops/manifest_subjects.h"

namespace portolan::ui {
namespace {

/// The names alone, where they are of the cluster that portals are in by themselves.
std::vector<std::string> portalNames(const WorkshopFeed::Tenant &tenant)
{
    std::vector<std::string> names;
    for (const std::string &id : tenant.portals)
        names.push_back(id.starts_with(TrainingPortal::idOf(localCluster, "")) ? withoutCluster(id) : id);
    return names;
}

TableOf<TenantDetails> tenantTable(const WorkshopFeed &feed)
{
    using Details = TenantDetails;
    const auto entry = [&feed](const Details &details) {
        const WorkshopFeed::Tenant *tenant = feed.tenant(details.name);
        return tenant ? *tenant : WorkshopFeed::Tenant{.details = details, .portals = {}};
    };
    TableOf<Details> table([](const Details &tenant) { return tenant.name; },
                           [entry](const Details &tenant) { return reasonOfReach(entry(tenant)).toStdString(); });
    TableColumn clients = table.column("clients");
    table.remove("clients");
    table.remove("selectsAll");
    table.column("name").kind = CellKind::Code;
    table.column("name").width = 36;
    table.add({.id = QStringLiteral("reach"),
               .title = TenantsPane::tr("May use"),
               .doc = TenantsPane::tr("Whether its selectors leave any portal out."),
               .kind = CellKind::State,
               .look = lookOfReach,
               .width = 34},
              [entry](const Details &tenant) { return reachOfTenant(entry(tenant)); });
    table.add({.id = QStringLiteral("portals"),
               .title = TenantsPane::tr("Portals"),
               .doc = TenantsPane::tr("Those that it may use now."),
               .width = 50,
               .chips = true},
              [entry](const Details &tenant) { return joined(portalNames(entry(tenant))); });
    clients.width = 40;
    clients.chips = true;
    table.add(std::move(clients), [](const Details &tenant) { return joined(tenant.clients); });
    return table;
}

} // namespace

TenantsPane::TenantsPane(Session &session, WorkshopFeed &feed, Settings *settings, QWidget *parent)
    : SplitPane(session, settings, QStringLiteral("tenants"), parent),
      m_feed(feed),
      m_rows(tenantTable(feed)),
      m_model(m_rows.columns()),
      m_create(new QAction(QIcon::fromTheme(QStringLiteral("list-add")), tr("New tenant…"), this))
{
    auto *table = new TablePane(m_model, settings, QStringLiteral("tenants"), tr("Tenants"), this);
    table->view().restore(QStringLiteral("name"), Qt::AscendingOrder);
    table->setPrimary(m_create);
    m_rowActions = new RowActions(table->view(), this);
    makeActions();
    setUp(table, makeDetail());
    connect(m_rowActions, &RowActions::selectionChanged, this, &TenantsPane::showDetail);
    connect(&m_feed, &WorkshopFeed::changed, this, &TenantsPane::showAll);
    connect(&this->session(), &Session::stateChanged, this, &TenantsPane::showState);
    showAll();
}

TenantsPane::~TenantsPane()
{
    takeDown();
}

void TenantsPane::makeActions()
{
    m_create->setShortcut(QKeySequence::New);
    m_create->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_create);
    connect(m_create, &QAction::triggered, this, [this] { editManifest(session(), newTenantSubject(m_feed), this); });
    m_request = m_rowActions->add(
        {.text = tr("Request a session…"),
         .icon = QStringLiteral("media-playback-start"),
         .shortcuts = {Qt::Key_F8},
         .onHover = true,
         .refusal = [this](const std::string &) { return refusalOfExplanation(session()); },
         .run = [this](const std::string &name) { Q_EMIT sessionRequested(QString::fromStdString(name), {}); }});
    m_request->setIconText(tr("Request session"));
    m_edit = m_rowActions->add({.text = tr("Edit…"),
                                .icon = QStringLiteral("document-edit"),
                                .shortcuts = {Qt::Key_F2},
                                .onHover = true,
                                .refusal = [this](const std::string &) { return refusalOfPortalChange(session()); },
                                .run =
                                    [this](const std::string &name) {
                                        editManifest(session(), tenantSubject(session().client(), name), this);
                                    }});
    m_explain = m_rowActions->add(
        {.text = tr("Where would a session go?…"),
         .icon = QStringLiteral("help-hint"),
         .shortcuts = {Qt::Key_F7},
         .refusal = [this](const std::string &) { return refusalOfExplanation(session()); },
         .run = [this](const std::string &name) { Q_EMIT explanationRequested(QString::fromStdString(name), {}); }});
    m_explain->setIconText(tr("Where would a session go?"));
    m_remove = m_rowActions->add({.text = tr("Delete…"),
                                  .icon = QStringLiteral("edit-delete"),
                                  .shortcuts = {Qt::Key_Delete},
                                  .refusal = [this](const std::string &) { return refusalOfPortalChange(session()); },
                                  .run = [this](const std::string &name) { askBeforeDeleting(name); }});
}

DetailView *TenantsPane::makeDetail()
{
    using Tenant = WorkshopFeed::Tenant;
    m_detail = new DetailView(tr("Select a tenant to see which portals it may use, and who asks through it."), this);
    m_detail->addButton(m_request, "primary");
    m_detail->addButton(m_edit);
    m_detail->addMore({m_explain, m_remove});
    const auto fact = [this](const QString &title, std::function<QString(const Tenant &)> text) {
        m_facts.emplace_back(m_detail->addFact(title), std::move(text));
    };
    fact(tr("May use"), reasonOfReach);
    fact(tr("Portals"), [](const Tenant &tenant) { return QString::fromStdString(joined(portalNames(tenant))); });
    fact(tr("Clients"), [](const Tenant &tenant) {
        return tenant.details.clients.empty() ? tr("None: nobody but administrators can ask through it")
                                              : QString::fromStdString(joined(tenant.details.clients));
    });
    fact(tr("Sessions"), [this](const Tenant &tenant) {
        const auto count = std::ranges::count_if(m_feed.sessions(), [&tenant](const auto &entry) {
            return entry.second.tenant == tenant.details.name;
        });
        return m_feed.mayReadSessions() ? tr("%Ln now", nullptr, int(count)) : QString();
    });
    return m_detail;
}

void TenantsPane::showState()
{
    const bool forbidden = session().isLive() && !m_feed.mayRead();
    const QString refused = refusalOfPortalChange(session());
    m_create->setEnabled(refused.isEmpty());
    m_create->setToolTip(refused.isEmpty() ? tr("Make a tenant, as a manifest") : refused);
    showConnection(m_feed.isLoaded() || forbidden,
                   forbidden
                       ? Empty{.headline = tr("Not for your role"),
                               .reason = tr("Administrators, operators and authors see who may use which portals.")}
                       : Empty{.headline = tr("No tenants"),
                               .reason = tr("A tenant says which portals the programs of a customer or a "
                                            "course may ask for sessions."),
                               .action = m_create});
    m_rowActions->update();
}

void TenantsPane::showAll()
{
    std::vector<TableRow> rows;
    for (const auto &[name, tenant] : m_feed.tenants())
        rows.push_back(m_rows.row(tenant.details));
    m_model.reset(std::move(rows));
    showState();
    showDetail();
}

void TenantsPane::showDetail()
{
    const WorkshopFeed::Tenant *tenant = m_feed.tenant(m_rowActions->selected());
    m_detail->setShown(tenant);
    if (!tenant)
        return;
    m_detail->setHead(QString::fromStdString(tenant->details.name), lookOfReach(reachOfTenant(*tenant)), {});
    for (const auto &[label, text] : m_facts)
        m_detail->setFact(label, text(*tenant));
}

void TenantsPane::askBeforeDeleting(const std::string &name)
{
    const QString shown = QString::fromStdString(name);
    FormDialog *dialog = askBeforeLoss(
        {.title = tr("Delete tenant"),
         .question = tr("Delete the tenant %1?").arg(shown),
         .what = tr("Its clients can ask for no more workshops through it. Sessions that they have go on."),
         .verb = tr("Delete tenant"),
         .name = shown},
        [client = session().client(), name] { return client->deleteTenant(name); }, this);
    dialog->open();
}

} // namespace portolan::ui
