/** What was said in a session, as the person at the machine reads it. */
import { MAX_CHAT_HISTORY_MESSAGES } from "../../protocol/limits.ts";

export type SpokenLine = { author: string; text: string; at: Date };

// A conversation is text of several lines; what moves the cursor or turns the direction of writing is not.
const UNPRINTABLE = /[^\P{C}\n\t]/gu;
const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

export class Conversation {
  readonly #lines: string[] = [];

  /** @returns the line as it is shown, with a line break at its end */
  add({ author, text, at }: SpokenLine): string {
    const words = printable(text).trim().replaceAll("\n", "\n    ");
    const line = `${TIME.format(at)}  ${printable(author).replaceAll("\n", " ")}:  ${words}\n`;
    this.#lines.push(line);
    if (this.#lines.length > MAX_CHAT_HISTORY_MESSAGES) this.#lines.shift();
    return line;
  }

  /** The newest lines, oldest first. */
  text(lines = MAX_CHAT_HISTORY_MESSAGES): string {
    return this.#lines.slice(-lines).join("");
  }
}

function printable(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(UNPRINTABLE, "");
}
