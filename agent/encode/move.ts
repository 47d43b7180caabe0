/** Content that moved within the picture. */
import type { Area } from "../capture/area.ts";

/** Where pixels went: what was at (x − dx, y − dy) is now at (x, y). */
export type Offset = { dx: number; dy: number };

/** `target` now shows what was at `from` in the picture sent so far. */
export type Move = { target: Area; from: { x: number; y: number } };
