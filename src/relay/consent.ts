/** Whether the person at an attended machine has agreed to a session; no answer in time is a no. */
import type { AgentMessage } from "../../protocol/messages/agent-to-relay.ts";
import type { Permission } from "../../protocol/permissions.ts";
import type { Clock } from "./clock.ts";

export class Consent {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #onTimeout: () => void;
  #isGranted = false;
  #agreed: ReadonlySet<Permission> | null = null;
  #waiting: { until: string; cancel: () => void } | null = null;

  constructor(clock: Clock, timeoutMs: number, onTimeout: () => void) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#onTimeout = onTimeout;
  }

  get isGranted(): boolean {
    return this.#isGranted;
  }

  /** All that the person has agreed to; null: nobody was asked, or the agent does not say. */
  get agreed(): ReadonlySet<Permission> | null {
    return this.#agreed;
  }

  get isWaiting(): boolean {
    return this.#waiting !== null;
  }

  /** Until when the person may answer, UTC; null: nobody was asked. */
  get until(): string | null {
    return this.#waiting?.until ?? null;
  }

  /** The person is being asked; asking again while that lasts gives no new time. */
  wait(): void {
    if (this.#waiting) return;
    const cancel = this.#clock.after(this.#timeoutMs, () => {
      this.#waiting = null;
      this.#onTimeout();
    });
    this.#waiting = { until: this.#clock.isoTime(this.#timeoutMs), cancel };
  }

  /** @param permissions what was agreed to so far, where the agent says so */
  grant(permissions?: readonly Permission[]): void {
    const agreed = permissions ? new Set(permissions) : this.#agreed;
    this.forget();
    this.#isGranted = true;
    this.#agreed = agreed;
  }

  /** Neither asked nor answered: another connection of the agent asks anew. */
  forget(): void {
    this.#waiting?.cancel();
    this.#waiting = null;
    this.#isGranted = false;
    this.#agreed = null;
  }
}

/** A no to what one further viewer asked for refuses nothing: the session goes on as it was agreed to. */
export function isRefusal(message: Extract<AgentMessage, { type: "consent" }>): boolean {
  return !message.granted && message.viewer_id === undefined;
}
