/**
 * The clipboard within a session: what somebody copies at the machine goes to the viewers that may have it, and what they
 * paste is on it before the keys that follow. Text goes as a message; pictures and longer text are fetched over HTTP.
 */
import { MAX_CLIPBOARD_BYTES, MAX_CLIPBOARD_STREAM_BYTES } from "../../protocol/limits.ts";
import type { ForwardedMessage } from "../../protocol/messages/relay-to-agent.ts";
import { reasonOf } from "../exit.ts";
import type { FeatureContext, SessionFeature } from "../session-feature.ts";
import type { OpenedStream } from "../streams/opened-stream.ts";
import type { ReadClipboard } from "./clipboard.ts";
import { answerClipboard } from "./clipboard-streams.ts";

/** Keys wait this long for what they are to paste; a display that takes longer is not asked to take keys either. */
const WRITE_TIMEOUT_MS = 1_500;

export function createClipboardFeature({ desktop, say, clock, log }: FeatureContext): SessionFeature {
  const { clipboard } = desktop;
  let stopWatching: (() => void) | null = null;

  function stop(): void {
    stopWatching?.();
    stopWatching = null;
  }

  function fail(message: string): void {
    log.detail(message);
    say({ type: "error", code: "clipboard_failed", message });
  }

  function tell(content: ReadClipboard): void {
    switch (content.kind) {
      case "empty":
        return;
      case "too_large":
        say({ type: "clipboard_offer", kind: "too_large", bytes: MAX_CLIPBOARD_STREAM_BYTES });
        return;
      case "image":
        say({ type: "clipboard_offer", kind: "image", bytes: content.png.length });
        return;
      case "text": {
        const bytes = Buffer.byteLength(content.text);
        if (bytes <= MAX_CLIPBOARD_BYTES) say({ type: "clipboard_content", content: content.text });
        else say({ type: "clipboard_offer", kind: "text", bytes });
      }
    }
  }

  function paste(text: string): void {
    const writing = clipboard.write({ kind: "text", text }).catch((failure) => {
      fail(`the machine's clipboard did not take it: ${reasonOf(failure)}`);
    });
    const { promise: timeout, resolve } = Promise.withResolvers<void>();
    const cancel = clock.after(WRITE_TIMEOUT_MS, resolve);
    void writing.then(cancel);
    desktop.input.push({ run: () => Promise.race([writing, timeout]) });
  }

  async function fetchNow(): Promise<void> {
    try {
      const content = await clipboard.read();
      if (content.kind === "empty") fail("the machine's clipboard is empty");
      else tell(content);
    } catch (failure) {
      fail(`the machine's clipboard cannot be read: ${reasonOf(failure)}`);
    }
  }

  return {
    takes: new Set<ForwardedMessage["type"]>(["clipboard_paste", "clipboard_fetch"]),
    answers: new Set(["clipboard_read", "clipboard_write"] as const),
    receive(message) {
      if (message.type === "clipboard_paste") paste(message.content);
      else if (message.type === "clipboard_fetch") void fetchNow();
    },
    answer: (stream: OpenedStream) => answerClipboard(stream, clipboard),
    viewers(viewers) {
      const isWanted = viewers.some(({ permissions }) => permissions.includes("clipboard"));
      if (isWanted) stopWatching ??= clipboard.watch(tell);
      else stop();
    },
    suspend: stop,
    end: stop,
  };
}
