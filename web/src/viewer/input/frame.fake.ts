/** For tests: frames and delays that pass when told to. */
import type { OutgoingViewerMessage } from "../../../../protocol/messages/viewer-to-relay.ts";

export function createFakeTime() {
  let waiting: (() => void)[] = [];
  const sent: OutgoingViewerMessage[] = [];
  const later = (step: () => void): (() => void) => {
    waiting.push(step);
    return () => {
      waiting = waiting.filter((other) => other !== step);
    };
  };
  return {
    sent,
    send: (message: OutgoingViewerMessage) => void sent.push(message),
    later,
    /** Everything that waits happens; what it asks for anew waits for the next call. */
    pass(): void {
      const due = waiting;
      waiting = [];
      for (const step of due) step();
    },
  };
}
