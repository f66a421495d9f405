// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the file browser copies between this computer and the workspace, chosen, pasted or dragged.

#include "ui/files/file_browser.h"

#include "ui/files/clash_questions.h"
#include "ui/files/file_view.h"
#include "ui/files/local_files.h"
#include "ui/files/wording.h"

#include <QClipboard>
#include <QDrag>
#include <QFileDialog>
#include <QGuiApplication>

namespace portolan::ui {

void FileBrowser::upload(const QStringList &localPaths, const std::string &folder)
{
    std::vector<std::string> paths;
    for (const QString &path : localPaths)
        paths.push_back(path.toStdString());
    if (!paths.empty())
        detach(runUpload(std::move(paths), folder));
}

Task<void> FileBrowser::runUpload(std::vector<std::string> localPaths, std::string folder)
{
    const QPointer self(this);
    const auto again = [this, localPaths, folder] { detach(runUpload(localPaths, folder)); };
    auto items = co_await inspectLocal(localPaths);
    if (!self)
        co_return;
    if (!items) {
        showFailure(items.error(), again);
        co_return;
    }
    const auto session = co_await m_link->session(FilesLink::Use::Browse, m_working.get_token());
    Result<std::map<std::string, ItemFacts>> taken = std::unexpected(session ? Error{} : session.error());
    if (session)
        taken = co_await takenNames(*session, folder, self ? m_working.get_token() : std::stop_token());
    if (!self)
        co_return;
    if (!taken) {
        showFailure(taken.error(), again);
        co_return;
    }
    co_await place(TransferDirection::Upload, std::move(*items), std::move(*taken), folder);
}

Task<void> FileBrowser::place(TransferDirection direction, std::vector<PlacedItem> items,
                              std::map<std::string, ItemFacts> taken, std::string folder)
{
    const QPointer self(this);
    const auto placement = std::make_shared<Placement>(std::move(items), std::move(taken));
    const bool isSettled = co_await settleClashes(m_questions, placement);
    if (!self || !isSettled)
        co_return;
    std::vector<TransferQueue::Wanted> wanted;
    for (const PlacedItem &item : placement->placed()) {
        const auto target = joinPath(folder, item.name);
        const bool isUpload = direction == TransferDirection::Upload;
        wanted.push_back({.direction = direction,
                          .localPath = isUpload ? item.from : target,
                          .remotePath = isUpload ? target : item.from,
                          .bytes = item.facts.bytes});
    }
    m_queue.add(m_place, wanted);
}

void FileBrowser::downloadTo(const QString &localFolder)
{
    auto items = selection();
    if (!items.empty())
        detach(runDownload(std::move(items), localFolder.toStdString()));
}

Task<void> FileBrowser::runDownload(std::vector<PlacedItem> items, std::string localFolder)
{
    const QPointer self(this);
    auto taken = co_await listLocalFolder(localFolder);
    if (!self)
        co_return;
    if (!taken) {
        showFailure(taken.error(), {});
        co_return;
    }
    co_await place(TransferDirection::Download, std::move(items), std::move(*taken), localFolder);
}

void FileBrowser::chooseFiles()
{
    auto *dialog = new QFileDialog(this, tr("Upload to %1").arg(path()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &FileBrowser::uploadHere);
    dialog->open();
}

void FileBrowser::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Upload a folder to %1").arg(path()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::filesSelected, this, &FileBrowser::uploadHere);
    dialog->open();
}

void FileBrowser::chooseTarget()
{
    if (selection().empty())
        return;
    auto *dialog = new QFileDialog(this, tr("Download to"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &FileBrowser::downloadTo);
    dialog->open();
}

void FileBrowser::paste()
{
    if (const auto *mime = QGuiApplication::clipboard()->mimeData(); mime && !m_model->path().empty())
        dropped(mime, {});
}

void FileBrowser::dropped(const QMimeData *mime, const QModelIndex &onto)
{
    if (m_model->path().empty())
        return;
    const auto folder = onto.isValid() ? m_model->pathOf(onto.row()) : m_model->path();
    if (const auto inside = m_staging->pathsIn(*mime); !inside.empty()) {
        move(inside, folder);
        return;
    }
    QStringList paths;
    for (const QUrl &url : mime->urls())
        if (url.isLocalFile())
            paths << url.toLocalFile();
    if (paths.isEmpty())
        showFailure({ErrorCode::InvalidArgument, "only files of this computer can be dropped here"}, {});
    upload(paths, folder);
}

void FileBrowser::prepareDrag()
{
    m_staging->prepare(selection());
    if (m_staging->isPreparing())
        m_dragNotice->say(Tone::Busy, tr("Fetching what is to be dragged out; its progress stands in the transfers."),
                          tr("Cancel"), [this] {
                              m_staging->cancel();
                              m_dragNotice->clear();
                          });
}

void FileBrowser::beginDrag()
{
    const auto items = selection();
    if (items.empty())
        return;
    const bool isStaged = !m_staging->copiesOf(items).isEmpty();
    // Without copies the drag still moves things within the pane; leaving the pane is the wish for copies.
    const auto left = connect(m_view, &FileView::dragLeft, this, &FileBrowser::prepareDrag);
    auto *drag = new QDrag(m_view);
    drag->setMimeData(m_staging->mimeData(items).release());
    // Qt offers a drag in no other form; it turns the event loop, so nothing waits meanwhile.
    const QPointer self(this);
    drag->exec(Qt::CopyAction);
    if (!self)
        return;
    disconnect(left);
    if (isStaged)
        m_dragNotice->clear();
}

} // namespace portolan::ui
