/** Places along the top edge: 0 is left, 100 right. */

const STEP = 4;
/** The middle is where most want it: near it, it snaps. */
const SNAP = 2;

export function snapped(percent: number): number {
  const near = Math.abs(percent - 50) <= SNAP ? 50 : percent;
  return Math.round(Math.min(Math.max(near, 0), 100));
}

/** @returns the position that a key leads to; null for keys that lead nowhere */
export function positionByKey(key: string, from: number): number | null {
  if (key === "ArrowLeft") return Math.max(0, from - STEP);
  if (key === "ArrowRight") return Math.min(100, from + STEP);
  if (key === "Home") return 0;
  return key === "End" ? 100 : null;
}

/**
 * The position that keeps the grabbed spot under the pointer.
 * @param pointerX in the window, CSS pixels
 * @param grabX where in the toolbar it was grabbed
 */
export function positionByPointer(pointerX: number, grabX: number, toolbarWidth: number, windowWidth: number): number {
  const free = windowWidth - toolbarWidth;
  return free <= 0 ? 50 : Math.min(Math.max(((pointerX - grabX) / free) * 100, 0), 100);
}
