// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace portolan::test {

/// The document of the API (OpenAPI 3.1) as a judge of answers.
class ApiDocument
{
public:
    explicit ApiDocument(const QByteArray &json);

    /// Why the document does not know such an answer; nothing where it does. Paths and methods that are not in the
    /// document must be refused by the server.
    [[nodiscard]] std::optional<QString> refuse(const QByteArray &method, const QString &path, int status,
                                                const QByteArray &contentType, const QByteArray &body) const;

private:
    [[nodiscard]] QJsonObject operation(const QByteArray &method, const QString &path) const;
    [[nodiscard]] QJsonObject resolved(const QJsonObject &object) const;
    [[nodiscard]] std::optional<QString> refuseBody(const QJsonObject &schema, const QByteArray &body) const;

    QJsonObject m_root;
    QJsonObject m_strict; ///< the components, their models without further members
};

} // namespace portolan::test
