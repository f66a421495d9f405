// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/files/drag_staging.h"
#include "ui/files/folder_model.h"
#include "ui/files/notice_bar.h"
#include "ui/settings/settings.h"

#include <QPointer>
#include <QWidget>

class QAction;
class QLabel;
class QMenu;

namespace portolan::ui {

class FileView;
class PathBar;

/// One workspace's files: walks through folders, renames, deletes, makes folders, and hands copies in both directions
/// to the queue. Connects when it is first shown or told to open(). Nothing waits in the GUI thread, and what cannot be
/// done is said in the pane.
class FileBrowser final : public QWidget
{
    Q_OBJECT

public:
    /// `queue` and `settings` outlive it.
    FileBrowser(FilesPlace place, TransferQueue &queue, Settings &settings, QWidget *parent = nullptr);
    ~FileBrowser() override;

    /// Shows a folder; relative to the home, which "" is.
    void open(const QString &path);
    void goUp();
    void goHome();
    void refresh();
    /// Keeps showing what was shown before.
    void stopLoading();

    /// Copies local files and folders into a folder of the workspace, asking where names are taken.
    void upload(const QStringList &localPaths, const std::string &folder);
    void uploadHere(const QStringList &localPaths) { upload(localPaths, m_model->path()); }
    /// Copies what is selected into a local folder.
    void downloadTo(const QString &localFolder);
    /// Renames into another folder.
    void move(const std::vector<std::string> &paths, const std::string &folder);
    void removeSelected();
    void makeFolder();

    [[nodiscard]] QString path() const { return QString::fromStdString(m_model->path()); }
    [[nodiscard]] bool isLoading() const { return m_isLoading; }
    [[nodiscard]] FolderModel &model() const { return *m_model; }
    /// What is selected, in the order of the rows.
    [[nodiscard]] std::vector<PlacedItem> selection() const;
    void select(const std::vector<std::string> &names);

Q_SIGNALS:
    void pathChanged(const QString &path);
    /// A folder was read, or could not be.
    void loaded();

protected:
    void showEvent(QShowEvent *event) override;

private:
    using Operation = std::function<Task<Result<void>>(SftpPtr)>;

    void build();
    void buildActions();
    QAction *addTool(const char *icon, const QString &text, const QList<QKeySequence> &keys,
                     void (FileBrowser::*slot)());
    void buildView();
    void followQueue();
    void updateActions();
    void updateStatus();
    void showMenu(QPoint position);
    void activate(const QModelIndex &index);
    void chooseFiles();
    void chooseFolder();
    void chooseTarget();
    void copyPaths();
    void paste();
    void toggleHidden();
    void editPath();
    void renameCurrent();
    void prepareDrag();
    void beginDrag();
    void dropped(const QMimeData *mime, const QModelIndex &onto);
    void setLoading(bool loading);
    void showFailure(const Error &error, std::function<void()> retry);
    void rename(const std::string &name, const QString &newName);
    void perform(Operation operation, std::string select, bool edit = false);

    Task<void> load(std::string path, std::vector<std::string> select, bool edit = false);
    Task<void> runOperation(Operation operation, std::string select, bool edit);
    Task<void> runRemoval(std::vector<std::string> paths);
    Task<void> runUpload(std::vector<std::string> localPaths, std::string folder);
    Task<void> runDownload(std::vector<PlacedItem> items, std::string localFolder);
    /// Asks about what is in the way, and gives the rest to the queue.
    Task<void> place(TransferDirection direction, std::vector<PlacedItem> items, std::map<std::string, ItemFacts> taken,
                     std::string folder);
    [[nodiscard]] static Task<Result<void>> moveAll(SftpPtr sftp, std::vector<std::string> paths, std::string folder);

    FilesPlace m_place;
    TransferQueue &m_queue;
    Settings &m_settings;
    std::shared_ptr<FilesLink> m_link;
    DragStaging *m_staging;
    FolderModel *m_model;

    PathBar *m_pathBar;
    NoticeBar *m_questions;
    NoticeBar *m_notice;
    NoticeBar *m_dragNotice;
    FileView *m_view;
    QLabel *m_status;
    QLabel *m_empty;
    struct {
        QAction *up, *stop, *hidden, *download, *rename, *remove, *copyPath, *newFolder, *prepareDrag, *uploadFiles,
            *uploadFolder;
    } m_actions{};

    std::stop_source m_loading;
    std::stop_source m_working; ///< ends with the browser
    std::string m_wanted; ///< the folder that is or was to be shown
    bool m_isLoading = false;
    bool m_wasOpened = false;
    QTimer m_greying;
    QTimer m_refreshing;
    QTimer m_aging;
};

} // namespace portolan::ui
