// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/local/cgroups.h"
#include "tests/support/run.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <iterator>

using namespace portolan;
using namespace portolan::runtime;
namespace fs = std::filesystem;

/// Against folders that look like the kernel's, in all forms of which one machine has only one.
class CgroupsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_root;

    fs::path root() const { return m_root->path().toStdString(); }

    static void put(const fs::path &file, const std::string &text)
    {
        fs::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }

    static std::string get(const fs::path &file)
    {
        std::ifstream stream(file);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    Cgroups::Kernel kernel(const std::string &mounts, const std::string &own) const
    {
        put(root() / "mountinfo", mounts);
        put(root() / "own", own);
        return {.mountInfo = root() / "mountinfo", .ownGroups = root() / "own"};
    }

    /// A hierarchy of version 2 in which all that is needed has been delegated to `own`.
    Cgroups::Kernel versionTwo(const std::string &own, const std::string &shared) const
    {
        const auto base = root() / "cg/system.slice/portolan.service";
        put(base / "cgroup.controllers", "cpu io memory pids\n");
        put(base / "cgroup.subtree_control", shared);
        put(base / "cgroup.procs", "");
        return kernel("30 23 0:26 / " + (root() / "cg").string() + " rw shared:9 - cgroup2 cgroup2 rw,nsdelegate\n",
                      "0::/system.slice/portolan.service" + own + "\n");
    }

private Q_SLOTS:
    void init() { m_root = std::make_unique<QTemporaryDir>(); }

    void usesTheGroupBesideTheServer()
    {
        const auto groups = Cgroups::detect(versionTwo("/portolan-server", "cpu memory pids\n"), "abc");
        // The limits themselves are files of the kernel's, which a folder does not make.
        const auto made = groups.create("w1", {});
        VERIFY_RESULT(made);
        QCOMPARE(made->size(), std::size_t(1));
        QCOMPARE(made->front(), (root() / "cg/system.slice/portolan.service/portolan-abc/w1").string());
        QVERIFY(fs::is_directory(made->front()));
        QCOMPARE(groups.strangers({}), *made);
        QVERIFY(groups.strangers({"w1"}).empty());
        VERIFY_RESULT(test::run(removeCgroups(*made)));
        QVERIFY(!fs::exists(fs::path(made->front()).parent_path()));
    }

    void asksForTheControllersThatAreNotShared()
    {
        const auto kernel = versionTwo("/portolan-server", "");
        (void)Cgroups::detect(kernel, "abc");
        // Each request replaces the one before in a plain file; the last is for "pids".
        QVERIFY(get(root() / "cg/system.slice/portolan.service/cgroup.subtree_control").starts_with("+pids"));
    }

    void fallsBackToVersionOne()
    {
        const auto mount = [this](const std::string &controllers) {
            fs::create_directories(root() / controllers / "unit");
            return "31 23 0:27 / " + (root() / controllers).string() + " rw - cgroup cgroup rw," + controllers + "\n";
        };
        fs::create_directories(root() / "unified/unit");
        put(root() / "unified/unit/cgroup.controllers", "\n");
        const auto groups = Cgroups::detect(
            kernel(mount("cpu,cpuacct") + mount("memory") + mount("pids") + "32 23 0:28 / "
                       + (root() / "unified").string() + " rw - cgroup2 cgroup2 rw\n",
                   "4:cpu,cpuacct:/unit\n3:memory:/unit\n2:pids:/unit\n1:name=systemd:/unit\n0::/unit\n"),
            "abc");
        const auto made = groups.create("w1", {});
        VERIFY_RESULT(made);
        QCOMPARE(*made, (std::vector<std::string>{(root() / "cpu,cpuacct/unit/portolan-abc/w1").string(),
                                                  (root() / "memory/unit/portolan-abc/w1").string(),
                                                  (root() / "pids/unit/portolan-abc/w1").string()}));
    }

    void findsItsPartOfTheHierarchyInAContainer()
    {
        fs::create_directories(root() / "memory");
        const auto groups = Cgroups::detect(kernel("31 23 0:27 /docker/c1 " + (root() / "memory").string()
                                                       + " rw - cgroup cgroup rw,memory\n",
                                                   "3:memory:/docker/c1\n"),
                                            "abc");
        const auto made = groups.create("w1", {});
        VERIFY_RESULT(made);
        QCOMPARE(*made, (std::vector<std::string>{(root() / "memory/portolan-abc/w1").string()}));
    }

    void saysWhyNothingIsEnforced()
    {
        const auto groups = Cgroups::detect(kernel("", ""), "abc");
        for (const auto &enforcement : {groups.cpu(), groups.memory(), groups.processes()}) {
            QVERIFY(!enforcement.enforced);
            QVERIFY2(enforcement.reason.contains("Delegate"), enforcement.reason.c_str());
        }
        const auto made = groups.create("w1", {.millicores = 100, .memoryBytes = 100, .processes = 100});
        VERIFY_RESULT(made);
        QVERIFY(made->empty());
    }

    void readsWhatVersionTwoMeasures()
    {
        put(root() / "g/cpu.stat", "usage_usec 1234\nuser_usec 1000\nsystem_usec 234\n");
        put(root() / "g/memory.current", "5000\n");
        put(root() / "g/memory.stat", "anon 100\ninactive_file 2000\n");
        put(root() / "g/pids.current", "7\n");
        put(root() / "g/memory.events", "low 0\noom 2\noom_kill 1\n");
        const std::vector<std::string> folders{(root() / "g").string()};
        const auto usage = cgroupUsage(folders);
        QCOMPARE(usage.cpuTime, std::chrono::microseconds(1234));
        QCOMPARE(usage.memoryBytes, 3000);
        QCOMPARE(usage.processes, 7);
        QVERIFY(ranOutOfMemory(folders));
        QVERIFY(!ranOutOfMemory({}));
    }

    void readsWhatVersionOneMeasures()
    {
        put(root() / "c/cpuacct.usage", "1234567\n");
        put(root() / "m/memory.usage_in_bytes", "5000\n");
        put(root() / "m/memory.stat", "inactive_file 1\ntotal_inactive_file 2000\n");
        put(root() / "m/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n");
        const std::vector<std::string> folders{(root() / "c").string(), (root() / "m").string()};
        const auto usage = cgroupUsage(folders);
        QCOMPARE(usage.cpuTime, std::chrono::microseconds(1234));
        QCOMPARE(usage.memoryBytes, 3000);
        QVERIFY(!usage.processes);
        QVERIFY(!ranOutOfMemory(folders));
    }
};

QTEST_GUILESS_MAIN(CgroupsTest)
#include "cgroups_test.moc"
