/** Finds where the person can be written to: a window on the desktop, or the terminal that the agent runs in. */
import { existsSync } from "node:fs";
import type { FoundDisplay } from "../display/find-display.ts";
import type { Person } from "../person/person.ts";
import type { Terminal } from "../person/terminal.ts";
import { askingPrograms, openAskingChat } from "./asking-window.ts";
import type { OpenChat } from "./chat-window.ts";
import { openTerminalChat } from "./terminal-chat.ts";
import { openZenityChat, ZENITY } from "./zenity-window.ts";

export type ChatPlaces = { findDisplay(): Promise<FoundDisplay>; terminal: Terminal; person: Person };

export function createOpenChat({ findDisplay, terminal, person }: ChatPlaces): OpenChat {
  return async (opening) => {
    const found = await findDisplay();
    if (found.kind === "found") {
      if (existsSync(ZENITY)) return { kind: "open", window: openZenityChat(opening, found.access) };
      const program = askingPrograms.find(({ path }) => existsSync(path));
      if (program) return { kind: "open", window: openAskingChat(opening, found.access, { program, person }) };
    }
    if (terminal.isInteractive()) return { kind: "open", window: openTerminalChat(opening, terminal) };
    const message =
      found.kind === "found"
        ? "Nothing on this machine can show a message: install zenity or kdialog there."
        : "Nobody can be shown a message: no desktop is running on this machine.";
    return { kind: "nobody", message };
  };
}
