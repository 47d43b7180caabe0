/**
 * Order among keys, buttons and movements of a machine: one after the other, in the order they came. What waited too
 * long is dropped rather than replayed onto a screen that has changed; releases never are.
 */
import { MAX_INPUT_AGE_MS } from "../../protocol/limits.ts";
import type { Injector } from "./injector.ts";

export type InputStep = {
  /** Lets go of something: never dropped. */
  isRelease?: boolean;
  /** A movement: only the newest of several waiting ones counts. */
  isMovement?: boolean;
  run(injector: Injector): void | Promise<void>;
};

export interface InputQueue {
  push(step: InputStep): void;
  /** When everything pushed so far has been done. */
  drained(): Promise<void>;
  /**
   * Lets nothing but releases through until the answer is called. Resolves when whoever holds something has let go of it
   * (`onShutOut`) and what was under way is done.
   */
  shutOut(): Promise<() => void>;
  /** Told when input is shut out: whatever is held has to come up. The answer stops it. */
  onShutOut(letGo: () => void): () => void;
}

/** More than this waiting means the display does not answer; a person makes far fewer in two seconds. */
const MAX_WAITING = 2_000;

export type InputQueueOptions = {
  /** Null: there is no display to put input into. */
  injector(): Promise<Injector | null>;
  /** An injection failed: the display is gone, or refuses. */
  failed(failure: unknown): void;
  /** Milliseconds. */
  now(): number;
};

export function createInputQueue(options: InputQueueOptions): InputQueue {
  let waiting: { step: InputStep; pushedAt: number }[] = [];
  let running: Promise<void> | null = null;
  /** Several dialogs may be open: input comes in again after the last. */
  let shutters = 0;
  const holders = new Set<() => void>();

  async function run(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const injector = await options.injector();
      const isStale = options.now() - next.pushedAt > MAX_INPUT_AGE_MS;
      if (!injector || (isStale && !next.step.isRelease)) continue;
      try {
        const done = next.step.run(injector);
        if (done) await done;
      } catch (failure) {
        options.failed(failure);
      }
    }
    running = null;
  }

  async function drained(): Promise<void> {
    while (running) await running;
  }

  return {
    push(step) {
      if (shutters > 0 && !step.isRelease) return;
      const last = waiting.at(-1);
      const entry = { step, pushedAt: options.now() };
      if (step.isMovement && last?.step.isMovement) waiting[waiting.length - 1] = entry;
      else waiting.push(entry);
      if (waiting.length > MAX_WAITING) waiting = waiting.filter((one) => one.step.isRelease);
      running ??= run();
    },
    drained,
    async shutOut() {
      shutters++;
      for (const letGo of holders) letGo();
      waiting = waiting.filter((one) => one.step.isRelease);
      await drained();
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        shutters--;
      };
    },
    onShutOut(letGo) {
      holders.add(letGo);
      return () => holders.delete(letGo);
    },
  };
}
