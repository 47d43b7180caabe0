/** What asks for consent on each system, by absolute path: what PATH says must not choose who asks. */
import { escapeHtml } from "../person/dialog-text.ts";

export type Dialog = {
  path: string;
  /** The question stands in one argument or variable, never in a shell line. Exit code 0 is yes, 1 is no. */
  arguments(title: string, question: string): string[];
  environment?(title: string, question: string): Record<string, string>;
};

const ASK_ON_MAC =
  "display dialog (item 2 of argv) with title (item 1 of argv) with icon caution " +
  'buttons {"Allow", "Decline"} default button "Decline" cancel button "Decline"';

/** The second button is the default one; closing the box is a no. */
const ASK_ON_WINDOWS =
  "Add-Type -AssemblyName System.Windows.Forms; " +
  "$answer = [System.Windows.Forms.MessageBox]::Show($env:REMOTELINK_TEXT, $env:REMOTELINK_TITLE, 'YesNo', 'Warning', " +
  "'Button2', 'ServiceNotification'); if ($answer -eq 'Yes') { exit 0 } else { exit 1 }";

export const dialogPrograms: readonly Dialog[] = [
  {
    path: "/usr/bin/zenity",
    arguments: (title, question) => [
      "--question",
      // Without this the technician's name could be markup, and its backslashes escapes.
      "--no-markup",
      `--title=${title}`,
      `--text=${question}`,
      "--ok-label=Allow",
      "--cancel-label=Decline",
      // Return, hit by someone who is typing, must not let anybody in.
      "--default-cancel",
      "--width=460",
    ],
  },
  {
    path: "/usr/bin/kdialog",
    arguments: (title, question) => [
      "--title",
      title,
      "--yes-label",
      "Allow",
      "--no-label",
      "Decline",
      // Qt guesses whether a text is HTML; told so, and escaped, it cannot be fooled by a name.
      "--warningyesno",
      `<qt>${escapeHtml(question)}</qt>`,
    ],
  },
  {
    path: "/usr/bin/osascript",
    // What follows the script is data to it.
    arguments: (title, question) => ["-e", "on run argv", "-e", ASK_ON_MAC, "-e", "end run", title, question],
  },
  {
    path: windowsPowerShell(),
    arguments: () => ["-NoProfile", "-NonInteractive", "-Command", ASK_ON_WINDOWS],
    environment: (title, question) => ({ REMOTELINK_TITLE: title, REMOTELINK_TEXT: question }),
  },
];

export function windowsPowerShell(): string {
  return `${process.env.SystemRoot ?? "C:\\Windows"}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
}
