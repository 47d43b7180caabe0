/** What a person wants to be told of in this browser, and how. Of the browser: permission for the desktop is given to it, too. */
import { createPreference, type Preference } from "../preference.ts";

export const NOTICE_KINDS = ["machines", "visits", "chat"] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export type NoticeWay = "page" | "desktop";
export const noticeWay = createPreference<NoticeWay>("notices-way", ["page", "desktop"], "page");

const choice = (name: string, fallback: "on" | "off") =>
  createPreference<"on" | "off">(`notices-${name}`, ["on", "off"], fallback);

/** Machines come and go all day: who wants to hear of it says so. */
const choices: Readonly<Record<NoticeKind, Preference<"on" | "off">>> = {
  machines: choice("machines", "off"),
  visits: choice("visits", "on"),
  chat: choice("chat", "on"),
};

export const wantsNotice = (kind: NoticeKind) => choices[kind].value() === "on";
export const setWantsNotice = (kind: NoticeKind, isOn: boolean) => choices[kind].set(isOn ? "on" : "off");

/** Chosen, and allowed by the browser. */
export function isOnDesktop(): boolean {
  return noticeWay.value() === "desktop" && "Notification" in globalThis && Notification.permission === "granted";
}

/** A page that nobody looks at is worth a connection only where somebody hears of what comes by it. */
export function listensWhileHidden(): boolean {
  return isOnDesktop() && (wantsNotice("machines") || wantsNotice("visits"));
}
