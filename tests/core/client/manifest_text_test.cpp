// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/manifest_text.h"

#include "core/base/file.h"
#include "core/schema/codec.h"
#include "tests/support/run.h"

using namespace portolan;

class ManifestTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isReadAsItWas();
    void isWrittenForPeople();
    void tellsWhatMeansNothing();
};

void ManifestTextTest::isReadAsItWas()
{
    const auto example = readFile(PORTOLAN_SOURCE_DIR "/docs/examples/lookup.yaml", 100'000);
    VERIFY_RESULT(example);
    const auto manifests = readManifests(*example);
    VERIFY_RESULT(manifests);
    int written = 0;
    const auto keeps = [&written]<class Spec>(const Manifest &manifest, std::type_identity<Spec>) {
        const auto spec = schema::decode<Spec>(manifest.spec);
        VERIFY_RESULT(spec);
        const auto again = readManifests(manifestText(manifest.name, *spec));
        VERIFY_RESULT(again);
        QCOMPARE(again->size(), std::size_t(1));
        QCOMPARE(again->front().kind, manifest.kind);
        QCOMPARE(again->front().path, manifest.path);
        QVERIFY(schema::decode<Spec>(again->front().spec) == spec);
        QVERIFY(unknownMembers(again->front()).empty());
        ++written;
    };
    for (const Manifest &manifest : *manifests) {
        if (manifest.kind == "TenantConfig")
            keeps(manifest, std::type_identity<TenantSpec>());
        else if (manifest.kind == "TrainingPortal")
            keeps(manifest, std::type_identity<TrainingPortalSpec>());
        else if (manifest.kind == "Workshop")
            keeps(manifest, std::type_identity<WorkshopSpec>());
    }
    QCOMPARE(written, 6);
}

void ManifestTextTest::isWrittenForPeople()
{
    TenantSpec tenant;
    tenant.portals.nameSelector.matchNames = {"lab-*"};
    QCOMPARE(manifestText("1", tenant), R"(apiVersion: lookup.educates.dev/v1beta1
kind: TenantConfig
metadata:
  name: "1"
spec:
  portals:
    nameSelector:
      matchNames:
        - lab-*
)");
    QVERIFY(manifestText("t", TenantSpec()).ends_with("spec: {}\n"));
}

void ManifestTextTest::tellsWhatMeansNothing()
{
    const auto unknown = [](const std::string &kind, const std::string &spec) {
        std::vector<std::string> pointers;
        for (const FieldError &field : unknownMembers({.kind = kind, .name = "x", .path = "/x", .spec = spec}))
            pointers.push_back(field.pointer);
        return pointers;
    };
    using Pointers = std::vector<std::string>;
    QCOMPARE(unknown("TrainingPortal", R"({"portal":{"sesions":{"maximum":1},"title":"x"},"workshop":[]})"),
             (Pointers{"/portal/sesions", "/workshop"}));
    QCOMPARE(unknown("TenantConfig", R"({"portals":{"nameSelector":{"matchName":["a"]}}})"),
             Pointers{"/portals/nameSelector/matchName"});
    // What is refused by the server is not told twice.
    QCOMPARE(unknown("Workshop", R"({"description":"d","terminals":9,"pages":[]})"), Pointers{"/pages"});
    QCOMPARE(unknown("Workshop", "[]"), Pointers{});
    QCOMPARE(unknown("ClusterConfig", R"({"label":[]})"), Pointers{"/label"});
    QCOMPARE(unknown("Nonsense", R"({"a":1})"), Pointers{});
}

QTEST_MAIN(ManifestTextTest)
#include "manifest_text_test.moc"
