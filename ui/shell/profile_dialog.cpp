// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/profile_dialog.h"

#include "ui/shell/certificate_dialog.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QTimeZone>
#include <QUrl>

namespace portolan::ui {
namespace {

constexpr int providerRole = Qt::UserRole + 1;
constexpr QLatin1StringView byToken("token");
constexpr QLatin1StringView byPassword("password");
constexpr QLatin1StringView byBrowser("browser");

QString argument(const Error &error, std::string_view name)
{
    const auto found = std::ranges::find(error.args, name, &std::pair<std::string, std::string>::first);
    return found == error.args.end() ? QString() : QString::fromStdString(found->second);
}

} // namespace

ProfileDialog::ProfileDialog(Profile profile, bool onlySignIn, QWidget *window)
    : FormDialog(onlySignIn
                     ? tr("Sign in to %1").arg(profile.name)
                     : (profile.id.isEmpty() ? tr("Connect to a control plane") : tr("Change %1").arg(profile.name)),
                 tr("Connect"), window),
      m_profile(std::move(profile)),
      m_onlySignIn(onlySignIn),
      m_browser(new BrowserLogin(this))
{
    makeFields(onlySignIn);
    setCheck([this] { return check(); });
    showMethod();
    connect(m_browser, &BrowserLogin::succeeded, this, &ProfileDialog::take);
    connect(m_browser, &BrowserLogin::failed, this, &ProfileDialog::fail);
    connect(this, &QDialog::finished, m_browser, &BrowserLogin::cancel);
    askForProviders();
}

void ProfileDialog::makeFields(bool onlySignIn)
{
    m_name = new QLineEdit(m_profile.name, this);
    m_url = new QLineEdit(m_profile.url, this);
    m_url->setPlaceholderText(QStringLiteral("https://labs.example.org"));
    addField(tr("Name"), m_name);
    addField(tr("Address"), m_url);
    makeMethods(onlySignIn);
    m_mark = new QComboBox(this);
    m_mark->addItem(tr("None"), QStringLiteral("none"));
    m_mark->addItem(tr("Green: nothing can break"), QStringLiteral("green"));
    m_mark->addItem(tr("Amber: take care"), QStringLiteral("amber"));
    m_mark->addItem(tr("Red: production"), QStringLiteral("red"));
    m_mark->setCurrentIndex(std::max(0, m_mark->findData(m_profile.mark)));
    addField(tr("Mark"), m_mark);
    for (QWidget *field :
         {static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_url), static_cast<QWidget *>(m_mark)})
        setFieldShown(field, !onlySignIn);
    m_keep = new QCheckBox(tr("Stay signed in: keep the token in the keychain"), this);
    m_keep->setAccessibleName(m_keep->text());
    m_keep->setChecked(true);
    addWidget(m_keep);
    connect(m_url, &QLineEdit::editingFinished, this, &ProfileDialog::askForProviders);
}

void ProfileDialog::makeMethods(bool onlySignIn)
{
    m_method = new QComboBox(this);
    m_method->addItem(tr("Access token"), QString(byToken));
    m_method->addItem(tr("User name and password"), QString(byPassword));
    m_method->setCurrentIndex(std::max(0, m_method->findData(m_profile.signIn)));
    addField(tr("Sign in with"), m_method);
    m_token = new QLineEdit(this);
    m_user = new QLineEdit(m_profile.user, this);
    m_password = new QLineEdit(this);
    for (QLineEdit *secret : {m_token, m_password})
        secret->setEchoMode(QLineEdit::Password);
    addField(tr("Token"), m_token);
    addField(tr("User name"), m_user);
    addField(tr("Password"), m_password);
    m_about = addText({}, "muted");
    connect(m_method, &QComboBox::currentIndexChanged, this, &ProfileDialog::showMethod);
    if (onlySignIn)
        (method() == Method::Password ? m_password : m_token)->setFocus();
}

ProfileDialog::Method ProfileDialog::method() const
{
    const QString chosen = m_method->currentData().toString();
    return chosen == byPassword ? Method::Password : chosen == byBrowser ? Method::Browser : Method::Token;
}

void ProfileDialog::showMethod()
{
    const Method chosen = method();
    setFieldShown(m_token, chosen == Method::Token);
    setFieldShown(m_user, chosen == Method::Password);
    setFieldShown(m_password, chosen == Method::Password);
    const int days = int(consoleTokenLifetime.count());
    QString
        about = chosen == Method::Token ? QString()
                : chosen == Method::Password
                    ? tr("The password is not kept: it makes a token “%1” that ends after %n day(s). You can revoke "
                         "it at any time, among your tokens.",
                         nullptr, days)
                          .arg(consoleTokenName())
                    : tr("The login page of %1 opens in your browser; the console goes on by itself afterwards.")
                          .arg(m_method->currentData(providerRole).toString().section(u'/', -1));
    const QDateTime expires = QDateTime::fromString(m_profile.expires, Qt::ISODate);
    if (expires.isValid() && isSameHost() && !m_profile.user.isEmpty()) {
        const QString until = QLocale().toString(expires.toLocalTime().date(), QLocale::LongFormat);
        about += (about.isEmpty() ? QString() : QStringLiteral("\n"))
                 + tr("Signed in as %1 until %2.").arg(m_profile.user, until);
    }
    m_about->setText(about);
    m_about->setVisible(!about.isEmpty());
    validate();
}

bool ProfileDialog::isSameHost() const
{
    const QUrl before(m_profile.url);
    const QUrl now(m_url->text().trimmed());
    return before.scheme() == now.scheme() && before.host() == now.host() && before.port() == now.port();
}

QString ProfileDialog::url() const
{
    QString url = m_url->text().trimmed();
    while (url.endsWith(u'/'))
        url.chop(1);
    return url;
}

ControlPlaneAddress ProfileDialog::address() const
{
    return {.url = url().toStdString(),
            .token = {},
            .authorities = isSameHost() ? m_profile.certificates.toStdString() : std::string()};
}

FormDialog::Refusal ProfileDialog::check() const
{
    const QString typed = m_url->text().trimmed();
    if (const QString refused = typed.isEmpty() ? QString() : Profiles::refuseUrl(typed); !refused.isEmpty())
        return {.field = m_url, .why = refused};
    const bool needed = m_profile.id.isEmpty() || m_onlySignIn || !isSameHost();
    const QString unchanged = needed || m_profile.id.isEmpty() ? QString() : tr("unchanged");
    m_token->setPlaceholderText(unchanged);
    m_password->setPlaceholderText(unchanged);
    switch (method()) {
    case Method::Token:
        return {.blocks = typed.isEmpty() || (needed && m_token->text().trimmed().isEmpty())};
    case Method::Password: {
        const bool whole = !m_user->text().trimmed().isEmpty() && !m_password->text().isEmpty();
        return {.blocks = typed.isEmpty() || (!whole && (needed || !m_password->text().isEmpty()))};
    }
    case Method::Browser:
        break;
    }
    return {.blocks = typed.isEmpty()};
}

void ProfileDialog::askForProviders()
{
    showProviders({});
    if (!url().isEmpty() && Profiles::refuseUrl(url()).isEmpty())
        detach(fetchProviders(this, address()));
}

Task<void> ProfileDialog::fetchProviders(QPointer<ProfileDialog> self, ControlPlaneAddress address)
{
    const auto providers = co_await browserProviders(address);
    // What is wrong with the server or the address is told by the login.
    if (self && providers && self->url().toStdString() == address.url)
        self->showProviders(*providers);
}

void ProfileDialog::showProviders(const std::vector<LoginProvider> &providers)
{
    for (int index = m_method->count() - 1; index >= 0; --index)
        if (m_method->itemData(index).toString() == byBrowser)
            m_method->removeItem(index);
    for (const LoginProvider &provider : providers) {
        m_method->addItem(tr("Your browser, at %1").arg(shortNameOf(provider)), QString(byBrowser));
        m_method->setItemData(m_method->count() - 1, QString::fromStdString(provider.name), providerRole);
    }
    if (const int before = m_method->findData(m_profile.signIn); before >= 0 && m_profile.signIn == byBrowser)
        m_method->setCurrentIndex(before);
}

void ProfileDialog::ask()
{
    switch (method()) {
    case Method::Token:
        finish(m_token->text().trimmed().toStdString());
        return;
    case Method::Password:
        if (m_password->text().isEmpty()) { // what is known stays
            finish({});
            return;
        }
        setBusy(true);
        detach(logIn(this, address(),
                     {.username = m_user->text().trimmed().toStdString(),
                      .password = m_password->text().toStdString()}));
        return;
    case Method::Browser:
        setBusy(true);
        m_about->setText(tr("Waiting for the login in your browser…"));
        m_browser->start(address(), m_method->currentData(providerRole).toString().toStdString());
        return;
    }
}

Task<void> ProfileDialog::logIn(QPointer<ProfileDialog> self, ControlPlaneAddress address, PasswordLogin login)
{
    const auto signedIn = co_await signInWithPassword(std::move(address), std::move(login));
    if (!self)
        co_return;
    if (signedIn)
        self->take(*signedIn);
    else
        self->fail(signedIn.error());
}

void ProfileDialog::take(const SignedIn &login)
{
    setBusy(false);
    m_password->clear();
    m_profile.user = login.user;
    m_profile.expires.clear();
    if (login.expires) {
        const auto time = std::chrono::floor<std::chrono::seconds>(*login.expires).time_since_epoch().count();
        m_profile.expires = QDateTime::fromSecsSinceEpoch(time, QTimeZone::UTC).toString(Qt::ISODate);
    }
    finish(login.token);
}

void ProfileDialog::fail(const Error &error)
{
    setBusy(false);
    showMethod();
    if (argument(error, "reason").startsWith(QStringLiteral("certificate-"))) {
        showCertificate(error);
        return;
    }
    if (method() != Method::Password) {
        showError(error);
    } else if (error.code == ErrorCode::Unauthenticated) {
        showProblem(m_password, tr("The name or the password is wrong. After several failures the password is closed "
                                   "for a quarter of an hour, also for the right one."));
        m_password->selectAll();
        m_password->setFocus(Qt::OtherFocusReason);
    } else if (error.code == ErrorCode::TooMany) {
        showProblem(m_password, tr("There were too many attempts. %1").arg(sentenceOf(error)));
    } else {
        showError(error);
    }
}

void ProfileDialog::showCertificate(const Error &error)
{
    auto *dialog = new CertificateDialog(url(), argument(error, "fingerprint"), argument(error, "why"),
                                         argument(error, "reason") == QStringLiteral("certificate-unknown"), this);
    connect(dialog, &CertificateDialog::trusted, this, [this, pem = argument(error, "certificate")] {
        m_profile.url = url();
        m_profile.certificates = pem;
        ask();
    });
    dialog->open();
}

void ProfileDialog::finish(const std::string &token)
{
    if (!isSameHost())
        m_profile.certificates.clear();
    m_profile.url = url();
    m_profile.name = m_name->text().trimmed();
    if (m_profile.name.isEmpty())
        m_profile.name = QUrl(m_profile.url).host();
    m_profile.mark = m_mark->currentData().toString();
    m_profile.signIn = m_method->currentData().toString();
    if (method() == Method::Token && !token.empty()) { // nobody has said whose it is
        m_profile.user.clear();
        m_profile.expires.clear();
    }
    Q_EMIT entered(m_profile, token, m_keep->isChecked());
    accept();
}

} // namespace portolan::ui
