/** The machine's files beside its screen: browse, upload by drop and picker, download, new folder, rename, delete. */
import FolderOpen from "lucide-solid/icons/folder-open";
import { createEffect, createMemo, createSignal, on, onCleanup, Show } from "solid-js";
import type { FileEntry } from "../../../../protocol/rest/files.ts";
import { createFolder, deleteFiles, downloadAddress, renameFile } from "../../api/files.ts";
import { classNames } from "../../components/class-names.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";
import { notify, notifyFailure } from "../../components/toast.tsx";
import { byteSize } from "../../state/byte-size.ts";
import { useViewer } from "../viewer-state.ts";
import { DownloadList } from "./by-messages/download-list.tsx";
import { takeDropped } from "./dropped-files.ts";
import type { FileAccess } from "./file-access.ts";
import { FilesToolbar } from "./files-toolbar.tsx";
import { FolderList } from "./folder-list.tsx";
import { createFolderView } from "./folder-view.ts";
import { joinPath } from "./machine-path.ts";
import { NameDialog, type NameQuestion } from "./name-dialog.tsx";
import { type EntrySort, isFolder, sortEntries } from "./sort-entries.ts";
import { UploadList } from "./upload-list.tsx";
import type { SourceFile } from "./upload-plan.ts";

/** What servers and proxies take as an address. */
const MAX_ADDRESS_LENGTH = 8_000;

export function FilesView(props: { access: FileAccess }) {
  const viewer = useViewer();
  // Made anew with the panel, not within it.
  const { access } = props;
  const [elevated, setElevated] = createSignal(false);
  const folder = createFolderView(viewer, access, elevated);
  const queue = access.createUploads((changed) => changed === folder.path() && folder.refresh());
  const [selected, setSelected] = createSignal<ReadonlySet<string>>(new Set());
  const [sort, setSort] = createSignal<EntrySort>("name");
  const [isDescending, setDescending] = createSignal(false);
  const [showsHidden, setShowsHidden] = createSignal(false);
  const [question, setQuestion] = createSignal<NameQuestion | null>(null);
  const [isDeleteAsked, setDeleteAsked] = createSignal(false);
  const [isDeleting, setDeleting] = createSignal(false);
  const [isDraggedOver, setDraggedOver] = createSignal(false);

  const entries = createMemo(() => {
    const order = { by: sort(), isDescending: isDescending(), showsHidden: showsHidden() };
    return sortEntries(folder.shown()?.entries ?? [], order);
  });
  const mayUpload = () => viewer.may("files_write") && folder.isThere() && folder.shown() !== null;
  const mayChange = () => access.hasAll && viewer.may("files_write");
  const pathsSelected = () => [...selected()].map((name) => joinPath(folder.path(), name));

  // Of what is gone nothing stays selected.
  createEffect(
    on(entries, (present) => {
      const names = new Set(present.map(({ name }) => name));
      setSelected((before) => new Set([...before].filter((name) => names.has(name))));
    }),
  );
  const isBusy = () => queue.isBusy() || access.downloads?.isBusy() === true;
  const warn = (event: BeforeUnloadEvent) => isBusy() && event.preventDefault();
  window.addEventListener("beforeunload", warn);
  onCleanup(() => window.removeEventListener("beforeunload", warn));

  function upload(sources: readonly SourceFile[]): void {
    if (mayUpload()) queue.add(sources, { folder: folder.path(), elevated: elevated() });
  }

  function downloadSelected(): void {
    if (!access.downloads) {
      download(pathsSelected());
      return;
    }
    for (const entry of entries()) if (selected().has(entry.name)) void downloadByMessages(entry);
  }

  async function downloadByMessages(entry: FileEntry): Promise<void> {
    if (!isFolder(entry)) await access.downloads?.add(entry, joinPath(folder.path(), entry.name));
  }

  function download(paths: readonly string[]): void {
    const address = downloadAddress(folder.of(), paths);
    if (address.length > MAX_ADDRESS_LENGTH) {
      notify("That is too many at once", { detail: "Download the folder that they are in, or fewer of them." });
      return;
    }
    const link = document.createElement("a");
    link.href = address;
    link.download = "";
    link.click();
  }

  function open(entry: FileEntry): void {
    const path = joinPath(folder.path(), entry.name);
    if (isFolder(entry)) folder.open(path);
    else if (access.downloads) void downloadByMessages(entry);
    else download([path]);
  }

  function askName(entry: FileEntry): void {
    const path = joinPath(folder.path(), entry.name);
    setQuestion({
      title: `Rename ${entry.name}`,
      action: "Rename",
      name: entry.name,
      run: async (name) => {
        if (name !== entry.name) await renameFile(folder.of(), path, joinPath(folder.path(), name));
        folder.refresh();
      },
    });
  }

  async function remove(): Promise<void> {
    setDeleting(true);
    try {
      const { deleted } = await deleteFiles(folder.of(), pathsSelected());
      notify(deleted === 1 ? "Deleted" : `${deleted} files and folders deleted`);
    } catch (error) {
      notifyFailure("Not everything was deleted", error);
    } finally {
      setDeleting(false);
      setDeleteAsked(false);
      folder.refresh();
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop files on; the Upload menu is the way for keys
    <div
      class="relative flex h-full flex-col"
      onDragOver={(event) => {
        if (!mayUpload() || !event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
        setDraggedOver(true);
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
          setDraggedOver(false);
      }}
      onDrop={(event) => {
        setDraggedOver(false);
        if (!mayUpload() || !event.dataTransfer) return;
        event.preventDefault();
        takeDropped(event.dataTransfer).then(upload, (error) => notifyFailure("The files could not be read", error));
      }}
    >
      <FilesToolbar
        folder={folder}
        hasAll={access.hasAll}
        selectedCount={selected().size}
        canDownload={
          access.downloads === null || !entries().some((entry) => selected().has(entry.name) && isFolder(entry))
        }
        showsHidden={showsHidden()}
        onShowHidden={setShowsHidden}
        elevated={elevated()}
        onElevated={setElevated}
        onUpload={upload}
        onNewFolder={() =>
          setQuestion({
            title: "New folder",
            action: "Create",
            name: "",
            run: async (name) => {
              await createFolder(folder.of(), joinPath(folder.path(), name));
              folder.refresh();
            },
          })
        }
        onDownload={downloadSelected}
        onRename={() => {
          const entry = entries().find(({ name }) => selected().has(name));
          if (entry) askName(entry);
        }}
        onDelete={() => setDeleteAsked(true)}
      />
      <Show
        when={!folder.error()}
        fallback={<ErrorState title="This folder cannot be shown" error={folder.error()} onRetry={folder.refresh} />}
      >
        <Show when={folder.shown()} fallback={<Loading />}>
          <Show
            when={entries().length > 0}
            fallback={
              <div class="flex-1 overflow-auto">
                <EmptyState icon={<FolderOpen class="size-5" aria-hidden="true" />} title="Nothing in here">
                  {viewer.may("files_write") ? "Drop files here to upload them." : "There is nothing to download."}
                </EmptyState>
              </div>
            }
          >
            <FolderList
              entries={entries()}
              selected={selected()}
              sort={sort()}
              isDescending={isDescending()}
              onSort={(by) => {
                setDescending(by === sort() ? !isDescending() : by !== "name");
                setSort(by);
              }}
              onSelect={setSelected}
              onOpen={open}
              onRename={(entry) => mayChange() && askName(entry)}
              onDelete={() => mayChange() && setDeleteAsked(true)}
              onUp={folder.up}
            />
          </Show>
        </Show>
      </Show>
      <Show when={folder.shown()}>
        {(shown) => (
          <p class="shrink-0 truncate border-line border-t px-3 py-1.5 text-faint text-xs">
            {entries().length === 1 ? "1 item" : `${entries().length.toLocaleString("en")} items`}
            {shown().is_cut ? ", and more that are not shown" : ""}
            {shown().free_bytes === null ? "" : ` · ${byteSize(shown().free_bytes ?? 0)} free`}
            {shown().as_user ? ` · as ${shown().as_user}` : ""}
          </p>
        )}
      </Show>
      <Show when={!access.hasAll}>
        <p class="shrink-0 border-line border-t px-3 py-1.5 text-muted text-xs">
          The agent of this machine is of another kind than ours: it gives and takes single files. Folders cannot be
          sent, and nothing can be renamed, deleted or gone on with.
        </p>
      </Show>
      <div class="max-h-[45%] shrink-0 overflow-auto bg-panel">
        <UploadList queue={queue} />
        <Show when={access.downloads}>{(downloads) => <DownloadList queue={downloads()} />}</Show>
      </div>
      <div
        class={classNames(
          "pointer-events-none absolute inset-2 z-10 flex items-center justify-center rounded-lg border-2 border-accent border-dashed bg-raised/90",
          "font-medium text-sm",
          !isDraggedOver() && "hidden",
        )}
      >
        Drop to upload into {folder.path()}
      </div>
      <NameDialog question={question()} onClose={() => setQuestion(null)} />
      <ConfirmDialog
        isOpen={isDeleteAsked() && selected().size > 0}
        onClose={() => setDeleteAsked(false)}
        title={selected().size === 1 ? `Delete ${[...selected()][0]}?` : `Delete ${selected().size} files and folders?`}
        action="Delete"
        isBusy={isDeleting()}
        onConfirm={() => void remove()}
      >
        It is gone for good, with all that is in it: nothing of it goes into a trash.
      </ConfirmDialog>
    </div>
  );
}

function Loading() {
  return (
    <div class="flex-1 p-3">
      <SkeletonRows count={8} label="Loading the folder" row={() => <Skeleton class="mb-3 h-4 w-full" />} />
    </div>
  );
}
