/** The scenes by the names that `--only` and the tables use. */
import type { Scene } from "./scene.ts";
import { drag, motion } from "./scenes/moving.ts";
import { click, idle, photo } from "./scenes/still.ts";
import { caret, scroll, typing } from "./scenes/text.ts";

export const SCENES = { idle, caret, click, typing, scroll, drag, motion, photo } as const satisfies Record<
  string,
  Scene
>;
export type SceneName = keyof typeof SCENES;
export const SCENE_NAMES = Object.keys(SCENES) as SceneName[];
