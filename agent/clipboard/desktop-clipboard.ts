/**
 * The clipboard of the desktop that sessions see, one for all of them: what one technician puts there is news to nobody.
 * It stays open once it was needed, as a display forgets what its owner no longer holds.
 */
import type { Clock } from "../clock.ts";
import { reasonOf } from "../exit.ts";
import type { Log } from "../log.ts";
import type { DisplayAccess } from "../stream/screen-stream.ts";
import type { Clipboard, ClipboardContent, OpenClipboard, ReadClipboard } from "./clipboard.ts";

export interface DesktopClipboard {
  /** The display that is shown now; what was open on another one is let go. */
  use(access: DisplayAccess): void;
  /** @throws Error in words for the technician */
  read(): Promise<ReadClipboard>;
  /** @throws Error in words for the technician */
  write(content: ClipboardContent): Promise<void>;
  /** Tells of what somebody at the machine puts there from now on. @returns ends it */
  watch(changed: (content: ReadClipboard) => void): () => void;
  close(): void;
}

export type DesktopClipboardOptions = {
  open: OpenClipboard;
  /** Where the desktop is, while no picture has said so yet. @throws Error in words for the technician */
  findDisplay(): Promise<DisplayAccess>;
  clock: Clock;
  log: Log;
};

/** A display that is gone, or has no clipboard, is tried again after this while. */
const RETRY_MS = 3_000;
/** Programs set several things in a row; only the last of them counts. */
const SETTLE_MS = 60;

export function createDesktopClipboard(options: DesktopClipboardOptions): DesktopClipboard {
  const { clock, log } = options;
  const watchers = new Set<(content: ReadClipboard) => void>();
  let access: DisplayAccess | null = null;
  /** A clipboard manager that takes over what we put there has nothing new. */
  let written: ClipboardContent | null = null;
  let current: Promise<Clipboard> | null = null;
  /** What was said last: a display that is not there is tried again and again, and worth one line. */
  let saidReason: string | null = null;
  let cancelRetry: (() => void) | null = null;
  let cancelSettle: (() => void) | null = null;

  function opened(): Promise<Clipboard> {
    if (current) return current;
    const opening: Promise<Clipboard> = open(() => {
      if (current === opening) lose("the display closed the connection");
    });
    current = opening;
    opening.catch((failure) => {
      if (current === opening) lose(reasonOf(failure));
    });
    return opening;
  }

  async function open(lost: () => void): Promise<Clipboard> {
    access ??= await options.findDisplay();
    const clipboard = await options.open(access, { changed: settle, lost });
    saidReason = null;
    return clipboard;
  }

  function lose(reason: string): void {
    if (reason !== saidReason) log.detail(`no clipboard: ${reason}`);
    saidReason = reason;
    current = null;
    access = null;
    cancelRetry?.();
    cancelRetry = watchers.size > 0 ? clock.after(RETRY_MS, openForWatchers) : null;
  }

  function openForWatchers(): void {
    cancelRetry = null;
    // What goes wrong is on the log, and tried again.
    if (watchers.size > 0) opened().catch(() => undefined);
  }

  function settle(): void {
    cancelSettle?.();
    cancelSettle = clock.after(SETTLE_MS, () => void tell());
  }

  async function tell(): Promise<void> {
    cancelSettle = null;
    if (watchers.size === 0 || !current) return;
    try {
      const content = await (await current).read();
      if (written && isSame(content, written)) return;
      written = null;
      for (const changed of watchers) changed(content);
    } catch (failure) {
      log.detail(`the clipboard was not read: ${reasonOf(failure)}`);
    }
  }

  function letGo(): void {
    cancelSettle?.();
    cancelRetry?.();
    cancelSettle = cancelRetry = null;
    const last = current;
    current = null;
    last?.then(
      (clipboard) => clipboard.close(),
      () => undefined,
    );
  }

  return {
    use(shown) {
      if (access?.display === shown.display && access.authority === shown.authority) return;
      letGo();
      access = shown;
      openForWatchers();
    },
    read: async () => (await opened()).read(),
    async write(content) {
      written = content;
      await (await opened()).write(content);
    },
    watch(changed) {
      watchers.add(changed);
      openForWatchers();
      return () => void watchers.delete(changed);
    },
    close: letGo,
  };
}

function isSame(content: ReadClipboard, written: ClipboardContent): boolean {
  if (content.kind === "text") return written.kind === "text" && content.text === written.text;
  return content.kind === "image" && written.kind === "image" && Buffer.compare(content.png, written.png) === 0;
}
