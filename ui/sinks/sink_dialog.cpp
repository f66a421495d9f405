// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/sinks/sink_dialog.h"

#include "ui/sinks/sink_look.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QRegularExpression>

namespace portolan::ui {

SinkDialog::SinkDialog(Session &session, QWidget *parent) : SinkDialog(session, {}, true, parent) {}

SinkDialog::SinkDialog(Session &session, SinkDetails sink, QWidget *parent)
    : SinkDialog(session, std::move(sink), false, parent)
{}

SinkDialog::SinkDialog(Session &session, SinkDetails sink, bool isNew, QWidget *parent)
    : FormDialog(isNew ? tr("New sink") : tr("Change %1").arg(QString::fromStdString(sink.name)),
                 isNew ? tr("Create sink") : tr("Save"), parent),
      m_sink(std::move(sink)),
      m_isNew(isNew)
{
    if (m_isNew)
        addText(tr("Events are sent there as CloudEvents, from now on: each at least once, and in order."), "muted");
    addAddress();
    addFilter();
    addSecret();
    if (m_isNew) {
        m_enabled = new QCheckBox(tr("Send events at once"), this);
        m_enabled->setAccessibleName(m_enabled->text());
        m_enabled->setChecked(true);
        addWidget(m_enabled);
    }
    setCheck([this] { return check(); });
    setRequest([this, client = session.client()]() -> Task<Result<void>> {
        // Called while the dialog is there; the tasks have copies of all that they need.
        return m_isNew ? withoutValue(client->createSink(wanted()))
                       : withoutValue(client->updateSink(m_sink.id, change()));
    });
    m_name->setFocus();
}

void SinkDialog::addAddress()
{
    m_name = new QLineEdit(QString::fromStdString(m_sink.name), this);
    addField(tr("Name"), m_name, "/name");
    m_url = new QLineEdit(QString::fromStdString(m_sink.url), this);
    m_url->setFont(fixedFont());
    m_url->setPlaceholderText(QStringLiteral("https://example.org/events"));
    addField(tr("URL"), m_url, "/url");
    m_mode = new QComboBox(this);
    for (const auto &[mode, name] : schema::EnumNames<SinkMode>::names)
        m_mode->addItem(explainMode(mode), int(mode));
    m_mode->setCurrentIndex(m_mode->findData(int(m_sink.mode)));
    addField(tr("Mode"), m_mode, "/mode");
}

void SinkDialog::addFilter()
{
    QStringList patterns;
    for (const std::string &type : m_sink.types)
        patterns << QString::fromStdString(type);
    m_types = new QLineEdit(patterns.join(QStringLiteral(", ")), this);
    m_types->setFont(fixedFont());
    m_types->setPlaceholderText(QStringLiteral("workspace.*, user.created"));
    addField(tr("Types of events (all, where it is empty)"), m_types, "/types");
    m_owner = new QLineEdit(QString::fromStdString(m_sink.owner), this);
    m_owner->setFont(fixedFont());
    addField(tr("Only what is this user's (everybody's, where it is empty)"), m_owner, "/owner");
}

void SinkDialog::addSecret()
{
    m_secret = new QLineEdit(this);
    m_secret->setEchoMode(QLineEdit::Password);
    if (m_sink.isSigned)
        m_secret->setPlaceholderText(tr("Stays as it is"));
    addField(m_isNew ? tr("Secret that signs the requests (optional)") : tr("New secret that signs the requests"),
             m_secret, "/secret");
    if (!m_sink.isSigned)
        return;
    m_unsigned = new QCheckBox(tr("Sign no more"), this);
    m_unsigned->setAccessibleName(m_unsigned->text());
    connect(m_unsigned, &QCheckBox::toggled, m_secret, &QWidget::setDisabled);
    addWidget(m_unsigned);
}

std::string SinkDialog::name() const
{
    return m_name->text().trimmed().toStdString();
}

std::vector<std::string> SinkDialog::types() const
{
    static const QRegularExpression between(QStringLiteral("[,;\\s]+"));
    std::vector<std::string> types;
    for (const QString &type : m_types->text().split(between, Qt::SkipEmptyParts))
        types.push_back(type.toStdString());
    return types;
}

FormDialog::Refusal SinkDialog::check() const
{
    const std::string url = m_url->text().trimmed().toStdString();
    if (!url.empty())
        if (const auto why = refuseSinkUrl(url))
            return {.field = m_url, .why = sentenceOf(*why)};
    for (const std::string &type : types())
        if (const auto why = refuseTypePattern(type))
            return {.field = m_types, .why = tr("“%1”: %2").arg(QString::fromStdString(type), sentenceOf(*why))};
    return {.blocks = name().empty() || url.empty()};
}

SinkCreate SinkDialog::wanted() const
{
    return {.name = name(),
            .url = m_url->text().trimmed().toStdString(),
            .mode = SinkMode(m_mode->currentData().toInt()),
            .types = types(),
            .owner = m_owner->text().trimmed().toStdString(),
            .enabled = m_enabled->isChecked(),
            .secret = m_secret->text().toStdString()};
}

/// What is as it was is left out: it may have been changed by somebody else meanwhile.
SinkUpdate SinkDialog::change() const
{
    const auto changed = []<class T>(T now, const T &before) {
        return now == before ? std::nullopt : std::optional<T>(std::move(now));
    };
    SinkUpdate update{.name = changed(name(), m_sink.name),
                      .url = changed(m_url->text().trimmed().toStdString(), m_sink.url),
                      .mode = changed(SinkMode(m_mode->currentData().toInt()), m_sink.mode),
                      .types = changed(types(), m_sink.types),
                      .owner = changed(m_owner->text().trimmed().toStdString(), m_sink.owner),
                      .enabled = {},
                      .secret = {}};
    if (m_unsigned && m_unsigned->isChecked())
        update.secret = std::string();
    else if (!m_secret->text().isEmpty())
        update.secret = m_secret->text().toStdString();
    return update;
}

} // namespace portolan::ui
