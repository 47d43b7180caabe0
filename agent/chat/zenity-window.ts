/**
 * A chat of two zenity windows: the conversation, which takes new lines while it is open, and the answer's field. Zenity
 * has no dialog with both, and one that is opened anew for each message would lose what is being written. An Enter meant
 * for the field but given to the conversation only hides that: the field stays, and the next line brings it back.
 */
import { desktopCommand } from "../person/desktop-command.ts";
import type { DisplayAccess } from "../stream/screen-stream.ts";
import type { ChatOpening, ChatWindow } from "./chat-window.ts";

export const ZENITY = "/usr/bin/zenity";
const ACCEPTED = 0;
/** Cancel, Escape, or the window's own button. */
const DISMISSED = 1;

const CONVERSATION_BUTTONS = ["--ok-label=Hide", "--cancel-label=Close chat"];

export function conversationArguments(title: string): string[] {
  return [
    ZENITY,
    "--text-info",
    `--title=${title}`,
    "--auto-scroll",
    ...CONVERSATION_BUTTONS,
    "--width=460",
    "--height=320",
  ];
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
  let reader = showConversation();
  let writer = askForAnswer();

  function showConversation() {
    const { argv, env } = desktopCommand(conversationArguments(title), access);
    const shown = Bun.spawn(argv, { env, stdio: ["pipe", "ignore", "ignore"] });
    // Hundreds of lines at once: it reads as it likes.
    void shown.stdin.write(conversation());
    void shown.stdin.flush();
    void shown.exited.then((code) => {
      if (code !== ACCEPTED) close(code === DISMISSED ? null : failureOf(code));
    });
    return shown;
  }

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

  /** @param line stands in the conversation already */
  function add(line: string): void {
    if (isClosed) return;
    if (reader.exitCode === ACCEPTED) {
      reader = showConversation();
      return;
    }
    void reader.stdin.write(line);
    void reader.stdin.flush();
  }

  function close(failure: string | null): void {
    if (isClosed) return;
    isClosed = true;
    reader.kill();
    writer.kill();
    events.closed(failure);
  }

  return { add, close: () => close(null) };
}

function failureOf(code: number): string {
  return `${ZENITY} could not keep its window open (exit code ${code})`;
}
