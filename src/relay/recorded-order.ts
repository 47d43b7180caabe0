/**
 * One viewer's messages that are on record before they reach the machine: each waits for its row, and what belongs to it waits
 * behind it, in order and within a bound.
 */
import type { ViewerInput } from "./forwarding.ts";
import { errorText } from "./notices.ts";
import { followsRecorded, type RecordedAction, recordedAction } from "./recorded-actions.ts";

export type RecordedOrderOptions = {
  /** Rejects when it cannot be written: then it is not done. */
  record(action: RecordedAction): Promise<void>;
  forward(message: ViewerInput): void;
  /** To the viewer. */
  send(text: string): void;
  /** Of all that waits. */
  maxWaitingBytes: number;
};

export class RecordedOrder {
  readonly #options: RecordedOrderOptions;
  /** Ends when everything that is to be on record is, and has been forwarded; null: nothing waits. */
  #last: Promise<void> | null = null;
  #waitingBytes = 0;

  constructor(options: RecordedOrderOptions) {
    this.#options = options;
  }

  /** At once, where neither it nor anything before it is to be on record first. */
  pass(message: ViewerInput): void {
    const action = recordedAction(message);
    if (action || (this.#last && followsRecorded(message))) this.#wait(message, action);
    else this.#options.forward(message);
  }

  #wait(message: ViewerInput, action: RecordedAction | null): void {
    const { record, forward, send, maxWaitingBytes } = this.#options;
    const bytes = JSON.stringify(message).length;
    // A slow log is no reason to hold whatever a viewer sends meanwhile.
    if (this.#waitingBytes + bytes > maxWaitingBytes) {
      send(errorText("busy", `${message.type} was not done: what came before it is still being logged, try again`));
      return;
    }
    this.#waitingBytes += bytes;
    const passing = (this.#last ?? Promise.resolve()).then(async () => {
      try {
        if (action) await record(action);
        forward(message);
      } catch {
        // Why it cannot be written is the database's to tell; that it was not done is what this viewer must know.
        const text = `${message.type} was not done: the server cannot write it into its log now, try again`;
        send(errorText("unavailable", text));
      }
      this.#waitingBytes -= bytes;
      if (this.#last === passing) this.#last = null;
    });
    this.#last = passing;
  }
}
