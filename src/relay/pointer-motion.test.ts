import { expect, test } from "bun:test";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { DEFAULT_RELAY_LIMITS } from "./limits.ts";
import { type MotionMessage, PointerMotion } from "./pointer-motion.ts";

function motion() {
  const clock = new ManualClock();
  const sent: MotionMessage[] = [];
  const limits = { ...DEFAULT_RELAY_LIMITS, motionRate: { perSecond: 100, burst: 2 } };
  return { clock, sent, motion: new PointerMotion(clock, limits, (message) => sent.push(message)) };
}

const move = (x: number): MotionMessage => ({ type: "mouse_move", x, y: 0 });
const scroll = (dy: number): MotionMessage => ({ type: "mouse_scroll", dx: 0, dy });

test("motion below the rate is forwarded as it comes", () => {
  const { sent, motion: pointer } = motion();
  pointer.push(move(1));
  pointer.push(move(2));
  expect(sent).toEqual([move(1), move(2)]);
});

test("of faster motion the last position arrives", () => {
  const { clock, sent, motion: pointer } = motion();
  for (let x = 1; x <= 100; x++) pointer.push(move(x));
  clock.advance(10);
  expect(sent).toEqual([move(1), move(2), move(100)]);
});

test("of faster scrolling no notch is lost", () => {
  const { clock, sent, motion: pointer } = motion();
  for (let count = 0; count < 100; count++) pointer.push(scroll(1));
  clock.advance(10);
  expect(sent).toEqual([scroll(1), scroll(1), scroll(98)]);
});

test("moves and scrolls keep their order", () => {
  const { clock, sent, motion: pointer } = motion();
  for (const message of [move(1), move(2), move(3), scroll(1), scroll(2), move(4)]) pointer.push(message);
  clock.advance(10);
  expect(sent).toEqual([move(1), move(2), move(3), scroll(3), move(4)]);
});

test("what is held goes out before what must follow it", () => {
  const { sent, motion: pointer } = motion();
  for (let x = 1; x <= 5; x++) pointer.push(move(x));
  pointer.flush();
  expect(sent.at(-1)).toEqual(move(5));
});

test("nothing is forwarded once its viewer is gone", () => {
  const { clock, sent, motion: pointer } = motion();
  for (let x = 1; x <= 5; x++) pointer.push(move(x));
  pointer.clear();
  clock.advance(1_000);
  expect(sent).toHaveLength(2);
});
