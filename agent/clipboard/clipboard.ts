/** The machine's clipboard as a session sees it: text or a picture. One contract suite tests every back-end. */
import type { DisplayAccess } from "../stream/screen-stream.ts";

export type ClipboardContent = { kind: "text"; text: string } | { kind: "image"; png: Uint8Array };

export type ReadClipboard = ClipboardContent | { kind: "empty" } | { kind: "too_large" };

export interface Clipboard {
  read(): Promise<ReadClipboard>;
  /** @throws Error in words for the technician */
  write(content: ClipboardContent): Promise<void>;
  close(): void;
}

export type ClipboardEvents = {
  /** Somebody at the machine has put something new there; never what we wrote ourselves. */
  changed(): void;
  /** The display is gone: open another. At most once. */
  lost(): void;
};

/** @throws Error where there is no clipboard to reach */
export type OpenClipboard = (access: DisplayAccess, events: ClipboardEvents) => Promise<Clipboard>;
