// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/definitions_pane.h"

#include "core/model/workshop/parameter_text.h"
#include "ui/pane/detail_view.h"
#include "ui/pane/form_dialog.h"
#include "ui/widgets/table/cell_text.h"
#include "ui/workshops/manifest_subjects.h"

namespace portolan::ui {
namespace {

Time updateOf(const Workshop &workshop)
{
    return workshop.updated.value_or(workshop.created);
}

TableOf<Workshop> definitionTable(const WorkshopFeed &feed)
{
    TableOf<Workshop> table([](const Workshop &workshop) { return workshop.name; });
    table.column("name").kind = CellKind::Code;
    table.column("name").width = 36;
    table.add({.id = QStringLiteral("title"), .title = DefinitionsPane::tr("Title"), .doc = {}, .width = 50},
              [](const Workshop &workshop) { return workshop.spec.title; });
    table.add({.id = QStringLiteral("blueprint"),
               .title = DefinitionsPane::tr("Blueprint"),
               .doc = DefinitionsPane::tr("What its workspaces are made from."),
               .width = 24},
              [](const Workshop &workshop) { return workshop.spec.blueprint; });
    table.add({.id = QStringLiteral("portals"),
               .title = DefinitionsPane::tr("Portals"),
               .doc = DefinitionsPane::tr("How many of this server offer it."),
               .kind = CellKind::Number,
               .width = 16},
              [&feed](const Workshop &workshop) { return std::int64_t(feed.portalsOffering(workshop.name).size()); });
    table.add({.id = QStringLiteral("pages"),
               .title = DefinitionsPane::tr("Pages"),
               .doc = DefinitionsPane::tr("Of its instructions."),
               .kind = CellKind::Number,
               .width = 14},
              [](const Workshop &workshop) { return std::int64_t(workshop.spec.instructions.size()); });
    table.add({.id = QStringLiteral("updated"),
               .title = DefinitionsPane::tr("Updated"),
               .doc = DefinitionsPane::tr("When it became what it is."),
               .kind = CellKind::Time,
               .width = 24},
              updateOf);
    return table;
}

QString parameterText(const Workshop &workshop)
{
    QStringList lines;
    for (const WorkshopParameterRule &parameter : workshop.spec.request.parameters)
        lines << QString::fromStdString(toText(parameter));
    return lines.join(u'\n');
}

QString pageText(const Workshop &workshop)
{
    QStringList titles;
    for (const WorkshopPage &page : workshop.spec.instructions)
        titles << QString::fromStdString(page.title);
    return titles.isEmpty()
               ? DefinitionsPane::tr("None: its page shows terminals only")
               : DefinitionsPane::tr("%Ln: %1", nullptr, int(titles.size())).arg(titles.join(QStringLiteral(", ")));
}

} // namespace

DefinitionsPane::DefinitionsPane(Session &session, WorkshopFeed &feed, Settings *settings, QWidget *parent)
    : SplitPane(session, settings, QStringLiteral("workshop-definitions"), parent),
      m_feed(feed),
      m_rows(definitionTable(feed)),
      m_model(m_rows.columns()),
      m_create(new QAction(QIcon::fromTheme(QStringLiteral("list-add")), tr("New workshop…"), this))
{
    auto *table = new TablePane(m_model, settings, QStringLiteral("workshop-definitions"), tr("Definitions"), this);
    table->view().restore(QStringLiteral("name"), Qt::AscendingOrder);
    table->setPrimary(m_create);
    m_rowActions = new RowActions(table->view(), this);
    makeActions();
    setUp(table, makeDetail());
    connect(m_rowActions, &RowActions::selectionChanged, this, &DefinitionsPane::showDetail);
    connect(&m_feed, &WorkshopFeed::changed, this, &DefinitionsPane::showAll);
    connect(&this->session(), &Session::stateChanged, this, &DefinitionsPane::showState);
    showAll();
}

DefinitionsPane::~DefinitionsPane()
{
    takeDown();
}

void DefinitionsPane::makeActions()
{
    m_create->setShortcut(QKeySequence::New);
    m_create->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_create);
    connect(m_create, &QAction::triggered, this, [this] { editManifest(session(), newDefinitionSubject(), this); });
    m_request = m_rowActions->add({.text = tr("Request a session…"),
                                   .icon = QStringLiteral("media-playback-start"),
                                   .shortcuts = {Qt::Key_F8},
                                   .onHover = true,
                                   .refusal = [this](const std::string &name) { return refusalOfRequest(name); },
                                   .run =
                                       [this](const std::string &name) {
                                           Q_EMIT sessionRequested(QString::fromStdString(tenantFor(name)),
                                                                   QString::fromStdString(name));
                                       }});
    m_request->setIconText(tr("Request session"));
    m_edit = m_rowActions->add({.text = tr("Edit…"),
                                .icon = QStringLiteral("document-edit"),
                                .shortcuts = {Qt::Key_F2},
                                .onHover = true,
                                .refusal = [this](const std::string &) { return refusalOfManifests(session()); },
                                .run =
                                    [this](const std::string &name) {
                                        editManifest(session(), definitionSubject(session().client(), name), this);
                                    }});
    m_remove = m_rowActions->add({.text = tr("Delete…"),
                                  .icon = QStringLiteral("edit-delete"),
                                  .shortcuts = {Qt::Key_Delete},
                                  .refusal = [this](const std::string &name) { return refusalOfRemoval(name); },
                                  .run = [this](const std::string &name) { askBeforeDeleting(name); }});
}

DetailView *DefinitionsPane::makeDetail()
{
    m_detail = new DetailView(tr("Select a workshop to see what it is, and which portals offer it."), this);
    m_detail->addButton(m_edit, "primary");
    m_detail->addButton(m_request);
    m_detail->addMore({m_remove});
    const auto fact = [this](const QString &title, std::function<QString(const Workshop &)> text) {
        m_facts.emplace_back(m_detail->addFact(title), std::move(text));
    };
    const auto text = [&fact](const QString &title, std::string WorkshopSpec::*member) {
        fact(title, [member](const Workshop &workshop) { return QString::fromStdString(workshop.spec.*member); });
    };
    text(tr("Title"), &WorkshopSpec::title);
    text(tr("Description"), &WorkshopSpec::description);
    fact(tr("Offered by"), [this](const Workshop &workshop) { return offerText(workshop); });
    text(tr("Blueprint"), &WorkshopSpec::blueprint);
    fact(tr("Parameters"), parameterText);
    fact(tr("Pages"), pageText);
    text(tr("Duration"), &WorkshopSpec::duration);
    text(tr("Difficulty"), &WorkshopSpec::difficulty);
    text(tr("Vendor"), &WorkshopSpec::vendor);
    fact(tr("Created"), [](const Workshop &workshop) { return momentText(workshop.created, SystemClock().now()); });
    fact(tr("Updated"), [](const Workshop &workshop) { return momentText(updateOf(workshop), SystemClock().now()); });
    return m_detail;
}

QString DefinitionsPane::offerText(const Workshop &workshop) const
{
    std::vector<std::string> names;
    for (const std::string &id : m_feed.portalsOffering(workshop.name))
        names.push_back(id.starts_with(TrainingPortal::idOf(localCluster, "")) ? withoutCluster(id) : id);
    return names.empty() ? tr("No portal of this server") : QString::fromStdString(joined(names));
}

/// The first that may use a portal which offers it; the first of all where none may.
std::string DefinitionsPane::tenantFor(const std::string &name) const
{
    const auto offering = m_feed.portalsOffering(name);
    const auto &tenants = m_feed.tenants();
    const auto able = std::ranges::find_if(tenants, [&offering](const auto &entry) {
        return std::ranges::any_of(entry.second.portals,
                                   [&offering](const auto &id) { return std::ranges::contains(offering, id); });
    });
    if (able != tenants.end())
        return able->first;
    return tenants.empty() ? std::string() : tenants.begin()->first;
}

QString DefinitionsPane::refusalOfRequest(const std::string &name) const
{
    if (const QString refused = refusalOfExplanation(session()); !refused.isEmpty())
        return refused;
    return m_feed.portalsOffering(name).empty() ? tr("No portal offers it.") : QString();
}

QString DefinitionsPane::refusalOfRemoval(const std::string &name) const
{
    if (const QString refused = refusalOfManifests(session()); !refused.isEmpty())
        return refused;
    const Workshop *workshop = m_feed.definition(name);
    return workshop && !m_feed.portalsOffering(name).empty()
               ? tr("Portals offer it: %1. Take it out there first.").arg(offerText(*workshop))
               : QString();
}

void DefinitionsPane::showState()
{
    const bool forbidden = session().isLive() && !m_feed.mayRead();
    const QString refused = refusalOfManifests(session());
    m_create->setEnabled(refused.isEmpty());
    m_create->setToolTip(refused.isEmpty() ? tr("Define a workshop, as a manifest") : refused);
    showConnection(m_feed.isLoaded() || forbidden,
                   forbidden ? Empty{.headline = tr("Not for your role"),
                                     .reason = tr("Administrators, operators and authors see what workshops are.")}
                             : Empty{.headline = tr("No workshops"),
                                     .reason = tr("A definition says what a workshop is: its instructions, and what "
                                                  "its workspaces are made from. Portals offer it."),
                                     .action = m_create});
    m_rowActions->update();
}

void DefinitionsPane::showAll()
{
    std::vector<TableRow> rows;
    for (const auto &[name, workshop] : m_feed.definitions())
        rows.push_back(m_rows.row(workshop));
    m_model.reset(std::move(rows));
    showState();
    showDetail();
}

void DefinitionsPane::showDetail()
{
    const Workshop *workshop = m_feed.definition(m_rowActions->selected());
    m_detail->setShown(workshop);
    if (!workshop)
        return;
    const bool offered = !m_feed.portalsOffering(workshop->name).empty();
    m_detail->setHead(QString::fromStdString(workshop->name),
                      offered ? StateLook{Shape::Disc, Tone::Ok, tr("Offered")}
                              : StateLook{Shape::Ring, Tone::Idle, tr("Not offered")},
                      {});
    for (const auto &[label, text] : m_facts)
        m_detail->setFact(label, text(*workshop));
}

void DefinitionsPane::askBeforeDeleting(const std::string &name)
{
    const QString shown = QString::fromStdString(name);
    FormDialog *dialog = askBeforeLoss(
        {.title = tr("Delete workshop"),
         .question = tr("Delete the workshop %1?").arg(shown),
         .what = tr("Its instructions are lost, and cannot be brought back."),
         .verb = tr("Delete workshop"),
         .name = shown},
        [client = session().client(), name] { return client->deleteWorkshopDefinition(name); }, this);
    dialog->open();
}

} // namespace portolan::ui
