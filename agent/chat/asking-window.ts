/**
 * A chat by dialogs that show a text and take one answer: kdialog, macOS and Windows. What comes while one is open is told
 * by a notice and stands in the next one, which opens with each answer: to close an open one would lose what is written.
 */
import { windowsPowerShell } from "../consent/dialog-programs.ts";
import { desktopCommand } from "../person/desktop-command.ts";
import { escapeHtml } from "../person/dialog-text.ts";
import type { Person } from "../person/person.ts";
import type { DisplayAccess } from "../stream/screen-stream.ts";
import type { ChatOpening, ChatWindow } from "./chat-window.ts";

/** A dialog that asks for one line. It prints the answer; any exit code but 0 means it was closed. */
export type AskingProgram = {
  path: string;
  arguments(title: string, text: string): string[];
  environment?(title: string, text: string): Record<string, string>;
};

/** Lines of the conversation that such a dialog has room for. */
const LINES_SHOWN = 12;

const ASK_ON_MAC =
  "set answer to display dialog (item 2 of argv) with title (item 1 of argv) " +
  'default answer "" buttons {"Close chat", "Send"} default button "Send" cancel button "Close chat"';

const ASK_ON_WINDOWS =
  "[Console]::OutputEncoding = [Text.Encoding]::UTF8; Add-Type -AssemblyName Microsoft.VisualBasic; " +
  "$answer = [Microsoft.VisualBasic.Interaction]::InputBox($env:REMOTELINK_TEXT, $env:REMOTELINK_TITLE, ''); " +
  "if ($answer -eq '') { exit 1 }; [Console]::Out.Write($answer)";

export const askingPrograms: readonly AskingProgram[] = [
  {
    path: "/usr/bin/kdialog",
    arguments: (title, text) => ["--title", title, "--inputbox", `<qt>${escapeHtml(text)}</qt>`, ""],
  },
  {
    path: "/usr/bin/osascript",
    arguments: (title, text) => [
      ...["-e", "on run argv", "-e", ASK_ON_MAC, "-e", "return text returned of answer", "-e", "end run"],
      title,
      text,
    ],
  },
  {
    path: windowsPowerShell(),
    arguments: () => ["-NoProfile", "-NonInteractive", "-Command", ASK_ON_WINDOWS],
    environment: (title, text) => ({ REMOTELINK_TITLE: title, REMOTELINK_TEXT: text }),
  },
];

export function openAskingChat(
  { title, conversation, events }: ChatOpening,
  access: DisplayAccess,
  { program, person }: { program: AskingProgram; person: Person },
): ChatWindow {
  let isClosed = false;
  let dialog: Bun.Subprocess<"ignore", "pipe", "ignore"> | null = null;
  void converse();

  async function converse(): Promise<void> {
    while (!isClosed) {
      const text = `${conversation(LINES_SHOWN)}\nYour answer:`;
      const command = [program.path, ...program.arguments(title, text)];
      const { argv, env } = desktopCommand(command, access, program.environment?.(title, text));
      dialog = Bun.spawn(argv, { env, stdio: ["ignore", "pipe", "ignore"] });
      const answer = await new Response(dialog.stdout).text();
      const isAnswered = (await dialog.exited) === 0;
      if (isClosed) return;
      if (isAnswered && answer.trim()) events.answered(answer.trim());
      if (!isAnswered) close();
    }
  }

  function close(): void {
    if (isClosed) return;
    isClosed = true;
    dialog?.kill();
    events.closed(null);
  }

  return { add: (line) => person.say({ title, text: line }), close };
}
