/** Where the person reads and answers: a window, or the terminal. Which one there is, is found anew for each opening. */

export type ChatWindowEvents = {
  answered(text: string): void;
  /** By the person, or because it could not be kept open; `failure` says why in the latter case. */
  closed(failure: string | null): void;
};

export interface ChatWindow {
  /** Something was said: it shows without the window being opened anew, where the system can do that. */
  add(line: string): void;
  close(): void;
}

export type ChatOpening = {
  title: string;
  /** Everything said so far. */
  conversation(lines?: number): string;
  events: ChatWindowEvents;
};

export type OpenedChat = { kind: "open"; window: ChatWindow } | { kind: "nobody"; message: string };
export type OpenChat = (opening: ChatOpening) => Promise<OpenedChat>;
