/** The title of the browser's tab: which machine, and its state where that is not simply "live". */
import type { Phase } from "./viewer-model.ts";

const STATES: Readonly<Record<Exclude<Phase["kind"], "active">, string>> = {
  connecting: "Connecting …",
  waiting_consent: "Waiting for consent",
  reconnecting: "Reconnecting …",
  agent_offline: "Offline",
  no_picture: "No picture",
  replaced: "Opened elsewhere",
  ended: "Ended",
  refused: "Refused",
};

export function pageTitle(machine: string | null, phase: Phase): string {
  const name = machine ?? "Session";
  return phase.kind === "active" ? name : `${STATES[phase.kind]} · ${name}`;
}
