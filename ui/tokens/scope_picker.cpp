// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/tokens/scope_picker.h"

#include "ui/tokens/token_look.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QListWidget>
#include <QRadioButton>
#include <QVBoxLayout>

namespace portolan::ui {

ScopePicker::ScopePicker(QWidget *parent)
    : QWidget(parent),
      m_everything(new QRadioButton(tr("Everything that I may do"), this)),
      m_some(new QRadioButton(tr("Only what is chosen here"), this)),
      m_list(new QListWidget(this)),
      m_own(new QCheckBox(tr("With my own things only"), this))
{
    const Metrics metrics(*this);
    for (QAbstractButton *button : {static_cast<QAbstractButton *>(m_everything),
                                    static_cast<QAbstractButton *>(m_some), static_cast<QAbstractButton *>(m_own)})
        button->setAccessibleName(button->text());
    m_everything->setChecked(true);
    m_list->setAccessibleName(tr("Permissions"));
    m_list->setMinimumHeight(metrics.step(60));
    m_list->setSpacing(metrics.step(0.5));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (const identity::Rule &rule : identity::policy) {
        if (rule.permission == identity::Permission::None)
            continue;
        const QString name = QString::fromUtf8(rule.name.data(), qsizetype(rule.name.size()));
        auto *item = new QListWidgetItem(explainPermission(rule.permission), m_list);
        item->setToolTip(name);
        item->setData(Qt::UserRole, name);
        item->setFlags(Qt::ItemIsUserCheckable | Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        item->setCheckState(Qt::Unchecked);
    }
    m_list->sortItems();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics.step(1));
    for (QWidget *widget : {static_cast<QWidget *>(m_everything), static_cast<QWidget *>(m_some),
                            static_cast<QWidget *>(m_list), static_cast<QWidget *>(m_own)})
        column->addWidget(widget);
    setFocusProxy(m_everything);
    connect(m_some, &QRadioButton::toggled, this, &ScopePicker::update);
    connect(m_list, &QListWidget::itemChanged, this, &ScopePicker::changed);
    connect(m_own, &QCheckBox::toggled, this, &ScopePicker::changed);
    update();
}

std::vector<std::string> ScopePicker::scopes() const
{
    if (m_everything->isChecked())
        return {"*"};
    std::vector<std::string> scopes;
    for (int row = 0; row < m_list->count(); ++row)
        if (const QListWidgetItem *item = m_list->item(row); item->checkState() == Qt::Checked)
            scopes.push_back(item->data(Qt::UserRole).toString().toStdString() + (m_own->isChecked() ? ":self" : ""));
    return scopes;
}

void ScopePicker::update()
{
    m_list->setVisible(m_some->isChecked());
    m_own->setVisible(m_some->isChecked());
    Q_EMIT changed();
}

} // namespace portolan::ui
