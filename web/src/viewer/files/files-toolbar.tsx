/** What can be done in a folder, and with what is selected in it. */
import ArrowUp from "lucide-solid/icons/arrow-up";
import Download from "lucide-solid/icons/download";
import EllipsisVertical from "lucide-solid/icons/ellipsis-vertical";
import FolderPlus from "lucide-solid/icons/folder-plus";
import Pencil from "lucide-solid/icons/pencil";
import RefreshCw from "lucide-solid/icons/refresh-cw";
import Trash from "lucide-solid/icons/trash";
import Upload from "lucide-solid/icons/upload";
import { Show } from "solid-js";
import { classNames } from "../../components/class-names.ts";
import { IconButton, iconButtonClass } from "../../components/icon-button.tsx";
import { Menu, MenuCheck, MenuItem } from "../../components/menu.tsx";
import { useViewer } from "../viewer-state.ts";
import { takePicked } from "./dropped-files.ts";
import type { FolderView } from "./folder-view.ts";
import { PathBar } from "./path-bar.tsx";
import type { SourceFile } from "./upload-plan.ts";

const ICON = "size-4";

export type FilesToolbarProps = {
  folder: FolderView;
  /** The agent can do more than give and take single files. */
  hasAll: boolean;
  selectedCount: number;
  canDownload: boolean;
  showsHidden: boolean;
  onShowHidden: (isShown: boolean) => void;
  elevated: boolean;
  onElevated: (isElevated: boolean) => void;
  onUpload: (sources: readonly SourceFile[]) => void;
  onNewFolder: () => void;
  onDownload: () => void;
  onRename: () => void;
  onDelete: () => void;
};

export function FilesToolbar(props: FilesToolbarProps) {
  const viewer = useViewer();
  let files!: HTMLInputElement;
  let directory!: HTMLInputElement;
  const mayWrite = () => viewer.may("files_write") && props.folder.isThere();
  return (
    <div class="shrink-0 border-line border-b px-2 py-1.5">
      <div class="flex items-center gap-1">
        <IconButton label="Up" shortcut="Backspace" icon={<ArrowUp class={ICON} />} onClick={props.folder.up} />
        <PathBar path={props.folder.path()} onOpen={props.folder.open} />
        <IconButton
          label="Load again"
          icon={<RefreshCw class={classNames(ICON, props.folder.isLoading() && "animate-spin")} />}
          onClick={props.folder.refresh}
        />
      </div>
      <div class="mt-1 flex items-center gap-1">
        <input
          ref={files}
          type="file"
          multiple
          class="hidden"
          aria-label="Files to upload"
          onChange={() => props.onUpload(takePicked(files))}
        />
        <input
          ref={directory}
          type="file"
          prop:webkitdirectory={true}
          class="hidden"
          aria-label="Folder to upload"
          onChange={() => props.onUpload(takePicked(directory))}
        />
        <Show when={viewer.may("files_write")}>
          <Menu
            label="Upload"
            triggerClass={classNames(iconButtonClass, !mayWrite() && "pointer-events-none opacity-50")}
            trigger={<Upload class={ICON} aria-hidden="true" />}
          >
            <MenuItem icon={<Upload class={ICON} />} label="Files…" onSelect={() => files.click()} />
            <Show when={props.hasAll}>
              <MenuItem icon={<FolderPlus class={ICON} />} label="A folder…" onSelect={() => directory.click()} />
            </Show>
          </Menu>
          <Show when={props.hasAll}>
            <IconButton
              label="New folder"
              icon={<FolderPlus class={ICON} />}
              disabled={!mayWrite()}
              onClick={props.onNewFolder}
            />
          </Show>
        </Show>
        <span class="mx-1 h-4 w-px bg-line" />
        <IconButton
          label="Download"
          icon={<Download class={ICON} />}
          disabled={props.selectedCount === 0 || !props.canDownload || !viewer.may("files_read")}
          onClick={props.onDownload}
        />
        <Show when={props.hasAll && viewer.may("files_write")}>
          <IconButton
            label="Rename"
            shortcut="F2"
            icon={<Pencil class={ICON} />}
            disabled={props.selectedCount !== 1 || !mayWrite()}
            onClick={props.onRename}
          />
          <IconButton
            label="Delete"
            shortcut="Delete"
            icon={<Trash class={ICON} />}
            disabled={props.selectedCount === 0 || !mayWrite()}
            onClick={props.onDelete}
          />
        </Show>
        <span class="min-w-0 flex-1 truncate px-2 text-right text-faint text-xs">
          {props.selectedCount > 0 ? `${props.selectedCount} selected` : ""}
        </span>
        <Menu
          label="View"
          triggerClass={iconButtonClass}
          trigger={<EllipsisVertical class={ICON} aria-hidden="true" />}
          placement="bottom-end"
        >
          <MenuCheck
            name="Hidden files"
            label="Hidden files"
            isChecked={props.showsHidden}
            onChange={props.onShowHidden}
          />
          <Show when={props.hasAll && viewer.may("elevated")}>
            <MenuCheck
              name="As administrator"
              label="As administrator"
              isChecked={props.elevated}
              onChange={props.onElevated}
            />
          </Show>
        </Menu>
      </div>
    </div>
  );
}
