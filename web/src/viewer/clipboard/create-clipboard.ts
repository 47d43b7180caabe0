/**
 * The two clipboards of a session kept alike: what is copied at the machine comes here, what is copied here goes there
 * when the page gets the focus or somebody pastes. A notice says what crossed.
 */
import { type Accessor, createContext, createSignal, onCleanup, useContext } from "solid-js";
import { MAX_CLIPBOARD_BYTES, MAX_CLIPBOARD_STREAM_BYTES } from "../../../../protocol/limits.ts";
import { fetchClipboard, putClipboard } from "../../api/clipboard.ts";
import { messageOf } from "../../api/http-client.ts";
import { notify, notifyFailure } from "../../components/toast.tsx";
import { createPreference } from "../../state/preference.ts";
import type { Viewer } from "../viewer-state.ts";
import { describeContent } from "./content-words.ts";
import { CrossedText } from "./crossed-text.ts";
import {
  type Content,
  contentOfPaste,
  mayReadUnasked,
  type PastedData,
  readContent,
  readText,
  writeContent,
} from "./local-clipboard.ts";

/** Up to this much is fetched unasked: more would take the link from the picture. */
const UNASKED_BYTES = 4 * 1024 * 1024;

const sharing = createPreference<"on" | "off">("clipboard-sharing", ["on", "off"], "on");

export type SharedClipboard = {
  isShared: Accessor<boolean>;
  setShared(isShared: boolean): void;
  /** Came from the machine and waits for a click, as the browser did not let the page write it. */
  waiting: Accessor<Content | null>;
  takeWaiting(): void;
  /** The machine's clipboard, whatever is on it, to this computer. */
  fetch(): void;
  /** This computer's clipboard to the machine's. */
  send(): Promise<void>;
  /** A paste into the screen: resolves when the machine has what was pasted; false: it has not. Never rejects. */
  pasted(data: PastedData): Promise<boolean>;
  /** The dialog that types a text as keys is open. */
  isTypingAsked: Accessor<boolean>;
  setTypingAsked(isAsked: boolean): void;
};

export function createSharedClipboard(viewer: Viewer): SharedClipboard {
  const text = new CrossedText();
  const [waiting, setWaiting] = createSignal<Content | null>(null);
  const [isTypingAsked, setTypingAsked] = createSignal(false);
  /** What comes next was asked for by a click. */
  let isAsked = false;
  const isShared = () => sharing.value() === "on";
  const maySend = () => viewer.isControlling() && viewer.may("clipboard");

  async function sendContent(content: Content): Promise<void> {
    if (content.kind === "text") text.crossed(content.text);
    else text.forget();
    const blob = content.kind === "text" ? new Blob([content.text], { type: "text/plain" }) : content.png;
    if (blob.size > MAX_CLIPBOARD_STREAM_BYTES) {
      throw new Error(`It has more than ${MAX_CLIPBOARD_STREAM_BYTES / 1024 / 1024} MiB. Send it as a file.`);
    }
    if (content.kind === "text" && blob.size <= MAX_CLIPBOARD_BYTES) {
      const isSent = viewer.send({ type: "clipboard_paste", content: content.text });
      if (!isSent) throw new Error("There is no connection just now.");
    } else {
      await putClipboard(viewer.sessionId, blob);
    }
    notify(`Clipboard sent to ${viewer.machineName()}`, { detail: describeContent(content) });
  }

  /** @returns whether the machine has it, now or from before */
  async function trySend(content: Content): Promise<boolean> {
    if (content.kind === "text" && !text.isNews(content.text)) return true;
    try {
      await sendContent(content);
      return true;
    } catch (error) {
      text.forget();
      notifyFailure("The clipboard was not sent", error);
      return false;
    }
  }

  async function arrived(content: Content): Promise<void> {
    if (content.kind === "text") text.crossed(content.text);
    else text.forget();
    try {
      await writeContent(content);
      setWaiting(null);
      notify(`Copied from ${viewer.machineName()}`, { detail: describeContent(content) });
    } catch {
      setWaiting(content);
      if (document.hasFocus()) offer(content);
    }
  }

  function offer(content: Content): void {
    notify(`${viewer.machineName()} has something on its clipboard`, {
      detail: describeContent(content),
      action: { label: "Copy it here", run: takeWaiting },
    });
  }

  function takeWaiting(): void {
    const content = waiting();
    if (!content) return;
    setWaiting(null);
    writeContent(content).then(
      () => notify(`Copied from ${viewer.machineName()}`, { detail: describeContent(content) }),
      (error) => notifyFailure("It was not copied", error),
    );
  }

  async function fetchWhole(): Promise<void> {
    try {
      const blob = await fetchClipboard(viewer.sessionId);
      const isText = blob.type.startsWith("text/plain");
      await arrived(isText ? { kind: "text", text: await blob.text() } : { kind: "image", png: blob });
    } catch (error) {
      notifyFailure("The machine's clipboard did not come", error);
    }
  }

  viewer.onMessage("clipboard_content", ({ content }) => {
    if (!isAsked && !isShared()) return;
    isAsked = false;
    void arrived({ kind: "text", text: content });
  });
  viewer.onMessage("clipboard_offer", ({ kind, bytes }) => {
    if (!isAsked && !isShared()) return;
    const wasAsked = isAsked;
    isAsked = false;
    if (kind === "too_large") {
      if (wasAsked) notify("The machine's clipboard holds too much", { detail: "Take it as a file." });
    } else if (wasAsked || bytes <= UNASKED_BYTES) {
      void fetchWhole();
    } else {
      const action = { label: "Copy it here", run: () => void fetchWhole() };
      notify(`${viewer.machineName()} has ${kind === "image" ? "a picture" : "a long text"} on its clipboard`, {
        action,
      });
    }
  });
  viewer.onMessage("error", ({ code, message }) => {
    if (code !== "clipboard_failed") return;
    isAsked = false;
    notify("Clipboard", { detail: message });
  });

  /** What was copied elsewhere meanwhile goes along; what waits for the focus is put here first. */
  async function focused(): Promise<void> {
    const content = waiting();
    if (content) {
      await arrived(content);
      return;
    }
    if (!isShared() || !maySend() || !(await mayReadUnasked())) return;
    const copied = await readText().catch(() => "");
    if (copied !== "") await trySend({ kind: "text", text: copied });
  }
  const onFocus = () => void focused();
  window.addEventListener("focus", onFocus);
  onCleanup(() => window.removeEventListener("focus", onFocus));

  return {
    isShared,
    setShared: (isOn) => sharing.set(isOn ? "on" : "off"),
    waiting,
    takeWaiting,
    isTypingAsked,
    setTypingAsked,
    fetch() {
      isAsked = viewer.send({ type: "clipboard_fetch" });
    },
    async send() {
      try {
        const content = await readContent();
        if (content) await sendContent(content);
        else notify("This computer's clipboard is empty", { detail: "Copy a text or a picture first." });
      } catch (error) {
        notify("The browser did not give its clipboard", {
          detail: `${messageOf(error)} Click on the screen and press Ctrl+V instead.`,
        });
      }
    },
    async pasted(data) {
      try {
        const content = await contentOfPaste(data);
        // Nothing that can be sent: the machine pastes what it has.
        return !content || !maySend() || (await trySend(content));
      } catch (error) {
        notifyFailure("The clipboard was not sent", error);
        return false;
      }
    },
  };
}

const ClipboardContext = createContext<SharedClipboard>();
export const ClipboardProvider = ClipboardContext.Provider;

export function useClipboard(): SharedClipboard {
  const clipboard = useContext(ClipboardContext);
  if (!clipboard) throw new Error("useClipboard outside a session's page");
  return clipboard;
}
