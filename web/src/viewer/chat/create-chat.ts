/** The chat of a session for as long as its page is open: its panel shows it, the toolbar counts what was not seen. */
import { type Accessor, createContext, createSignal, onCleanup, useContext } from "solid-js";
import { notify } from "../../components/toast.tsx";
import { announce } from "../../state/notices/announce.ts";
import type { ViewerActions } from "../viewer-actions.ts";
import type { Viewer } from "../viewer-state.ts";
import { lineOf, type ShownLine, withHistory, withLine, withReceipt } from "./chat-lines.ts";

export const CHAT_PANEL = "chat";

const [unread, setUnread] = createSignal(0);

/** Of the session on this page. */
export { unread as unreadMessages };

export type Chat = {
  lines: Accessor<readonly ShownLine[]>;
  /** @returns false: there is no connection, and nothing was sent */
  send(text: string): boolean;
};

export function createChat(viewer: Viewer, actions: ViewerActions): Chat {
  const [lines, setLines] = createSignal<readonly ShownLine[]>([]);
  setUnread(0);
  onCleanup(() => setUnread(0));
  const isSeen = () => actions.panel() === CHAT_PANEL && document.hasFocus();

  viewer.onMessage("chat_history", ({ messages }) => setLines((before) => withHistory(before, messages)));
  viewer.onMessage("chat_receipt", (receipt) => setLines((before) => withReceipt(before, receipt)));
  viewer.onMessage("chat_message", (message) => {
    const line = lineOf(message);
    const isOwn = lines().some(({ id }) => id === line.id);
    setLines((before) => withLine(before, line));
    if (isOwn || isSeen()) return;
    setUnread((count) => count + 1);
    const who = line.from.name || (line.from.kind === "person" ? "The person at the machine" : "A technician");
    const open = { label: "Answer", run: () => actions.panel() !== CHAT_PANEL && actions.togglePanel(CHAT_PANEL) };
    const notice = { title: `${who} writes`, detail: line.text.slice(0, 160), action: open };
    // Who works in the session is told in any case; what they chose is for when they look elsewhere.
    if (document.hasFocus()) notify(notice.title, notice);
    else announce({ kind: "chat", ...notice });
  });

  return {
    lines,
    send(text) {
      const id = crypto.randomUUID();
      const from = { kind: "technician", name: ownName(viewer) } as const;
      if (!viewer.send({ type: "chat_message", text, id })) return false;
      setLines((before) => withLine(before, { id, text, from, sent_at: new Date().toISOString(), isSending: true }));
      return true;
    },
  };
}

/** The panel shows all there is. */
export function markRead(): void {
  setUnread(0);
}

function ownName(viewer: Viewer): string {
  return viewer.snapshot().viewers.find(({ you }) => you)?.name ?? "";
}

const ChatContext = createContext<Chat>();
export const ChatProvider = ChatContext.Provider;

export function useChat(): Chat {
  const chat = useContext(ChatContext);
  if (!chat) throw new Error("useChat outside a session's page");
  return chat;
}
