// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/certificate_dialog.h"

#include "ui/widgets/theme.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace portolan::ui {

CertificateDialog::CertificateDialog(const QString &server, const QString &fingerprint, const QString &why,
                                     bool mayTrust, QWidget *window)
    : QDialog(window)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Certificate of %1").arg(server));
    const Metrics metrics(*this);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(metrics.step(3));
    const auto addText = [&](const QString &text) {
        auto *label = new QLabel(text, this);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        layout->addWidget(label);
        return label;
    };
    addText(mayTrust ? tr("Nobody whom this computer knows vouches for this server. It may be new, or somebody else "
                          "may stand between you and it.")
                     : tr("The certificate cannot be trusted: %1. Its administrator has to replace it.").arg(why));
    addText(tr("Its fingerprint is"));
    auto *shown = addText(fingerprint);
    shown->setFont(fixedFont());
    shown->setAccessibleName(tr("Fingerprint"));
    if (mayTrust)
        addText(tr("Ask the administrator of the server for the fingerprint on another way, such as by telephone, and "
                   "compare. On the server, this shows it:\nopenssl x509 -noout -fingerprint -sha256 -in CERTIFICATE"));
    auto *buttons = new QDialogButtonBox(this);
    auto *no = buttons->addButton(tr("Do not connect"), QDialogButtonBox::RejectRole);
    no->setAccessibleName(no->text());
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    if (mayTrust) {
        auto *yes = buttons->addButton(tr("Trust this certificate"), QDialogButtonBox::AcceptRole);
        yes->setAccessibleName(yes->text());
        yes->setAutoDefault(false);
        connect(buttons, &QDialogButtonBox::accepted, this, [this] {
            Q_EMIT trusted();
            accept();
        });
    }
    no->setDefault(true);
    layout->addWidget(buttons);
    setMinimumWidth(metrics.step(130));
}

} // namespace portolan::ui
