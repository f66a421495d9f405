// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/manifest_subjects.h"

#include "core/client/manifest_text.h"
#include "core/model/workshop/cluster.h"
#include "core/schema/codec.h"

#include <QCoreApplication>

namespace portolan::ui {
namespace {

using Client = ManifestDialog::Client;
using PortalPath = ControlPlaneClient::PortalPath;

struct ManifestSubjects {
    Q_DECLARE_TR_FUNCTIONS(portolan::ui::ManifestSubjects)
};

Task<Result<std::string>> fetchPortal(Client client, PortalPath path)
{
    const auto spec = co_await client->portalSpec(path);
    if (!spec)
        co_return std::unexpected(spec.error());
    co_return manifestText(path.portal, *spec);
}

Task<Result<std::string>> fetchTenant(Client client, std::string name)
{
    const auto spec = co_await client->tenantSpec(name);
    if (!spec)
        co_return std::unexpected(spec.error());
    co_return manifestText(name, *spec);
}

Task<Result<std::string>> fetchDefinition(Client client, std::string name)
{
    const auto workshop = co_await client->workshopDefinition(name);
    if (!workshop)
        co_return std::unexpected(workshop.error());
    co_return manifestText(name, workshop->spec);
}

QString wholeHint()
{
    return ManifestSubjects::tr("The manifest that portolanctl apply takes. What is taken out of it is gone.");
}

/// Lines of a manifest, each with what it is for.
class Template
{
public:
    Template(std::string_view version, std::string_view kind)
    {
        line("apiVersion: " + std::string(version));
        line("kind: " + std::string(kind));
        line("metadata:");
        line("  name: ", ManifestSubjects::tr("lower-case letters, digits and hyphens"));
        line("spec:");
    }

    /// A text for people, in their language.
    Template &text(std::string_view key, const QString &value)
    {
        m_text += QString::fromUtf8(key.data(), qsizetype(key.size())) + QStringLiteral(": \"%1\"\n").arg(value);
        return *this;
    }

    Template &line(std::string_view yaml, const QString &comment = {})
    {
        constexpr qsizetype commentsAt = 30;
        QString text = QString::fromUtf8(yaml.data(), qsizetype(yaml.size()));
        if (!comment.isEmpty())
            text = text.leftJustified(commentsAt) + QStringLiteral("# ") + comment;
        m_text += text + u'\n';
        return *this;
    }

    [[nodiscard]] QString whole() const { return m_text; }

private:
    QString m_text;
};

constexpr std::string_view trainingVersion = "training.educates.dev/v1beta1";
constexpr std::string_view lookupVersion = "lookup.educates.dev/v1beta1";

} // namespace

ManifestDialog::Subject portalSubject(Client client, const TrainingPortalDetails &portal)
{
    return {.title = ManifestSubjects::tr("Edit the portal %1").arg(QString::fromStdString(portal.name)),
            .hint = wholeHint() + u' '
                    + ManifestSubjects::tr("Secrets are not shown; where they are left out, they stay as they are."),
            .kind = "TrainingPortal",
            .fetch = [client = std::move(client), path = PortalPath{.cluster = portal.cluster, .portal = portal.name}] {
                return fetchPortal(client, path);
            }};
}

ManifestDialog::Subject tenantSubject(Client client, const std::string &tenant)
{
    return {.title = ManifestSubjects::tr("Edit the tenant %1").arg(QString::fromStdString(tenant)),
            .hint = wholeHint(),
            .kind = "TenantConfig",
            .fetch = [client = std::move(client), tenant] { return fetchTenant(client, tenant); }};
}

ManifestDialog::Subject definitionSubject(Client client, const std::string &workshop)
{
    return {.title = ManifestSubjects::tr("Edit the workshop %1").arg(QString::fromStdString(workshop)),
            .hint = wholeHint(),
            .kind = "Workshop",
            .fetch = [client = std::move(client), workshop] { return fetchDefinition(client, workshop); }};
}

ManifestDialog::Subject newPortalSubject(const WorkshopFeed &feed)
{
    const auto &definitions = feed.definitions();
    Template text(trainingVersion, "TrainingPortal");
    text.line("  portal:")
        .text("    title", ManifestSubjects::tr("New portal"))
        .line("    sessions:")
        .line("      maximum: 10", ManifestSubjects::tr("at once, of all workshops; 0: no limit"))
        .line("    workshop:")
        .line("      defaults:")
        .line("        expires: 60m", ManifestSubjects::tr("how long a session is"))
        .line("        overtime: 15m", ManifestSubjects::tr("what extending adds"))
        .line("        reserved: 0", ManifestSubjects::tr("sessions that are kept warm"));
    if (definitions.empty())
        text.line("  workshops: []", ManifestSubjects::tr("there is no definition of a workshop yet"));
    else
        text.line("  workshops:")
            .line("    - name: " + definitions.begin()->first, ManifestSubjects::tr("which it offers"))
            .line("      capacity: 5", ManifestSubjects::tr("at once, of this workshop"));
    return {.title = ManifestSubjects::tr("New portal"),
            .hint = ManifestSubjects::tr("A portal gives sessions of workshops to users."),
            .kind = "TrainingPortal",
            .text = text.whole()};
}

ManifestDialog::Subject newTenantSubject(const WorkshopFeed &feed)
{
    const std::string portal = feed.portals().empty() ? "\"*\"" : feed.portals().begin()->second.details.name;
    Template text(lookupVersion, "TenantConfig");
    text.line("  portals:")
        .line("    nameSelector:")
        .line("      matchNames:", ManifestSubjects::tr("without a selector it may use every portal"))
        .line("        - " + portal, ManifestSubjects::tr("a name, or a pattern such as \"lab-*\""));
    return {.title = ManifestSubjects::tr("New tenant"),
            .hint = ManifestSubjects::tr("A tenant says which portals the programs of a customer may ask."),
            .kind = "TenantConfig",
            .text = text.whole()};
}

ManifestDialog::Subject newDefinitionSubject()
{
    Template text(trainingVersion, "Workshop");
    text.text("  title", ManifestSubjects::tr("New workshop"))
        .line("  description: \"\"", ManifestSubjects::tr("what it is about, in a sentence"))
        .line("  duration: 30m", ManifestSubjects::tr("how long it takes, for people"))
        .line("  blueprint: shell", ManifestSubjects::tr("what its workspaces are made from"))
        .line("  terminals: 1", ManifestSubjects::tr("how many its page shows, 1 to 4"))
        .line("  instructions:", ManifestSubjects::tr("the pages beside the terminals, in Markdown"))
        .line("    - name: begin")
        .text("      title", ManifestSubjects::tr("Begin"))
        .line("      text: |")
        .line("        " + ManifestSubjects::tr("Click a command, and it runs in the terminal:").toStdString())
        .line("")
        .line("        ```terminal:execute")
        .line("        command: ls -la")
        .line("        ```");
    return {.title = ManifestSubjects::tr("New workshop"),
            .hint = ManifestSubjects::tr("A definition says what a workshop is; portals offer it."),
            .kind = "Workshop",
            .text = text.whole()};
}

std::string rowOf(const Manifest &manifest)
{
    if (manifest.kind != "TrainingPortal")
        return manifest.name;
    const auto spec = schema::decode<TrainingPortalSpec>(manifest.spec);
    return TrainingPortal::idOf(spec && !spec->cluster.empty() ? std::string_view(spec->cluster) : localCluster,
                                manifest.name);
}

void editManifest(Session &session, ManifestDialog::Subject subject, SplitPane *pane)
{
    auto *dialog = new ManifestDialog(session.client(), std::move(subject), pane);
    QObject::connect(dialog, &ManifestDialog::applied, pane,
                     [pane](const Manifest &manifest) { pane->select(rowOf(manifest)); });
    dialog->open();
}

} // namespace portolan::ui
