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
  // Of one kind the newest stands: a night's worth of them is no use in the morning.
  const shown = new Notification(title, { body: detail ?? branding().name, tag: `remotelink-${kind}` });
  shown.onclick = () => {
    window.focus();
    action?.run();
    shown.close();
  };
}
