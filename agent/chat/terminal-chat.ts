/** Chat in the terminal that the agent was started in: each line typed is an answer. */
import type { Terminal } from "../person/terminal.ts";
import type { ChatOpening, ChatWindow } from "./chat-window.ts";

export function openTerminalChat({ title, conversation, events }: ChatOpening, terminal: Terminal): ChatWindow {
  terminal.print(`\n${title}: type an answer and press Enter.\n${conversation()}`);
  const stop = terminal.onLine((line) => {
    if (line.trim()) events.answered(line.trim());
  });
  return {
    // The person's own line stands there already, as it was typed.
    add: (line) => terminal.print(line),
    close() {
      stop();
      events.closed(null);
    },
  };
}
