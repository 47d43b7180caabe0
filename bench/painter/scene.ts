/** What a scene is: something that changes step by step, each step with a new counter value. */
import type { Stage } from "./stage.ts";
import type { Point } from "./x-drawing.ts";

export type Scene = {
  /** Left upper corners of its counters. A value counts as shown when all of them show it. */
  counters: readonly Point[];
  /** 0: it steps only when it is clicked; "once": one step at the start. */
  stepsPerSecond: number | "once";
  /** Paints the first picture (counter 0) and returns what paints step 1, 2, … */
  prepare(stage: Stage): Promise<(step: number) => void>;
};
