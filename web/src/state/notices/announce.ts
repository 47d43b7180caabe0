/** Tells of something that has just happened: in the page, or on the desktop where the person wants it and looks elsewhere. */
import { notify } from "../../components/toast.tsx";
import { branding } from "../branding.ts";
import { isOnDesktop, type NoticeKind, wantsNotice } from "./notice-choices.ts";

export type Notice = {
  kind: NoticeKind;
  title: string;
  detail?: string;
  /** What leads there. */
  action?: { label: string; run: () => void };
};

/** Text of others is only ever text: neither place knows markup. */
export function announce({ kind, title, detail, action }: Notice): void {
  if (!wantsNotice(kind)) return;
  if (!(isOnDesktop() && !document.hasFocus())) {
    notify(title, { detail, action });
    return;
  }
  const shown = showOnDesktop(kind, title, detail ?? branding().name);
  if (!shown) {
    notify(title, { detail, action });
    return;
  }
  shown.onclick = () => {
    window.focus();
    action?.run();
    shown.close();
  };
}

/** Null: browsers of phones have the interface, and refuse it to pages. */
function showOnDesktop(kind: NoticeKind, title: string, body: string): Notification | null {
  // Of one kind the newest stands: a night's worth of them is no use in the morning. It is heard again where a person waits.
  const options: NotificationOptions & { renotify?: boolean } = {
    body,
    tag: `remotelink-${kind}`,
    renotify: kind !== "machines",
  };
  try {
    return new Notification(title, options);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
