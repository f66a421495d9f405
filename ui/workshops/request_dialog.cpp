// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/request_dialog.h"

#include "core/model/workshop/parameter_text.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QUrl>

namespace portolan::ui {
namespace {

QString reasonOf(const Error &error)
{
    const auto found = std::ranges::find(error.args, "problem", &Error::Args::value_type::first);
    return found == error.args.end() ? QString() : QString::fromStdString(found->second);
}

} // namespace

std::expected<std::vector<WorkshopParameter>, int> parametersOf(const QString &lines)
{
    std::vector<WorkshopParameter> parameters;
    int number = 0;
    for (const QString &line : lines.split(u'\n')) {
        ++number;
        if (line.trimmed().isEmpty())
            continue;
        const qsizetype equals = line.indexOf(u'=');
        const QString name = line.left(std::max<qsizetype>(equals, 0)).trimmed();
        if (name.isEmpty())
            return std::unexpected(number);
        parameters.push_back({.name = name.toStdString(), .value = line.mid(equals + 1).toStdString()});
    }
    return parameters;
}

RequestDialog::RequestDialog(Session &session, WorkshopFeed &feed, const QString &tenant, const QString &workshop,
                             QWidget *parent)
    : FormDialog(tr("Request a session"), tr("Request session"), parent),
      m_session(session),
      m_feed(feed),
      m_choice(new WorkshopChoice(session, feed, tenant, workshop, this)),
      m_user(new QLineEdit(this)),
      m_parameters(new QPlainTextEdit(this))
{
    addText(tr("A session is handed out as to any program of the tenant, and takes a place in its portal."), "muted");
    addField(tr("Tenant"), m_choice->tenants(), "/tenantName");
    addField(tr("Workshop"), m_choice->workshops(), "/workshopName");
    m_user->setPlaceholderText(tr("A new one"));
    addField(tr("User id (the same user gets the same session again)"), m_user, "/clientUserId");
    addParameters();
    auto *explain = new QPushButton(tr("Where would it go?…"), this);
    setLook(*explain, "link");
    explain->setFlat(true);
    explain->setAutoDefault(false);
    explain->setCursor(Qt::PointingHandCursor);
    explain->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    connect(explain, &QPushButton::clicked, this,
            [this] { Q_EMIT explanationRequested(m_choice->tenant(), m_choice->workshop()); });
    addWidget(explain);
    connect(m_choice, &WorkshopChoice::changed, this, [this] {
        suggestParameters();
        validate();
    });
    suggestParameters();
    setCheck([this] { return check(); });
    m_user->setFocus();
}

void RequestDialog::addParameters()
{
    const Metrics metrics(*this);
    m_parameters->setFont(fixedFont());
    m_parameters->setTabChangesFocus(true);
    m_parameters->setFixedHeight(metrics.step(20));
    addField(tr("Parameters, one a line: name=value"), m_parameters, "/workshopParams");
    connect(m_parameters, &QPlainTextEdit::textChanged, this, &FormDialog::validate);
}

/// What the workshop knows, with what holds where nothing is said.
void RequestDialog::suggestParameters()
{
    QStringList lines;
    if (const Workshop *workshop = m_feed.definition(m_choice->workshop().toStdString()))
        for (const WorkshopParameterRule &parameter : workshop->spec.request.parameters)
            lines << QString::fromStdString(toText(parameter));
    m_parameters->setPlaceholderText(lines.join(u'\n'));
}

FormDialog::Refusal RequestDialog::check() const
{
    if (m_choice->state() != WorkshopChoice::State::Ready)
        return {.field = m_choice->state() == WorkshopChoice::State::Loading ? nullptr : m_choice->workshops(),
                .why = m_choice->state() == WorkshopChoice::State::Loading ? QString() : m_choice->trouble(),
                .blocks = true};
    if (const auto parameters = parametersOf(m_parameters->toPlainText()); !parameters)
        return {.field = m_parameters, .why = tr("Line %1 is not of the form name=value.").arg(parameters.error())};
    return {};
}

void RequestDialog::ask()
{
    const auto client = m_session.client();
    const auto parameters = parametersOf(m_parameters->toPlainText());
    if (!client || !parameters)
        return;
    setBusy(true);
    detach(request(this, client,
                   {.tenantName = m_choice->tenant().toStdString(),
                    .workshopName = m_choice->workshop().toStdString(),
                    .clientIndexUrl = {},
                    .clientUserId = m_user->text().trimmed().toStdString(),
                    .workshopParams = *parameters}));
}

Task<void> RequestDialog::request(QPointer<RequestDialog> self, std::shared_ptr<ControlPlaneClient> client,
                                  WorkshopRequest wanted)
{
    const auto granted = co_await client->requestWorkshop(wanted);
    if (!self)
        co_return;
    self->setBusy(false);
    if (!granted) {
        self->showRefusal(granted.error());
        co_return;
    }
    (new GrantedDialog(*granted, self->parentWidget()))->open();
    self->accept(); // it is deleted later
}

void RequestDialog::showRefusal(const Error &error)
{
    const QString reason = reasonOf(error);
    if (reason == QStringLiteral("no-capacity"))
        showProblem(nullptr, tr("No portal of this tenant has room for it now. End a session, or give a portal more "
                                "room; “Where would it go?” shows how full each is."));
    else if (reason == QStringLiteral("portals-unreachable"))
        showProblem(nullptr,
                    tr("The portals that offer it do not answer. See under Portals what is wrong with them, or "
                       "try again in a moment."));
    else if (reason == QStringLiteral("workshop-unknown"))
        showProblem(m_choice->workshops(),
                    tr("No portal of this tenant offers it any more. Choose another, or let a portal offer it."));
    else if (reason == QStringLiteral("tenant-unknown"))
        showProblem(m_choice->tenants(), tr("There is no such tenant any more. Choose another."));
    else
        showError(error);
}

GrantedDialog::GrantedDialog(const WorkshopGranted &granted, QWidget *parent) : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Session handed out"));
    const Metrics metrics(*this);
    auto *headline = new QLabel(windowTitle(), this);
    setLook(*headline, "title");
    auto *about = new QLabel(tr("Its address opens it once, within 60 seconds:"), this);
    about->setWordWrap(true);
    auto *address = new QLineEdit(QString::fromStdString(granted.sessionActivationUrl), this);
    address->setReadOnly(true);
    address->setFont(fixedFont());
    address->setAccessibleName(tr("Address of the session"));
    address->setCursorPosition(0);
    auto *column = new QVBoxLayout(this);
    const int margin = metrics.step(4);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(metrics.step(3));
    column->addWidget(headline);
    column->addLayout(makeFacts(granted));
    column->addWidget(about);
    column->addWidget(address);
    column->addLayout(makeButtons(address->text()));
    setMinimumWidth(metrics.step(130));
}

QFormLayout *GrantedDialog::makeFacts(const WorkshopGranted &granted)
{
    const Metrics metrics(*this);
    auto *facts = new QFormLayout;
    facts->setHorizontalSpacing(metrics.step(4));
    facts->setVerticalSpacing(metrics.step(2));
    for (const auto &[title, text] :
         {std::pair(tr("Portal"), granted.portalName), std::pair(tr("Environment"), granted.environmentName),
          std::pair(tr("Session"), granted.sessionName), std::pair(tr("User"), granted.clientUserId)}) {
        auto *name = new QLabel(title, this);
        setLook(*name, "muted");
        auto *value = new QLabel(QString::fromStdString(text), this);
        value->setTextFormat(Qt::PlainText);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        facts->addRow(name, value);
    }
    return facts;
}

QHBoxLayout *GrantedDialog::makeButtons(const QString &address)
{
    auto *told = new QLabel(this);
    setLook(*told, "muted");
    auto *close = new QPushButton(tr("Close"), this);
    auto *copy = new QPushButton(tr("Copy"), this);
    auto *open = new QPushButton(tr("Open in browser"), this);
    setLook(*open, "primary");
    close->setAutoDefault(false);
    copy->setAutoDefault(false);
    open->setDefault(true);
    open->setFocus();
    const QUrl url(address);
    open->setVisible(url.scheme() == QStringLiteral("https") || url.scheme() == QStringLiteral("http"));
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(copy, &QPushButton::clicked, this, [address, told] {
        QApplication::clipboard()->setText(address);
        told->setText(tr("Copied."));
    });
    connect(open, &QPushButton::clicked, this, [url, told] {
        told->setText(QDesktopServices::openUrl(url) ? tr("Opened in the browser.")
                                                     : tr("There is no browser. Copy the address."));
    });
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Metrics(*this).step(2));
    buttons->addWidget(told, 1);
    for (QPushButton *button : {close, copy, open})
        buttons->addWidget(button);
    return buttons;
}

} // namespace portolan::ui
