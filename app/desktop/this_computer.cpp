// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/this_computer.h"

#include "core/async/timer.h"
#include "core/client/endpoint.h"

#include <QCoreApplication>
#include <QProcess>
#include <QStandardPaths>

namespace portolan {
namespace {

constexpr auto startLimit = std::chrono::seconds(20);
constexpr auto pollEvery = std::chrono::milliseconds(50);

} // namespace

Task<Result<ControlPlaneAddress>> ThisComputer::find(std::stop_token cancel)
{
    if (m_inside)
        co_return addressOfDataFolder(m_data);
    if (auto joined = addressOfDataFolder(m_data); joined || joined.error().code != ErrorCode::NotFound)
        co_return joined;
    auto inside = std::make_unique<ControlPlane>(ControlPlane::Options{.data = m_data,
                                                                       .http = {.address = "127.0.0.1", .port = 0}});
    const auto started = co_await inside->start();
    if (cancel.stop_requested()) {
        co_await inside->stop();
        co_return fail(ErrorCode::Cancelled, "the console was closed");
    }
    if (!started) {
        // Another process was faster, and is still starting: the next attempt joins it.
        if (started.error().code == ErrorCode::Conflict)
            co_return fail(ErrorCode::Unavailable, started.error().detail);
        co_return failWithin("starting the control plane of this computer", started.error());
    }
    m_inside = std::move(inside);
    co_return addressOfDataFolder(m_data);
}

Task<Result<void>> ThisComputer::handOver()
{
    co_await stop();
    QProcess server;
    const QString name = QStringLiteral("portolan-server");
    QString program = QStandardPaths::findExecutable(name, {QCoreApplication::applicationDirPath()});
    if (program.isEmpty())
        program = QStandardPaths::findExecutable(name);
    if (program.isEmpty())
        co_return fail(ErrorCode::NotFound, "portolan-server is neither beside this program nor in PATH");
    server.setProgram(program);
    server.setArguments({QStringLiteral("--data"), QString::fromStdString(m_data.string()), QStringLiteral("--listen"),
                         QStringLiteral("127.0.0.1:0")});
    const QString log = QString::fromStdString((m_data / "server.log").string());
    server.setStandardInputFile(QProcess::nullDevice());
    server.setStandardOutputFile(log, QIODevice::Append);
    server.setStandardErrorFile(log, QIODevice::Append);
    if (!server.startDetached())
        co_return fail(ErrorCode::Unavailable, "starting portolan-server: " + server.errorString().toStdString());
    for (auto waited = std::chrono::milliseconds(0); waited < startLimit; waited += pollEvery) {
        if (readEndpoint(m_data))
            co_return Result<void>{};
        co_await sleepFor(pollEvery);
    }
    co_return fail(ErrorCode::Timeout, "portolan-server did not begin to serve; see " + log.toStdString());
}

Task<void> ThisComputer::stop()
{
    if (!m_inside)
        co_return;
    const auto inside = std::move(m_inside);
    co_await inside->stop();
}

} // namespace portolan
