/** What shows a short notice on each system, by absolute path. Texts are one argument or one variable, never code. */
import { escapeHtml } from "./dialog-text.ts";

export type Notice = { title: string; text: string };

export type NoticeProgram = {
  path: string;
  /** It opens a window, which may come in between whoever works there. */
  isWindow: boolean;
  arguments(notice: Notice): string[];
  /** Variables that it reads its texts from. */
  environment?(notice: Notice): Record<string, string>;
};

const SHOWN_S = 8;

export const noticePrograms: readonly NoticeProgram[] = [
  {
    path: "/usr/bin/notify-send",
    isWindow: false,
    // The body is markup to most notification servers.
    arguments: ({ title, text }) => ["--app-name=RemoteLink", "--icon=video-display", "--", title, escapeHtml(text)],
  },
  {
    path: "/usr/bin/osascript",
    isWindow: false,
    arguments: ({ title, text }) => [
      "-e",
      "on run argv",
      "-e",
      "display notification (item 2 of argv) with title (item 1 of argv)",
      "-e",
      "end run",
      title,
      text,
    ],
  },
  {
    path: "/usr/bin/kdialog",
    isWindow: false,
    arguments: ({ title, text }) => ["--title", title, "--passivepopup", `<qt>${escapeHtml(text)}</qt>`, `${SHOWN_S}`],
  },
  {
    path: "/usr/bin/zenity",
    isWindow: true,
    arguments: ({ title, text }) => [
      "--info",
      "--no-markup",
      `--title=${title}`,
      `--text=${text}`,
      `--timeout=${SHOWN_S}`,
      "--width=320",
    ],
  },
];
