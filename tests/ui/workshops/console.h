// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/file.h"
#include "tests/support/run.h"
#include "tests/support/server/server_process.h"
#include "tests/support/ui/find_server.h"
#include "tests/support/ui/window.h"
#include "ui/widgets/table/cell_text.h"
#include "ui/workshops/definitions_pane.h"
#include "ui/workshops/portals_pane.h"
#include "ui/workshops/tenants_pane.h"
#include "ui/workshops/workshop_sessions_pane.h"
#include "ui/workshops/workshops_pane.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

/// The panes of workshops over a real server.
namespace portolan::test {

inline constexpr int patience = 40'000;

struct Console {
    explicit Console(ServerProcess &server, std::string token = {})
        : session(findServer(server, std::move(token))),
          pane(session, nullptr),
          sessionTester(&model(pane.sessions().table().view()), QAbstractItemModelTester::FailureReportingMode::QtTest),
          portalTester(&model(pane.portals().table().view()), QAbstractItemModelTester::FailureReportingMode::QtTest),
          environmentTester(&model(pane.portals().environments()),
                            QAbstractItemModelTester::FailureReportingMode::QtTest),
          tenantTester(&model(pane.tenants().table().view()), QAbstractItemModelTester::FailureReportingMode::QtTest),
          definitionTester(&model(pane.definitions().table().view()),
                           QAbstractItemModelTester::FailureReportingMode::QtTest)
    {
        pane.resize(1400, 700);
        pane.show();
        session.open();
    }

    [[nodiscard]] static ui::TableModel &model(const ui::TableView &view) { return view.tableModel(); }
    [[nodiscard]] static ui::TableCell cell(const ui::TableView &view, const std::string &id, QStringView column)
    {
        const auto row = model(view).find(id);
        return row ? row->cells[std::size_t(model(view).columnOf(column))] : ui::TableCell();
    }
    [[nodiscard]] ui::TableView &sessions() const { return pane.sessions().table().view(); }
    [[nodiscard]] ui::TableView &portals() const { return pane.portals().table().view(); }
    [[nodiscard]] ui::TableView &tenants() const { return pane.tenants().table().view(); }
    [[nodiscard]] ui::TableView &definitions() const { return pane.definitions().table().view(); }
    [[nodiscard]] std::string stateOf(const std::string &id) const
    {
        return std::string(ui::textOf(cell(sessions(), id, u"state")));
    }
    [[nodiscard]] QAction &action(ui::WorkshopSessionAction which) const
    {
        return *pane.sessions().actions().action(which);
    }
    [[nodiscard]] QString seen() const { return seenText(pane); }

    ui::Session session;
    ui::WorkshopsPane pane;
    QAbstractItemModelTester sessionTester;
    QAbstractItemModelTester portalTester;
    QAbstractItemModelTester environmentTester;
    QAbstractItemModelTester tenantTester;
    QAbstractItemModelTester definitionTester;
};

inline void press(const QString &button)
{
    QTRY_VERIFY(visibleButton(button));
    QTRY_VERIFY_WITH_TIMEOUT(visibleButton(button)->isEnabled(), patience);
    QTest::mouseClick(visibleButton(button), Qt::LeftButton);
}

/// Puts these; the example of the documentation where there is none.
inline void putManifests(const ServerProcess &server, std::string_view text)
{
    ControlPlaneClient client(server.address());
    const auto example = readFile(PORTOLAN_SOURCE_DIR "/docs/examples/lookup.yaml", 100'000);
    VERIFY_RESULT(example);
    const auto manifests = readManifests(text.empty() ? std::string_view(*example) : text);
    VERIFY_RESULT(manifests);
    for (const Manifest &manifest : *manifests)
        VERIFY_RESULT(run(client.putManifest(manifest)));
}

} // namespace portolan::test
