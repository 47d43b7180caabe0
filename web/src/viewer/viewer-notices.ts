/** What a session says that the person should know of, as notices. */
import type { ViewerInbound } from "../../../protocol/messages/relay-to-viewer.ts";
import { notify } from "../components/toast.tsx";

const NOTICES: Readonly<Record<string, { title: string; detail: string }>> = {
  stale_input: {
    title: "Some input came too late",
    detail: "It was on its way for more than two seconds and was dropped, so that nothing happens behind your back.",
  },
  agent_busy: {
    title: "The machine's connection is full",
    detail: "What was sent last did not get through. Try again in a moment.",
  },
};

/** The same again within this time says nothing new. */
const QUIET_MS = 10_000;
const toldAt = new Map<string, number>();

export function tellOfMessage(message: ViewerInbound): void {
  if (message.type !== "error") return;
  const notice = Object.hasOwn(NOTICES, message.code) ? NOTICES[message.code] : undefined;
  const now = performance.now();
  if (!notice || now - (toldAt.get(message.code) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
  toldAt.set(message.code, now);
  notify(notice.title, { detail: notice.detail });
}
