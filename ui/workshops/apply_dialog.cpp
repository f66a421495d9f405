// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/apply_dialog.h"

#include "core/base/file.h"
#include "ui/widgets/error_text.h"

#include <QApplication>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QThreadPool>
#include <QVBoxLayout>

namespace portolan::ui {
namespace {

StateLook lookOfOutcome(std::string_view state)
{
    if (state == "new")
        return {Shape::Ring, Tone::Ok, ApplyDialog::tr("Will be created")};
    if (state == "known")
        return {Shape::Ring, Tone::Busy, ApplyDialog::tr("Will be updated")};
    if (state == "refused")
        return {Shape::Cross, Tone::Bad, ApplyDialog::tr("Refused")};
    if (state == "created")
        return {Shape::Disc, Tone::Ok, ApplyDialog::tr("Created")};
    if (state == "updated")
        return {Shape::Disc, Tone::Ok, ApplyDialog::tr("Updated")};
    if (state == "same")
        return {Shape::Ring, Tone::Idle, ApplyDialog::tr("Unchanged")};
    return {Shape::HalfDisc, Tone::Busy, ApplyDialog::tr("Looking")};
}

std::vector<TableColumn> manifestColumns()
{
    return {{.id = QStringLiteral("order"),
             .title = ApplyDialog::tr("No."),
             .doc = ApplyDialog::tr("In this order they are put."),
             .kind = CellKind::Number,
             .width = 10},
            {.id = QStringLiteral("kind"), .title = ApplyDialog::tr("Kind"), .doc = {}, .width = 32},
            {.id = QStringLiteral("name"),
             .title = ApplyDialog::tr("Name"),
             .doc = {},
             .kind = CellKind::Code,
             .width = 44},
            {.id = QStringLiteral("outcome"),
             .title = ApplyDialog::tr("Outcome"),
             .doc = {},
             .kind = CellKind::State,
             .look = lookOfOutcome,
             .width = 34},
            {.id = QStringLiteral("line"),
             .title = ApplyDialog::tr("Line"),
             .doc = ApplyDialog::tr("Of its file, where it begins."),
             .kind = CellKind::Number,
             .width = 14},
            {.id = QStringLiteral("file"), .title = ApplyDialog::tr("File"), .doc = {}, .width = 36}};
}

QString fullText(const Error &error)
{
    QStringList lines{sentenceOf(error)};
    if (error.fields.size() > 1)
        for (const FieldError &field : error.fields)
            lines << QStringLiteral("%1: %2").arg(QString::fromStdString(field.pointer), sentenceOf(field.detail));
    return lines.join(u'\n');
}

} // namespace

ApplyDialog::ApplyDialog(Session &session, const QStringList &files, QWidget *parent)
    : QDialog(parent),
      m_session(session),
      m_client(session.client()),
      m_model(manifestColumns()),
      m_view(new TableView(m_model, nullptr, QStringLiteral("manifests"), this)),
      m_told(new QLabel(this)),
      m_problems(new QLabel(this)),
      m_close(new QPushButton(tr("Cancel"), this)),
      m_apply(new QPushButton(tr("Apply"), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Apply manifests"));
    m_view->restore(QStringLiteral("order"), Qt::AscendingOrder);
    layOut();
    tell(tr("Looking at what would become of them…"), "muted");
    read(files);
}

ApplyDialog::~ApplyDialog()
{
    delete m_view; // it looks at the model, which goes before the children of a widget do
}

void ApplyDialog::reject()
{
    if (m_close->isEnabled())
        QDialog::reject();
}

void ApplyDialog::layOut()
{
    const Metrics metrics(*this);
    m_view->setAccessibleName(tr("Manifests"));
    for (QLabel *label : {m_told, m_problems}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    setLook(*m_problems, "bad");
    m_problems->hide();
    m_apply->setEnabled(false);
    m_apply->setAutoDefault(false);
    m_close->setAutoDefault(false);
    setLook(*m_apply, "primary");
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_apply, &QPushButton::clicked, this, [this] { put(false); });
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metrics.step(2));
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_apply);
    auto *column = new QVBoxLayout(this);
    const int margin = metrics.step(4);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(metrics.step(3));
    column->addWidget(m_told);
    column->addWidget(m_view, 1);
    column->addWidget(m_problems);
    column->addLayout(buttons);
    resize(metrics.step(190), metrics.step(110));
}

void ApplyDialog::tell(const QString &text, const char *look)
{
    setLook(*m_told, look);
    m_told->setText(text);
}

Result<std::vector<ApplyDialog::Entry>> ApplyDialog::entriesOf(const QStringList &files)
{
    constexpr std::size_t largestFile = 16 * 1024 * 1024;
    std::vector<Entry> entries;
    for (const QString &file : files) {
        const QString shown = QFileInfo(file).fileName();
        const auto text = readFile(file.toStdString(), largestFile);
        if (!text)
            return std::unexpected(text.error());
        auto manifests = readManifests(*text);
        if (!manifests)
            return fail(manifests.error().code, manifests.error().detail, {{"file", shown.toStdString()}});
        for (Manifest &manifest : *manifests)
            entries.push_back({.manifest = std::move(manifest), .file = shown});
    }
    return entries;
}

/// In another thread: a folder may be on a disk far away.
void ApplyDialog::read(const QStringList &files)
{
    const auto finish = [self = QPointer(this)](const Result<std::vector<Entry>> &entries) {
        if (self)
            self->take(entries);
    };
    QThreadPool::globalInstance()->start([files, finish] {
        QMetaObject::invokeMethod(
            qApp, [finish, entries = entriesOf(files)] { finish(entries); }, Qt::QueuedConnection);
    });
}

void ApplyDialog::take(const Result<std::vector<Entry>> &entries)
{
    if (!entries) {
        tell(tr("Nothing was changed: the manifests cannot be read."), "strong");
        const auto &args = entries.error().args;
        const QString file = args.empty() ? QString()
                                          : QStringLiteral("%1: ").arg(QString::fromStdString(args.front().second));
        m_problems->setText(file + fullText(entries.error()));
        m_problems->show();
        return;
    }
    m_entries = *entries;
    std::vector<TableRow> rows;
    for (std::size_t at = 0; at < m_entries.size(); ++at)
        rows.push_back(rowOf(at));
    m_model.reset(std::move(rows));
    put(true);
}

TableRow ApplyDialog::rowOf(std::size_t at) const
{
    const Entry &entry = m_entries[at];
    return {.id = std::to_string(at),
            .cells = {std::int64_t(at + 1), entry.manifest.kind, entry.manifest.name, entry.state,
                      std::int64_t(entry.manifest.line), entry.file.toStdString()},
            .reason = entry.reason.toStdString()};
}

void ApplyDialog::put(bool dryRun)
{
    if (!m_client)
        return;
    m_apply->setEnabled(false);
    if (!dryRun)
        m_close->setEnabled(false);
    detach(putAll(this, m_client, dryRun));
}

Task<void> ApplyDialog::putAll(QPointer<ApplyDialog> self, Client client, bool dryRun)
{
    for (std::size_t at = 0; self && at < self->m_entries.size(); ++at) {
        const Manifest manifest = self->m_entries[at].manifest;
        const auto outcome = co_await client->putManifest(manifest, dryRun);
        if (!self || !self->note(at, outcome, dryRun))
            break;
    }
    if (self)
        self->finish(dryRun);
}

bool ApplyDialog::note(std::size_t at, const Result<PutOutcome> &outcome, bool dryRun)
{
    Entry &entry = m_entries[at];
    entry.reason.clear();
    if (!outcome) {
        entry.state = "refused";
        entry.reason = fullText(outcome.error());
    } else if (*outcome == PutOutcome::Unchanged) {
        entry.state = "same";
    } else if (dryRun) {
        entry.state = *outcome == PutOutcome::Created ? "new" : "known";
    } else {
        entry.state = *outcome == PutOutcome::Created ? "created" : "updated";
    }
    m_model.queue(rowOf(at));
    return outcome || dryRun; // what comes after one that fails may need it
}

int ApplyDialog::count(std::string_view state) const
{
    return int(std::ranges::count(m_entries, state, &Entry::state));
}

void ApplyDialog::finish(bool dryRun)
{
    QStringList problems;
    for (const Entry &entry : m_entries)
        if (!entry.reason.isEmpty())
            problems << tr("%1 %2, %3, line %4: %5")
                            .arg(QString::fromStdString(entry.manifest.kind),
                                 QString::fromStdString(entry.manifest.name), entry.file)
                            .arg(entry.manifest.line)
                            .arg(entry.reason);
    m_problems->setText(problems.join(u'\n'));
    m_problems->setVisible(!problems.isEmpty());
    m_close->setEnabled(true);
    const int all = int(m_entries.size());
    if (dryRun && problems.isEmpty()) {
        const int same = count("same");
        tell(same == all ? tr("All of it is there already, as it is written here: there is nothing to apply.")
                         : tr("Nothing is changed yet. To be created: %1, to be updated: %2, unchanged: %3.")
                               .arg(QLocale().toString(count("new")), QLocale().toString(count("known")),
                                    QLocale().toString(same)),
             "");
        m_apply->setText(tr("Apply %n manifest(s)", nullptr, all - same));
        m_apply->setEnabled(same < all);
        m_apply->setVisible(same < all);
        if (same == all)
            m_close->setText(tr("Close"));
        (same < all ? m_apply : m_close)->setFocus();
    } else if (dryRun) {
        tell(tr("Nothing was changed: %n manifest(s) are refused.", nullptr, int(problems.size())), "strong");
    } else {
        const int done = count("created") + count("updated") + count("same");
        tell(problems.isEmpty()
                 ? tr("All %n manifest(s) are put.", nullptr, done)
                 : tr("%n manifest(s) are put; the one that was refused and those after it are not.", nullptr, done),
             problems.isEmpty() ? "" : "strong");
        m_apply->hide();
        m_close->setText(tr("Close"));
        m_close->setFocus();
    }
}

} // namespace portolan::ui
