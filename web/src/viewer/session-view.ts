/** What is known of a session, from its messages, as the page shows it. */
import type { ViewerInbound } from "../../../protocol/messages/relay-to-viewer.ts";
import { phaseOf, type SessionFacts } from "./phase.ts";
import type { LinkState } from "./viewer-connection.ts";
import type { ViewerSnapshot } from "./viewer-model.ts";

type Known = Omit<ViewerSnapshot, "phase">;

export class SessionView {
  #facts: SessionFacts = {
    link: { kind: "connecting", attempt: 0 },
    session: null,
    stream: null,
    hasPicture: false,
    broken: null,
  };
  #known: Known = {
    machine: null,
    permissions: [],
    viewers: [],
    controller: null,
    mayTakeOver: false,
    isRecorded: false,
    monitors: [],
    monitor: null,
    framebuffer: null,
  };

  get snapshot(): ViewerSnapshot {
    return { phase: phaseOf(this.#facts), ...this.#known };
  }

  /** The session answers on an open connection and its machine is there, with or without a picture. */
  get isLive(): boolean {
    return this.#facts.link.kind === "open" && this.#facts.session?.state === "active";
  }

  linkChanged(link: LinkState): void {
    // What a lost connection has said is stale; what the last one said of the end is kept.
    const isLost = link.kind === "waiting" || link.kind === "connecting";
    this.#facts = { ...this.#facts, link, ...(isLost && { session: null, stream: null, hasPicture: false }) };
  }

  /** @returns whether it changed anything here */
  received(message: ViewerInbound): boolean {
    switch (message.type) {
      case "session_state": {
        const { state, consent_until, reason, machine, permissions, viewers } = message;
        const { controller = null, may_take_over: mayTakeOver = false, recorded: isRecorded = false } = message;
        const hasPicture = state === "active" && this.#facts.hasPicture;
        this.#facts = { ...this.#facts, session: { state, consent_until, reason }, hasPicture };
        const { id, name, can_wake: canWake } = machine;
        // Of one that is away it is not said: its files wait as they were.
        const files = state === "active" ? (machine.files ?? "http") : (this.#known.machine?.files ?? "http");
        this.#known = {
          ...this.#known,
          machine: { id, name, canWake, files },
          permissions,
          viewers,
          controller,
          mayTakeOver,
          isRecorded,
        };
        return true;
      }
      case "stream_state": {
        // A screen that was lost comes back with a new picture; one that slept may come back as it was.
        const isLost = message.state === "problem" && message.problem !== "monitor_asleep";
        this.#facts = { ...this.#facts, stream: message, hasPicture: this.#facts.hasPicture && !isLost };
        this.#known = { ...this.#known, monitor: message.monitor ?? this.#known.monitor };
        return true;
      }
      case "monitor_list":
        this.#known = { ...this.#known, monitors: message.monitors };
        return true;
      default:
        return false;
    }
  }

  /** @returns whether it changed anything here */
  painted(width: number, height: number): boolean {
    const { framebuffer } = this.#known;
    const isNew = !this.#facts.hasPicture || framebuffer?.width !== width || framebuffer.height !== height;
    if (!isNew) return false;
    this.#facts = { ...this.#facts, hasPicture: true };
    this.#known = { ...this.#known, framebuffer: { width, height } };
    return true;
  }

  broken(reason: string): void {
    this.#facts = { ...this.#facts, broken: reason };
  }
}
