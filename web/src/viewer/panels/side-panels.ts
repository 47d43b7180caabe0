/** The panels beside the remote screen, in the toolbar's order. A new one is one more line, with the permission that it needs. */
import Code from "lucide-solid/icons/code-xml";
import FolderClosed from "lucide-solid/icons/folder-closed";
import MessageSquare from "lucide-solid/icons/message-square";
import SquareTerminal from "lucide-solid/icons/square-terminal";
import { type Component, lazy } from "solid-js";
import type { Permission } from "../../../../protocol/permissions.ts";
import { CHAT_PANEL, unreadMessages } from "../chat/create-chat.ts";
import { PeopleIcon } from "../people/people-icon.tsx";

export type SidePanel = {
  id: string;
  title: string;
  /** Needs more room than a column: code, tables of files. */
  isWide?: boolean;
  /** Without this permission it is absent. */
  needs: Permission;
  Icon: Component<{ class?: string; "aria-hidden"?: "true" }>;
  /** Something in it has not been seen: shown as a count at its button. */
  unread?: () => number;
  /** Mounted once, when first opened, and kept: work in it goes on while it is closed. */
  View: Component;
};

export const SIDE_PANELS: readonly SidePanel[] = [
  {
    id: "files",
    title: "Files",
    isWide: true,
    needs: "files_read",
    Icon: FolderClosed,
    View: lazy(() => import("../files/files-panel.tsx")),
  },
  {
    id: CHAT_PANEL,
    title: "Chat",
    needs: "chat",
    Icon: MessageSquare,
    unread: unreadMessages,
    View: lazy(() => import("../chat/chat-panel.tsx")),
  },
  {
    id: "terminal",
    title: "Terminal",
    isWide: true,
    needs: "terminal",
    Icon: SquareTerminal,
    View: lazy(() => import("../terminal/terminal-panel.tsx")),
  },
  {
    id: "scripts",
    title: "Scripts",
    isWide: true,
    needs: "scripts",
    Icon: Code,
    View: lazy(() => import("../scripts/scripts-panel.tsx")),
  },
  {
    id: "people",
    title: "People",
    needs: "view",
    Icon: PeopleIcon,
    View: lazy(() => import("../people/people-panel.tsx")),
  },
];
