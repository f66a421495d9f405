// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/settings.h"

#include "core/base/file.h"

#include <QJsonDocument>

namespace portolan::ui {
namespace {

constexpr std::size_t sizeLimit = 4 * 1024 * 1024;

std::filesystem::path beside(const std::filesystem::path &file, std::string_view suffix)
{
    return file.string() + std::string(suffix);
}

Result<QJsonObject> readObject(const std::filesystem::path &file)
{
    const auto bytes = readFile(file, sizeLimit);
    if (!bytes)
        return std::unexpected(bytes.error());
    QJsonParseError wrong;
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(*bytes), &wrong);
    if (wrong.error != QJsonParseError::NoError || !document.isObject())
        return fail(ErrorCode::InvalidArgument,
                    std::format("{} is not a JSON object: {}", file.string(), wrong.errorString().toStdString()));
    return document.object();
}

Result<void> writeObject(const std::filesystem::path &file, const QJsonObject &values)
{
    std::error_code code;
    std::filesystem::create_directories(file.parent_path(), code);
    std::filesystem::copy_file(file, beside(file, ".before"), std::filesystem::copy_options::overwrite_existing,
                               code); // none at the first time
    return writeFileAtomically(file, QJsonDocument(values).toJson().toStdString());
}

} // namespace

Settings::Settings(std::filesystem::path file, QObject *parent) : QObject(parent), m_file(std::move(file))
{
    m_writing.setSingleShot(true);
    m_writing.setInterval(500);
    m_writer.setMaxThreadCount(1); // one version after the other
    // A disk that is busy with a download takes its time to sync.
    connect(&m_writing, &QTimer::timeout, this, [this] {
        m_writer.start([this, file = m_file, values = m_values] {
            auto written = writeObject(file, values);
            QMetaObject::invokeMethod(this, [this, written = std::move(written)] { tell(written); });
        });
    });

    auto read = readObject(m_file);
    if (!read && read.error().code != ErrorCode::NotFound) {
        m_trouble = tr("The settings could not be read and start from the version before: %1")
                        .arg(QString::fromStdString(read.error().detail));
        std::error_code renaming;
        std::filesystem::rename(m_file, beside(m_file, ".damaged"), renaming);
        read = readObject(beside(m_file, ".before"));
    }
    if (read)
        m_values = *read;
    m_values.insert(QStringLiteral("version"), version);
}

Settings::~Settings()
{
    flush();
}

void Settings::setValue(const QString &key, const QJsonValue &value)
{
    if (m_values.value(key) == value)
        return;
    m_values.insert(key, value);
    if (!m_writing.isActive())
        m_writing.start();
    Q_EMIT changed(key);
}

void Settings::flush()
{
    m_writer.waitForDone();
    if (!m_writing.isActive())
        return;
    m_writing.stop();
    tell(writeObject(m_file, m_values));
}

void Settings::tell(const Result<void> &written)
{
    if (written)
        return;
    m_trouble = tr("The settings could not be written: %1").arg(QString::fromStdString(written.error().detail));
    Q_EMIT troubled(m_trouble);
}

} // namespace portolan::ui
