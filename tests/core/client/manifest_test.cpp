// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/manifest.h"

#include "tests/support/run.h"

#include <QObject>

using namespace portolan;

namespace {

std::string documentOf(std::string_view kind, std::string_view name, std::string_view spec = "{}")
{
    return std::format("kind: {}\nmetadata: {{name: {}}}\nspec: {}\n", kind, name, spec);
}

std::vector<std::string> namesOf(const std::vector<Manifest> &manifests)
{
    std::vector<std::string> names;
    for (const Manifest &manifest : manifests)
        names.push_back(manifest.name);
    return names;
}

} // namespace

class ManifestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatAndWhere();
    void putsWhatOthersReferToFirst();
    void tellsTheLineWhereADocumentBegins();
    void skipsWhatIsEmpty();
    void documentsEndAtHyphensOnly();
    void refuses_data();
    void refuses();
    void namesAreSafeInPaths();
    void aSecretHasNoSpec();
};

void ManifestTest::readsWhatAndWhere()
{
    const auto read = readManifests("apiVersion: training.educates.dev/v1beta1\n"
                                    "kind: TrainingPortal\n"
                                    "metadata:\n"
                                    "  name: portal-1\n"
                                    "  labels: {whatever: else}\n"
                                    "spec:\n"
                                    "  cluster: far\n"
                                    "  portal: {sessions: {maximum: 3}}\n");
    VERIFY_RESULT(read);
    QCOMPARE(read->size(), 1U);
    const Manifest &manifest = read->front();
    QCOMPARE(manifest.kind, "TrainingPortal");
    QCOMPARE(manifest.path, "/api/v1/clusters/far/portals/portal-1");
    QCOMPARE(manifest.spec, R"({"cluster":"far","portal":{"sessions":{"maximum":3}}})");
    QCOMPARE(manifest.line, 1);
}

void ManifestTest::putsWhatOthersReferToFirst()
{
    std::string text;
    for (const auto &[kind, name] :
         {std::pair("TrainingPortal", "p1"), std::pair("TenantConfig", "t"), std::pair("Workshop", "w"),
          std::pair("ClusterConfig", "c"), std::pair("Secret", "s"), std::pair("TrainingPortal", "p0"),
          std::pair("ClientConfig", "k")})
        text += "---\n" + documentOf(kind, name);
    const auto read = readManifests(text);
    VERIFY_RESULT(read);
    QCOMPARE(namesOf(*read),
             (std::vector<std::string>{"k", "s", "c", "w", "t", "p1", "p0"})); // equal ones as they stand
    const std::vector<std::string> paths{"/api/v1/clients/k",  "/api/v1/secrets/s",
                                         "/api/v1/clusters/c", "/api/v1/workshop-definitions/w",
                                         "/api/v1/tenants/t",  "/api/v1/clusters/local/portals/p1"};
    for (std::size_t at = 0; at < paths.size(); ++at)
        QCOMPARE((*read)[at].path, paths[at]);
}

void ManifestTest::tellsTheLineWhereADocumentBegins()
{
    const auto read = readManifests("# a comment\n\n---\n" + documentOf("TenantConfig", "a") + "--- # two\n"
                                    + documentOf("TenantConfig", "b"));
    VERIFY_RESULT(read);
    QCOMPARE((*read)[0].line, 3);
    QCOMPARE((*read)[1].line, 7);

    const auto broken = readManifests(documentOf("TenantConfig", "a") + "---\n" + "kind: TenantConfig\nmetadata: [\n");
    COMPARE_ERROR(broken, ErrorCode::InvalidArgument);
    // The parser's own mark counts from the beginning of the text, not of the document.
    QVERIFY2(broken.error().detail.contains("line 6") || broken.error().detail.contains("line 7"),
             broken.error().detail.c_str());
}

void ManifestTest::skipsWhatIsEmpty()
{
    const auto read = readManifests("---\n---\n# nothing\n---\r\n" + documentOf("TenantConfig", "a") + "---\n\n");
    VERIFY_RESULT(read);
    QCOMPARE(read->size(), 1U);
    for (const char *text : {"", "\n\n", "---\n---\n", "# only this\n"})
        COMPARE_ERROR(readManifests(text), ErrorCode::InvalidArgument);
}

void ManifestTest::documentsEndAtHyphensOnly()
{
    const auto read = readManifests("kind: Workshop\nmetadata: {name: w}\nspec:\n  text: |\n    ---\n    more\n"
                                    "  other: ---word\n");
    VERIFY_RESULT(read);
    QCOMPARE(read->size(), 1U);
    QCOMPARE(read->front().spec, R"({"text":"---\nmore\n","other":"---word"})");
}

void ManifestTest::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *name, const std::string &text, const char *said) {
        QTest::newRow(name) << QString::fromStdString(text) << QString::fromLatin1(said);
    };
    row("another kind", documentOf("TenantConfig", "a") + "---\n" + documentOf("ConfigMap", "b"),
        "the manifest at line 4 is of the kind ConfigMap");
    row("no kind", "metadata: {name: a}\n", "the manifest at line 1");
    row("no name", "kind: Workshop\nmetadata: {}\n", "name");
    row("an empty name", "kind: Workshop\nmetadata: {name: ''}\n", "name");
    row("a long name", documentOf("Workshop", std::string(64, 'a')), "name");
    row("a list", "- kind: Workshop\n", "the manifest at line 1");
    row("a cluster that is none", documentOf("TrainingPortal", "p", "{cluster: [a]}"), "cluster");
    row("no YAML", "kind: {\n", "line");
}

void ManifestTest::refuses()
{
    QFETCH(QString, text);
    QFETCH(QString, said);
    const auto read = readManifests(text.toStdString());
    QVERIFY(!read);
    QVERIFY(read.error().code == ErrorCode::InvalidArgument || read.error().code == ErrorCode::InvalidField);
    QVERIFY2(read.error().detail.contains(said.toStdString()), read.error().detail.c_str());
}

void ManifestTest::namesAreSafeInPaths()
{
    const auto read = readManifests(documentOf("TenantConfig", "'../clients/x?a=b'"));
    VERIFY_RESULT(read);
    QCOMPARE(read->front().path, "/api/v1/tenants/..%2Fclients%2Fx%3Fa%3Db");
}

void ManifestTest::aSecretHasNoSpec()
{
    const auto read = readManifests("apiVersion: v1\n"
                                    "kind: Secret\n"
                                    "metadata:\n"
                                    "  name: s\n"
                                    "  annotations: {last-applied: 'once more'}\n"
                                    "type: Opaque\n"
                                    "stringData:\n"
                                    "  config: |\n"
                                    "    two\n"
                                    "    lines\n"
                                    "data: {other: eA==}\n");
    VERIFY_RESULT(read);
    QCOMPARE(read->front().spec, R"({"type":"Opaque","data":{"other":"eA=="},"stringData":{"config":"two\nlines\n"}})");
}

QTEST_GUILESS_MAIN(ManifestTest)
#include "manifest_test.moc"
