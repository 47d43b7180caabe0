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

  return {
    push(step) {
      const last = waiting.at(-1);
      const entry = { step, pushedAt: options.now() };
      if (step.isMovement && last?.step.isMovement) waiting[waiting.length - 1] = entry;
      else waiting.push(entry);
      if (waiting.length > MAX_WAITING) waiting = waiting.filter((one) => one.step.isRelease);
      running ??= run();
    },
    drained: async () => {
      while (running) await running;
    },
  };
}
