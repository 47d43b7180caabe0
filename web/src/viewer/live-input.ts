/** Which messages are input, and when it may be sent. */
import type { OutgoingViewerMessage } from "../../../protocol/messages/viewer-to-relay.ts";
import type { Phase } from "./viewer-model.ts";

export type InputMessage = Extract<OutgoingViewerMessage, { sent_at?: number }>;

const INPUT_TYPES: Readonly<Record<Exclude<InputMessage["type"], "ping">, true>> = {
  mouse_move: true,
  mouse_click: true,
  mouse_scroll: true,
  key_press: true,
  key_special: true,
  key_event: true,
  exec_key_combo: true,
};

export function isInput(message: OutgoingViewerMessage): message is InputMessage {
  return Object.hasOwn(INPUT_TYPES, message.type);
}

/** What is done to a picture that is not live is done blindly; but monitors that sleep are woken by input. */
export function takesInput(phase: Phase): boolean {
  return phase.kind === "active" || (phase.kind === "no_picture" && phase.problem === "monitor_asleep");
}
