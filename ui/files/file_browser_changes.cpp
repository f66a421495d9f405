// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the file browser changes in the workspace: names, folders, what is deleted.

#include "ui/files/file_browser.h"

#include "ui/files/file_view.h"
#include "ui/files/wording.h"

namespace portolan::ui {

void FileBrowser::perform(Operation operation, std::string select, bool edit)
{
    detach(runOperation(std::move(operation), std::move(select), edit));
}

Task<void> FileBrowser::runOperation(Operation operation, std::string select, bool edit)
{
    const QPointer self(this);
    const auto session = co_await m_link->session(FilesLink::Use::Browse, m_working.get_token());
    Result<void> done = std::unexpected(session ? Error{} : session.error());
    if (session)
        done = co_await operation(*session);
    if (!self)
        co_return;
    if (!done) {
        showFailure(done.error(), {});
        co_return;
    }
    m_staging->forget();
    co_await load(m_model->path(), {select}, edit);
}

void FileBrowser::rename(const std::string &name, const QString &newName)
{
    const auto wanted = newName.toStdString();
    if (wanted.contains('/') || wanted == "." || wanted == "..") {
        showFailure({ErrorCode::InvalidArgument, std::format("\"{}\" is no name for a file", wanted)}, {});
        return;
    }
    perform(std::bind_back(&renameRemote, joinPath(m_model->path(), name), joinPath(m_model->path(), wanted)), wanted);
}

void FileBrowser::renameCurrent()
{
    m_view->edit(m_view->currentIndex().siblingAtColumn(FolderModel::Name));
}

void FileBrowser::makeFolder()
{
    auto name = tr("New folder").toStdString();
    const auto taken = m_model->names();
    if (taken.contains(name))
        name = freeName(name, true, taken);
    perform([path = joinPath(m_model->path(), name)](const SftpPtr &sftp) { return sftp->makeFolder(path); }, name,
            true);
}

Task<Result<void>> FileBrowser::moveAll(SftpPtr sftp, std::vector<std::string> paths, std::string folder)
{
    for (const auto &path : paths)
        if (auto moved = co_await renameRemote(sftp, path, joinPath(folder, path.substr(path.rfind('/') + 1))); !moved)
            co_return moved;
    co_return {};
}

void FileBrowser::move(const std::vector<std::string> &paths, const std::string &folder)
{
    std::vector<std::string> moved;
    for (const auto &path : paths)
        if (parentPath(path) != folder && path != folder)
            moved.push_back(path);
    if (!moved.empty())
        perform(std::bind_back(&FileBrowser::moveAll, moved, folder), {});
}

void FileBrowser::removeSelected()
{
    std::vector<std::string> paths;
    for (const PlacedItem &item : selection())
        paths.push_back(item.from);
    if (!paths.empty())
        detach(runRemoval(std::move(paths)));
}

Task<void> FileBrowser::runRemoval(std::vector<std::string> paths)
{
    const QPointer self(this);
    const std::stop_source stop;
    const std::stop_callback atEnd(m_working.get_token(), [stop]() mutable { stop.request_stop(); });
    const auto onStop = [stop]() mutable { stop.request_stop(); };
    const auto first = QString::fromStdString(paths.front().substr(paths.front().rfind('/') + 1));
    const auto what = paths.size() == 1 ? tr("“%1”").arg(first)
                                        : tr("“%1” and %n more", nullptr, int(paths.size()) - 1).arg(first);
    m_notice->say(Tone::Busy, tr("Counting what is in %1").arg(what), tr("Stop"), onStop);
    const auto session = co_await m_link->session(FilesLink::Use::Browse, stop.get_token());
    Result<RemoteSurvey> survey = std::unexpected(session ? Error{} : session.error());
    if (session)
        survey = co_await surveyRemote(*session, paths, stop.get_token());
    if (!self)
        co_return;
    m_notice->clear();
    if (!survey) {
        if (!stop.stop_requested())
            showFailure(survey.error(), {});
        co_return;
    }
    auto lost = tr("%Ln file(s)", nullptr, int(survey->files.size()));
    if (!survey->folders.empty())
        lost = tr("%1 in %Ln folder(s)", nullptr, int(survey->folders.size())).arg(lost);
    const auto answer = co_await m_questions->ask(
        {.tone = Tone::Warn,
         .text = tr("Delete %1? %2, %3 will be lost. This cannot be undone.").arg(what, lost, bytesText(survey->bytes)),
         .choices = {{tr("Delete %Ln item(s)", nullptr, int(paths.size())), "danger"}, {tr("Keep")}}});
    if (!self || answer.choice != 0)
        co_return;
    const auto all = survey->files.size() + survey->folders.size();
    m_notice->say(Tone::Busy, tr("Deleting %1").arg(what), tr("Stop"), onStop);
    const auto onCount = [self, what, all](std::size_t gone) {
        if (self)
            self->m_notice->retell(tr("Deleting %1: %L2 of %L3").arg(what).arg(gone).arg(all));
    };
    const auto removed = co_await removeRemote(*session, std::move(*survey), onCount, stop.get_token());
    if (!self)
        co_return;
    co_await load(m_model->path(), {});
    if (!self || removed)
        co_return;
    if (stop.stop_requested())
        m_notice->say(Tone::Warn, tr("Deleting was stopped: what was not deleted yet is still here."), tr("Close"),
                      [this] { m_notice->clear(); });
    else
        showFailure(removed.error(), {});
}

} // namespace portolan::ui
