// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/server/api_document.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace portolan::test {

using namespace Qt::StringLiterals;

namespace {

QStringList segmentsOf(const QString &path)
{
    return path.split(u'/', Qt::SkipEmptyParts);
}

/// How many segments are the same letter by letter; -1 where the template does not fit.
qsizetype fits(const QString &pattern, const QString &path)
{
    const QStringList wanted = segmentsOf(pattern);
    const QStringList given = segmentsOf(path);
    if (wanted.size() != given.size())
        return -1;
    qsizetype literal = 0;
    for (qsizetype at = 0; at < wanted.size(); ++at) {
        if (wanted[at] == given[at])
            ++literal;
        else if (!wanted[at].startsWith(u'{'))
            return -1;
    }
    return literal;
}

} // namespace

ApiDocument::ApiDocument(const QByteArray &json) : m_root(QJsonDocument::fromJson(json).object())
{
    QJsonObject components = m_root[u"components"].toObject();
    QJsonObject schemas = components[u"schemas"].toObject();
    for (auto schema = schemas.begin(); schema != schemas.end(); ++schema) {
        QJsonObject model = schema->toObject();
        model[u"additionalProperties"] = false;
        *schema = model;
    }
    components[u"schemas"] = schemas;
    m_strict = {{u"components"_s, components}};
}

QJsonObject ApiDocument::operation(const QByteArray &method, const QString &path) const
{
    const QJsonObject paths = m_root[u"paths"].toObject();
    QJsonObject best;
    qsizetype most = -1;
    for (auto at = paths.begin(); at != paths.end(); ++at) {
        if (const qsizetype literal = fits(at.key(), path); literal > most) {
            most = literal;
            best = at->toObject();
        }
    }
    const QString name = method == "HEAD" ? u"get"_s : QString::fromUtf8(method).toLower();
    return best[name].toObject();
}

QJsonObject ApiDocument::resolved(const QJsonObject &object) const
{
    const QString reference = object[u"$ref"].toString();
    if (reference.isEmpty())
        return object;
    QJsonObject found = m_root;
    for (const QString &segment : reference.mid(2).split(u'/'))
        found = found[segment].toObject();
    return found;
}

std::optional<QString> ApiDocument::refuse(const QByteArray &method, const QString &path, int status,
                                           const QByteArray &contentType, const QByteArray &body) const
{
    const QJsonObject known = operation(method, path);
    if (known.isEmpty()) {
        if (status >= 400 || method == "OPTIONS")
            return std::nullopt;
        return u"the document does not know %1 %2, and it was answered with %3"_s.arg(QString::fromUtf8(method), path)
            .arg(status);
    }
    const QJsonObject responses = known[u"responses"].toObject();
    QJsonValue response = responses[QString::number(status)];
    if (response.isUndefined() && status >= 500)
        response = responses[u"default"];
    if (response.isUndefined())
        return u"the document does not know the status %1"_s.arg(status);
    const QJsonObject content = resolved(response.toObject())[u"content"].toObject();
    if (body.isEmpty())
        return std::nullopt;
    const QString type = QString::fromUtf8(contentType).section(u';', 0, 0);
    if (!content.contains(type) && !content.contains(u"*/*"))
        return u"the document does not know the type \"%1\" of status %2"_s.arg(type).arg(status);
    const QJsonValue schema = content[type].toObject()[u"schema"];
    const bool isJson = type == u"application/json" || type.endsWith(u"+json"); // lines of JSON are not
    if (!isJson || schema.isUndefined())
        return std::nullopt;
    return refuseBody(schema.toObject(), body);
}

std::optional<QString> ApiDocument::refuseBody(const QJsonObject &schema, const QByteArray &body) const
{
    // Not as QJsonValue, whose numbers are no integers beyond 32 bits.
    const auto value = nlohmann::json::parse(body.toStdString(), nullptr, false);
    if (value.is_discarded())
        return u"the body is not JSON"_s;
    QJsonObject strict = m_strict; // references lead from it to the models
    strict[u"allOf"] = QJsonArray{schema};
    const auto root = nlohmann::json::parse(QJsonDocument(strict).toJson().toStdString());
    valijson::Schema parsed;
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(root), parsed);
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(parsed, valijson::adapters::NlohmannJsonAdapter(value), &results))
        return std::nullopt;
    QStringList errors;
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
        QString place;
        for (const std::string &part : error.context)
            place += QString::fromStdString(part);
        errors += u"%1: %2"_s.arg(place, QString::fromStdString(error.description));
    }
    return errors.join(u"; ");
}

} // namespace portolan::test
