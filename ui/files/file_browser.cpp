// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/file_browser.h"

#include "ui/files/file_view.h"
#include "ui/files/path_bar.h"
#include "ui/files/wording.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QToolButton>

namespace portolan::ui {

namespace {

constexpr Setting<bool> showHiddenFiles{"files.showHidden", false};
const auto columnsKey = QStringLiteral("files.columns");

} // namespace

FileBrowser::FileBrowser(FilesPlace place, TransferQueue &queue, Settings &settings, QWidget *parent)
    : QWidget(parent),
      m_place(std::move(place)),
      m_queue(queue),
      m_settings(settings),
      m_link(queue.link(m_place)),
      m_staging(new DragStaging(m_place, queue, this)),
      m_model(new FolderModel(this)),
      m_pathBar(new PathBar),
      m_questions(new NoticeBar),
      m_notice(new NoticeBar),
      m_dragNotice(new NoticeBar),
      m_view(new FileView),
      m_status(new QLabel),
      m_empty(new QLabel)
{
    buildActions();
    buildView();
    build();
    followQueue();
    m_greying.setSingleShot(true);
    m_greying.setInterval(std::chrono::milliseconds(300));
    connect(&m_greying, &QTimer::timeout, this, [this] { m_view->setStale(true); });
    m_refreshing.setSingleShot(true);
    m_refreshing.setInterval(std::chrono::milliseconds(200));
    connect(&m_refreshing, &QTimer::timeout, this, &FileBrowser::refresh);
    m_aging.setInterval(std::chrono::seconds(30));
    connect(&m_aging, &QTimer::timeout, m_model, &FolderModel::updateAges);
    m_aging.start();
    updateActions();
}

FileBrowser::~FileBrowser()
{
    m_loading.request_stop();
    m_working.request_stop();
    m_staging->cancel();
}

QAction *FileBrowser::addTool(const char *icon, const QString &text, const QList<QKeySequence> &keys,
                              void (FileBrowser::*slot)())
{
    auto *action = new QAction(QIcon::fromTheme(QLatin1StringView(icon)), text, this);
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    if (!keys.isEmpty())
        action->setToolTip(tr("%1 (%2)").arg(text, keys.front().toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, slot);
    addAction(action);
    return action;
}

void FileBrowser::buildActions()
{
    m_actions.up = addTool("go-up", tr("Up"), {Qt::Key_Backspace, QKeySequence(Qt::ALT | Qt::Key_Up)},
                           &FileBrowser::goUp);
    m_actions.stop = addTool("process-stop", tr("Stop loading"), {}, &FileBrowser::stopLoading);
    m_actions.hidden = addTool("view-hidden", tr("Show hidden files"), {QKeySequence(Qt::CTRL | Qt::Key_H)},
                               &FileBrowser::toggleHidden);
    m_actions.hidden->setCheckable(true);
    m_actions.hidden->setChecked(m_settings.get(showHiddenFiles));
    m_model->setShowHidden(m_actions.hidden->isChecked());
    m_actions.download = addTool("download", tr("Download…"), {QKeySequence(Qt::CTRL | Qt::Key_D)},
                                 &FileBrowser::chooseTarget);
    m_actions.uploadFiles = addTool("document-send", tr("Upload files…"), {QKeySequence(Qt::CTRL | Qt::Key_U)},
                                    &FileBrowser::chooseFiles);
    m_actions.uploadFolder = addTool("folder", tr("Upload a folder…"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_U)},
                                     &FileBrowser::chooseFolder);
    m_actions.rename = addTool("edit-rename", tr("Rename"), {}, &FileBrowser::renameCurrent); // F2 is the view's own
    m_actions.remove = addTool("edit-delete", tr("Delete…"), {Qt::Key_Delete}, &FileBrowser::removeSelected);
    m_actions.copyPath = addTool("edit-copy-path", tr("Copy path"),
                                 {QKeySequence::Copy, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)},
                                 &FileBrowser::copyPaths);
    m_actions.newFolder = addTool("folder-new", tr("New folder"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N)},
                                  &FileBrowser::makeFolder);
    m_actions.prepareDrag = addTool("edit-copy", tr("Prepare to drag out"), {}, &FileBrowser::prepareDrag);
    addTool("edit-paste", tr("Paste"), {QKeySequence::Paste}, &FileBrowser::paste);
    addTool("edit-find", tr("Edit path"), {QKeySequence(Qt::CTRL | Qt::Key_L)}, &FileBrowser::editPath);
}

void FileBrowser::buildView()
{
    m_view->setModel(m_model);
    m_view->setAccessibleName(tr("Files"));
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->sortByColumn(FolderModel::Name, Qt::AscendingOrder);
    const Metrics metrics(*this);
    const std::array widths{40, 18, 30, 26, 26};
    for (int column = 0; column < FolderModel::columns; ++column)
        m_view->header()->resizeSection(column, metrics.step(widths[std::size_t(column)]));
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(FolderModel::Name, QHeaderView::Stretch);
    m_view->header()->restoreState(QByteArray::fromBase64(m_settings.value(columnsKey).toString().toLatin1()));
    const auto keepColumns = [this] {
        m_settings.setValue(columnsKey, QString::fromLatin1(m_view->header()->saveState().toBase64()));
    };
    connect(m_view->header(), &QHeaderView::sectionResized, this, keepColumns);
    connect(m_view->header(), &QHeaderView::sectionMoved, this, keepColumns);
    connect(m_view->header(), &QHeaderView::sortIndicatorChanged, this, keepColumns);
    connect(m_view, &QTreeView::activated, this, &FileBrowser::activate);
    connect(m_view, &QWidget::customContextMenuRequested, this, &FileBrowser::showMenu);
    connect(m_view, &FileView::dragBegun, this, &FileBrowser::beginDrag);
    connect(m_view, &FileView::dropped, this, &FileBrowser::dropped);
    connect(m_model, &FolderModel::renameWanted, this, &FileBrowser::rename);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &FileBrowser::updateActions);
    connect(m_model, &QAbstractItemModel::modelReset, this, &FileBrowser::updateActions);
    m_empty->setAlignment(Qt::AlignCenter);
    setLook(*m_empty, "muted");
    auto *over = new QVBoxLayout(m_view->viewport());
    over->addWidget(m_empty);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
}

void FileBrowser::build()
{
    const Metrics metrics(*this);
    const auto tool = [this](QAction *action) {
        auto *button = new QToolButton;
        button->setDefaultAction(action);
        button->setAccessibleName(action->text());
        button->setFocusPolicy(Qt::TabFocus);
        button->setIconSize({Metrics(*this).rowIcon(), Metrics(*this).rowIcon()});
        return button;
    };
    auto *home = addTool("go-home", tr("Home"), {QKeySequence(Qt::ALT | Qt::Key_Home)}, &FileBrowser::goHome);
    auto *reload = addTool("view-refresh", tr("Refresh"), {Qt::Key_F5}, &FileBrowser::refresh);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(metrics.step(3), metrics.step(2), metrics.step(3), metrics.step(2));
    bar->setSpacing(metrics.step(1));
    for (auto *action : {m_actions.up, home, reload, m_actions.stop})
        bar->addWidget(tool(action));
    bar->addWidget(m_pathBar, 1);
    bar->addWidget(tool(m_actions.hidden));
    bar->addWidget(tool(m_actions.newFolder));
    auto *uploadButton = tool(m_actions.uploadFiles);
    auto *uploads = new QMenu(this);
    uploads->addActions({m_actions.uploadFiles, m_actions.uploadFolder});
    uploadButton->setMenu(uploads);
    uploadButton->setPopupMode(QToolButton::InstantPopup);
    for (auto *button : {uploadButton, tool(m_actions.download)}) {
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        setLook(*button, "button");
        bar->addWidget(button);
    }
    // After setDefaultAction() the button would follow its action's text.
    uploadButton->removeAction(m_actions.uploadFiles);
    uploadButton->setText(tr("Upload…"));
    connect(m_pathBar, &PathBar::chosen, this, &FileBrowser::open);
    connect(m_pathBar, &PathBar::left, m_view, qOverload<>(&QWidget::setFocus));

    setLook(*m_status, "small");
    m_status->setContentsMargins(metrics.step(4), metrics.step(1), metrics.step(4), metrics.step(1));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(bar);
    for (auto *notice : {m_questions, m_notice, m_dragNotice})
        layout->addWidget(notice);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_status);
    setFocusProxy(m_view);
}

void FileBrowser::followQueue()
{
    connect(&m_queue, &TransferQueue::finished, this, [this](TransferId id) {
        const Transfer *transfer = m_queue.find(id);
        if (transfer && transfer->place.id == m_place.id && transfer->direction == TransferDirection::Upload
            && parentPath(transfer->remotePath) == m_model->path())
            m_refreshing.start();
    });
    connect(m_link.get(), &FilesLink::lost, this, [this](const QString &why) {
        m_view->setStale(true);
        m_notice->say(Tone::Bad, tr("The connection was lost: %1").arg(why), tr("Reconnect"), [this] { refresh(); });
    });
    connect(m_staging, &DragStaging::ready, this, [this](int count) {
        m_dragNotice->say(Tone::Ok, tr("%n item(s) can be dragged out of the window now.", nullptr, count), tr("Close"),
                          [this] { m_dragNotice->clear(); });
    });
    connect(m_staging, &DragStaging::failed, this, [this](const QString &why) {
        m_dragNotice->say(Tone::Bad, tr("Preparing to drag out: %1").arg(why), tr("Close"),
                          [this] { m_dragNotice->clear(); });
    });
}

void FileBrowser::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_wasOpened)
        open({});
}

// --- Folders ---

void FileBrowser::open(const QString &path)
{
    m_wasOpened = true;
    auto wanted = path.toStdString();
    if (wanted == "~" || wanted.starts_with("~/"))
        wanted = wanted.size() > 2 ? wanted.substr(2) : std::string();
    detach(load(std::move(wanted), {}));
}

void FileBrowser::goHome()
{
    open({});
}

void FileBrowser::goUp()
{
    const auto &here = m_model->path();
    if (!here.empty() && here != "/")
        detach(load(parentPath(here), {here.substr(here.rfind('/') + 1)}));
}

void FileBrowser::refresh()
{
    std::vector<std::string> selected;
    for (const PlacedItem &item : selection())
        selected.push_back(item.name);
    m_staging->forget();
    detach(load(m_model->path().empty() ? m_wanted : m_model->path(), std::move(selected)));
}

void FileBrowser::stopLoading()
{
    m_loading.request_stop();
    setLoading(false);
}

void FileBrowser::setLoading(bool loading)
{
    m_isLoading = loading;
    m_actions.stop->setEnabled(loading);
    if (loading) {
        m_greying.start();
    } else {
        m_greying.stop();
        m_view->setStale(!m_link->isConnected());
    }
    updateStatus();
}

Task<void> FileBrowser::load(std::string path, std::vector<std::string> select, bool edit)
{
    const QPointer self(this);
    m_loading.request_stop();
    m_loading = std::stop_source();
    const auto cancel = m_loading.get_token();
    m_wanted = path;
    setLoading(true);
    const auto session = co_await m_link->session(FilesLink::Use::Browse, cancel);
    if (cancel.stop_requested())
        co_return; // stopped, overtaken by another, or this has gone
    Result<RemoteListing> listing = std::unexpected(session ? Error{} : session.error());
    if (session) {
        const auto onCount = [self, cancel](std::size_t count) {
            if (self && !cancel.stop_requested())
                self->m_status->setText(tr("Reading: %Ln item(s) so far", nullptr, int(count)));
        };
        listing = co_await listRemote(*session, path, onCount, cancel);
        if (cancel.stop_requested())
            co_return;
    }
    setLoading(false);
    if (!listing) {
        showFailure(listing.error(), [this, path] { detach(load(path, {})); });
        Q_EMIT loaded();
        co_return;
    }
    const bool isElsewhere = listing->path != m_model->path();
    const int scrolled = m_view->verticalScrollBar()->value();
    m_notice->clear();
    m_model->setListing(std::move(*listing));
    m_pathBar->setPath(this->path());
    this->select(select);
    if (!isElsewhere)
        m_view->verticalScrollBar()->setValue(scrolled);
    if (edit && m_view->currentIndex().isValid())
        m_view->edit(m_view->currentIndex());
    if (isElsewhere)
        Q_EMIT pathChanged(this->path());
    Q_EMIT loaded();
}

void FileBrowser::showFailure(const Error &error, std::function<void()> retry)
{
    if (error.code != ErrorCode::Cancelled || m_link->isConnected())
        m_notice->say(
            Tone::Bad, fileErrorText(error), retry ? tr("Try again") : tr("Close"),
            retry ? std::move(retry) : [this] { m_notice->clear(); });
}

// --- What is selected ---

std::vector<PlacedItem> FileBrowser::selection() const
{
    auto rows = m_view->selectionModel()->selectedRows();
    std::ranges::sort(rows, {}, &QModelIndex::row);
    std::vector<PlacedItem> items;
    for (const QModelIndex &index : rows) {
        const RemoteEntry &entry = m_model->entry(index.row());
        const bool isFile = !entry.isFolder() && !entry.isLink();
        items.push_back({.from = m_model->pathOf(index.row()),
                         .name = entry.name,
                         .facts = {.kind = entry.isFolder() ? ItemKind::Folder : ItemKind::File,
                                   .bytes = isFile ? entry.attributes.size : std::nullopt,
                                   .modified = entry.attributes.modified}});
    }
    return items;
}

void FileBrowser::select(const std::vector<std::string> &names)
{
    QItemSelection chosen;
    QModelIndex first;
    for (const auto &name : names) {
        const int row = m_model->rowOf(name);
        if (row < 0)
            continue;
        const auto index = m_model->index(row, 0);
        chosen.select(index, m_model->index(row, FolderModel::columns - 1));
        if (!first.isValid())
            first = index;
    }
    const auto current = first.isValid() ? first : m_model->index(0, 0);
    m_view->selectionModel()->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    m_view->selectionModel()->select(chosen, QItemSelectionModel::ClearAndSelect);
    if (first.isValid())
        m_view->scrollTo(first);
}

void FileBrowser::updateActions()
{
    const auto chosen = m_view->selectionModel()->selectedRows().size();
    const bool isSomewhere = !m_model->path().empty();
    for (auto *action : {m_actions.download, m_actions.remove, m_actions.prepareDrag})
        action->setEnabled(chosen > 0);
    m_actions.rename->setEnabled(chosen == 1);
    for (auto *action : {m_actions.newFolder, m_actions.copyPath, m_actions.uploadFiles, m_actions.uploadFolder})
        action->setEnabled(isSomewhere);
    m_actions.up->setEnabled(isSomewhere && m_model->path() != "/");
    updateStatus();
}

void FileBrowser::updateStatus()
{
    const auto count = m_model->rowCount();
    QStringList parts;
    if (m_isLoading) {
        parts << (m_link->isConnected() ? tr("Reading") : tr("Connecting"));
    } else if (!m_model->path().empty()) {
        parts << tr("%Ln item(s)", nullptr, count);
        if (m_model->hiddenCount() > 0)
            parts << tr("%Ln hidden", nullptr, int(m_model->hiddenCount()));
    }
    if (const auto chosen = selection(); !chosen.empty()) {
        std::uint64_t bytes = 0;
        for (const PlacedItem &item : chosen)
            bytes += item.facts.bytes.value_or(0);
        parts << tr("%Ln selected", nullptr, int(chosen.size()));
        if (bytes > 0)
            parts << bytesText(bytes);
    }
    m_status->setText(parts.join(QStringLiteral(" · ")));
    m_empty->setVisible(count == 0 && !m_isLoading && !m_model->path().empty());
    m_empty->setText(m_model->hiddenCount() > 0 ? tr("Only hidden files are here. Ctrl+H shows them.")
                                                : tr("This folder is empty. Drop files here, or choose Upload."));
}

void FileBrowser::activate(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    if (m_model->entry(index.row()).isFolder())
        open(QString::fromStdString(m_model->pathOf(index.row())));
    else
        chooseTarget();
}

void FileBrowser::showMenu(QPoint position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (m_view->indexAt(position).isValid())
        menu->addActions({m_actions.download, m_actions.rename, m_actions.remove, m_actions.prepareDrag});
    else
        menu->addActions({m_actions.uploadFiles, m_actions.uploadFolder, m_actions.newFolder, m_actions.hidden});
    menu->addSeparator();
    menu->addAction(m_actions.copyPath);
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

void FileBrowser::toggleHidden()
{
    std::vector<std::string> selected;
    for (const PlacedItem &item : selection())
        selected.push_back(item.name);
    m_settings.set(showHiddenFiles, m_actions.hidden->isChecked());
    m_model->setShowHidden(m_actions.hidden->isChecked());
    select(selected);
}

void FileBrowser::editPath()
{
    m_pathBar->edit();
}

void FileBrowser::copyPaths()
{
    QStringList paths;
    for (const PlacedItem &item : selection())
        paths << QString::fromStdString(item.from);
    QGuiApplication::clipboard()->setText(paths.isEmpty() ? path() : paths.join(u'\n'));
}

} // namespace portolan::ui
