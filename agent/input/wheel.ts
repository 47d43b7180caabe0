/** Wheel notches out of fractions: a touchpad sends many small parts of a notch. */

export type Notches = { up(): void; down(): void; left(): void; right(): void };

/** One message must not keep the display busy: nobody turns a wheel further than this at once. */
const MAX_NOTCHES = 50;

/** @returns scrolls by notches, positive right and down; what is left of a notch waits for the next call */
export function createWheel(notches: Notches): (dx: number, dy: number) => void {
  let [restX, restY] = [0, 0];
  const turn = (distance: number, back: () => void, forth: () => void): number => {
    const whole = Math.trunc(distance);
    for (let count = 0; count < Math.min(Math.abs(whole), MAX_NOTCHES); count++) (whole < 0 ? back : forth)();
    return distance - whole;
  };
  return (dx, dy) => {
    // Turned the other way, what was left over counts no more.
    restX = turn((restX * dx < 0 ? 0 : restX) + dx, notches.left, notches.right);
    restY = turn((restY * dy < 0 ? 0 : restY) + dy, notches.up, notches.down);
  };
}
