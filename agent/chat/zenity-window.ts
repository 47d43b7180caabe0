/**
 * A chat of two zenity windows: the conversation, which takes new lines while it is open, and the answer's field. Zenity
 * has no dialog with both, and one that is opened anew for each message would lose what is being written.
 */
import { desktopCommand } from "../person/desktop-command.ts";
import type { DisplayAccess } from "../stream/screen-stream.ts";
import type { ChatOpening, ChatWindow } from "./chat-window.ts";

export const ZENITY = "/usr/bin/zenity";
const ACCEPTED = 0;
/** Cancel, Escape, or the window's own button. */
const DISMISSED = 1;

export function conversationArguments(title: string): string[] {
  return [ZENITY, "--text-info", `--title=${title}`, "--auto-scroll", "--width=460", "--height=320"];
}

export function answerArguments(title: string): string[] {
  return [
    ZENITY,
    "--entry",
    `--title=${title}: your answer`,
    "--text=Write an answer and press Enter. It is sent to the technician at once.",
    "--ok-label=Send",
    "--cancel-label=Close chat",
    "--width=460",
  ];
}

export function openZenityChat({ title, conversation, events }: ChatOpening, access: DisplayAccess): ChatWindow {
  let isClosed = false;
  const shown = desktopCommand(conversationArguments(title), access);
  const reader = Bun.spawn(shown.argv, { env: shown.env, stdio: ["pipe", "ignore", "ignore"] });
  let writer = askForAnswer();
  // Hundreds of lines at once: it reads as it likes.
  write(conversation());
  void reader.exited.then((code) => close(code === ACCEPTED || code === DISMISSED ? null : failureOf(code)));

  function askForAnswer() {
    const { argv, env } = desktopCommand(answerArguments(title), access);
    const field = Bun.spawn(argv, { env, stdio: ["ignore", "pipe", "ignore"] });
    void answerOf(field);
    return field;
  }

  async function answerOf(field: Bun.Subprocess<"ignore", "pipe", "ignore">): Promise<void> {
    const text = await new Response(field.stdout).text();
    const code = await field.exited;
    if (isClosed) return;
    if (code !== ACCEPTED) {
      close(code === DISMISSED ? null : failureOf(code));
      return;
    }
    if (text.trim()) events.answered(text.trim());
    // What was just answered may have ended it.
    if (!isClosed) writer = askForAnswer();
  }

  function write(text: string): void {
    void reader.stdin.write(text);
    void reader.stdin.flush();
  }

  function close(failure: string | null): void {
    if (isClosed) return;
    isClosed = true;
    reader.kill();
    writer.kill();
    events.closed(failure);
  }

  return {
    add: (line) => {
      if (!isClosed) write(line);
    },
    close: () => close(null),
  };
}

function failureOf(code: number): string {
  return `${ZENITY} could not keep its window open (exit code ${code})`;
}
