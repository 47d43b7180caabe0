/** What the parts of the input are handed to speak with. */
import type { OutgoingViewerMessage } from "../../../../protocol/messages/viewer-to-relay.ts";

/** Sends now or not at all. */
export type SendInput = (message: OutgoingViewerMessage) => void;

/** Runs `step` before the next paint; what cancels it is given back. */
export type RequestFrame = (step: () => void) => () => void;

export const requestBrowserFrame: RequestFrame = (step) => {
  const handle = requestAnimationFrame(step);
  return () => cancelAnimationFrame(handle);
};
