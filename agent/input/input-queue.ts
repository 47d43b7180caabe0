/**
 * Order among keys, buttons and movements of a machine: one after the other, in the order they came. What waited too
 * long is dropped rather than replayed onto a screen that has changed; releases never are.
 */
import { MAX_INPUT_AGE_MS } from "../../protocol/limits.ts";
import type { Injector } from "./injector.ts";

export type InputStep = ActStep | TextStep;

export type ActStep = {
  /** Lets go of something: never dropped. */
  isRelease?: boolean;
  /** A movement: only the newest of several waiting ones counts. */
  isMovement?: boolean;
  run(injector: Injector): void | Promise<void>;
};

/** Characters to be typed; those that wait are typed together. */
export type TextStep = { text: string };

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
/** So much is typed in one step: little enough for a release of keys not to wait long. */
const MAX_TEXT_LENGTH = 64;
/** A step that takes longer than this is one of a display that does not answer. */
const MAX_STEP_MS = 1_000;

export type InputQueueOptions = {
  /** Null: there is no display to put input into. */
  injector(): Promise<Injector | null>;
  /** An injection failed: the display is gone, or refuses. */
  failed(failure: unknown): void;
  /** Milliseconds. */
  now(): number;
};

type Waiting = { step: InputStep; pushedAt: number; workedAt: number };

export function createInputQueue(options: InputQueueOptions): InputQueue {
  let waiting: Waiting[] = [];
  let running: Promise<void> | null = null;
  /** Milliseconds spent so far on steps that went well: to wait for those is to stand in line, not to be late. */
  let workedMs = 0;
  /** Several dialogs may be open: input comes in again after the last. */
  let shutters = 0;
  const holders = new Set<() => void>();

  async function run(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const injector = await options.injector();
      const startedAt = options.now();
      const waitedMs = startedAt - next.pushedAt - (workedMs - next.workedAt);
      if (!injector || (waitedMs > MAX_INPUT_AGE_MS && !isRelease(next.step))) continue;
      try {
        const done = "text" in next.step ? injector.typeText(next.step.text) : next.step.run(injector);
        if (done) await done;
      } catch (failure) {
        options.failed(failure);
      }
      const tookMs = options.now() - startedAt;
      if (tookMs < MAX_STEP_MS) workedMs += tookMs;
    }
    running = null;
  }

  /** @returns what stands for both steps */
  function merged(last: InputStep, step: InputStep): InputStep | null {
    if ("text" in last && "text" in step) {
      return last.text.length + step.text.length <= MAX_TEXT_LENGTH ? { text: last.text + step.text } : null;
    }
    return isMovement(last) && isMovement(step) ? step : null;
  }

  async function drained(): Promise<void> {
    while (running) await running;
  }

  return {
    push(step) {
      if (shutters > 0 && !isRelease(step)) return;
      const last = waiting.at(-1);
      const both = last && merged(last.step, step);
      const now = { pushedAt: options.now(), workedAt: workedMs };
      if (last && both) waiting[waiting.length - 1] = { ...("text" in both ? last : now), step: both };
      else waiting.push({ step, ...now });
      if (waiting.length > MAX_WAITING) waiting = waiting.filter((one) => isRelease(one.step));
      running ??= run();
    },
    drained,
    async shutOut() {
      shutters++;
      for (const letGo of holders) letGo();
      waiting = waiting.filter((one) => isRelease(one.step));
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

function isRelease(step: InputStep): boolean {
  return "isRelease" in step && step.isRelease === true;
}

function isMovement(step: InputStep): boolean {
  return "isMovement" in step && step.isMovement === true;
}
