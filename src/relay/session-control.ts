/**
 * Who controls the machine: everybody whose ticket says so, or one of them alone, who took it or was given it. It is
 * held by a connection: with that it ends.
 */
import type { Clock } from "./clock.ts";
import type { OwnMessage } from "./forwarding.ts";
import type { ViewerLink } from "./links.ts";
import { errorText } from "./notices.ts";

export type ControlMessage = Extract<
  OwnMessage,
  { type: "take_control" | "give_control" | "ask_for_control" | "decline_control" }
>;

export type ControlOptions = {
  clock: Clock;
  viewers: ReadonlySet<ViewerLink>;
  /** Another has control than before: the others' keys are to come up, and all are to be told. */
  changed(): void;
};

/** The same question again within this time is the same question. */
const ASK_AGAIN_MS = 5_000;

export class SessionControl {
  readonly #options: ControlOptions;
  readonly #askedAtMs = new Map<ViewerLink, number>();
  #controller: ViewerLink | null = null;

  constructor(options: ControlOptions) {
    this.#options = options;
  }

  /** Null: everybody who may. */
  get controller(): ViewerLink | null {
    return this.#controller;
  }

  isHeldByOther(viewer: ViewerLink): boolean {
    return this.#controller !== null && this.#controller !== viewer;
  }

  /** A message whose permission has been checked. */
  take(viewer: ViewerLink, message: ControlMessage): void {
    switch (message.type) {
      case "take_control":
        if (this.#mayDecide(viewer)) this.#set(viewer);
        break;
      case "give_control":
        if (this.#mayDecide(viewer)) this.#give(viewer, message.viewer_id);
        break;
      case "ask_for_control":
        this.#ask(viewer);
        break;
      case "decline_control":
        this.#decline(viewer, message.viewer_id);
        break;
    }
  }

  leave(viewer: ViewerLink): void {
    this.#askedAtMs.delete(viewer);
    if (this.#controller === viewer) this.#set(null);
  }

  #mayDecide(viewer: ViewerLink): boolean {
    if (!this.isHeldByOther(viewer) || viewer.mayTakeOver) return true;
    viewer.send(errorText("control_held", `${this.#controller?.name} controls the machine: ask for control`));
    return false;
  }

  #give(viewer: ViewerLink, id: string | null): void {
    const receiver = id === null ? null : this.#find(id);
    if (receiver === undefined) viewer.send(errorText("no_such_viewer", "that person is not in this session any more"));
    else if (receiver && !receiver.permissions.has("control")) {
      viewer.send(errorText("cannot_control", `${receiver.name} may only watch`));
    } else this.#set(receiver);
  }

  #ask(viewer: ViewerLink): void {
    const controller = this.#controller;
    if (!controller || controller === viewer) {
      this.#set(viewer);
      return;
    }
    const now = this.#options.clock.now();
    if (now - (this.#askedAtMs.get(viewer) ?? Number.NEGATIVE_INFINITY) < ASK_AGAIN_MS) return;
    this.#askedAtMs.set(viewer, now);
    controller.send(JSON.stringify({ type: "control_asked", viewer_id: viewer.id, name: viewer.name }));
  }

  #decline(viewer: ViewerLink, id: string): void {
    const asker = this.#find(id);
    if (viewer !== this.#controller || !asker || !this.#askedAtMs.delete(asker)) return;
    asker.send(JSON.stringify({ type: "control_declined", name: viewer.name }));
  }

  #set(controller: ViewerLink | null): void {
    if (controller === this.#controller) return;
    this.#controller = controller;
    this.#askedAtMs.clear();
    this.#options.changed();
  }

  #find(id: string): ViewerLink | undefined {
    return [...this.#options.viewers].find((viewer) => viewer.id === id);
  }
}
