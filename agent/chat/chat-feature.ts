/** Chat of one session: shows the person what technicians write, and tells these what the person answers and what was seen. */
import { MAX_CHAT_BYTES } from "../../protocol/limits.ts";
import type { ForwardedMessage } from "../../protocol/messages/relay-to-agent.ts";
import { oneLine } from "../log.ts";
import type { FeatureContext, SessionFeature } from "../session-feature.ts";
import type { ChatWindow, OpenChat } from "./chat-window.ts";
import { Conversation } from "./conversation.ts";
import { createOpenChat } from "./open-chat.ts";

type ChatMessage = Extract<ForwardedMessage, { type: "chat_message" }>;
type Context = Pick<FeatureContext, "say" | "clock" | "log">;

/** A window that is still there after this was shown; one whose display refuses it is gone by then. */
const SHOWN_AFTER_MS = 400;
const MAX_NAME_SHOWN = 60;
const SOMEBODY = "Technician";

export function createChatFeature(context: FeatureContext): SessionFeature {
  const { desktop, terminal, person } = context;
  return createChat(context, createOpenChat({ findDisplay: () => desktop.reach(), terminal, person }));
}

export function createChat({ say, clock, log }: Context, open: OpenChat): SessionFeature {
  const conversation = new Conversation();
  let window: ChatWindow | null = null;
  let opening: Promise<void> | null = null;
  let whyNot: string | null = null;
  let isOver = false;

  async function openWindow(author: string): Promise<void> {
    const opened = await open({
      title: `Chat with ${author}`,
      conversation: (lines) => conversation.text(lines),
      events: { answered, closed },
    });
    if (opened.kind === "nobody") {
      whyNot = opened.message;
      return;
    }
    whyNot = null;
    window = opened.window;
    if (isOver) window.close();
  }

  function closed(failure: string | null): void {
    window = null;
    whyNot = failure;
    if (failure) log.detail(`the chat's window is gone: ${failure}`);
  }

  function answered(text: string): void {
    const isSent = say({ type: "chat_message", text: bounded(text), id: crypto.randomUUID() });
    const author = isSent ? "You" : "You (not sent: the server cannot be reached now)";
    window?.add(conversation.add({ author, text, at: new Date() }));
  }

  /** Closing the window does not end the chat: the next message opens it again. */
  async function show({ text, from, id }: ChatMessage): Promise<void> {
    const author = oneLine(from?.name ?? "", MAX_NAME_SHOWN) || SOMEBODY;
    const line = conversation.add({ author, text, at: new Date() });
    if (window) window.add(line);
    else {
      // All that comes while it opens stands in it from the start.
      opening ??= openWindow(author).finally(() => {
        opening = null;
      });
      await opening;
    }
    if (id !== undefined) clock.after(SHOWN_AFTER_MS, () => sayReceipt(id));
  }

  function sayReceipt(id: string): void {
    if (isOver) return;
    if (whyNot === null) say({ type: "chat_receipt", id, state: "shown" });
    else say({ type: "chat_receipt", id, state: "unseen", message: whyNot });
  }

  return {
    takes: new Set(["chat_message"]),
    receive(message) {
      if (message.type !== "chat_message") return;
      show(message).catch((failure) => {
        whyNot = `The message could not be shown: ${failure}`;
        log.warn(whyNot);
        if (message.id !== undefined) sayReceipt(message.id);
      });
    },
    end() {
      isOver = true;
      window?.close();
    },
  };
}

/** The contract's bound is in bytes; a field of a dialog has none. */
function bounded(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= MAX_CHAT_BYTES) return text;
  return new TextDecoder().decode(bytes.subarray(0, MAX_CHAT_BYTES)).replace(/\uFFFD+$/, "");
}
