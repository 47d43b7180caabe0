import { expect, test } from "bun:test";
import type { OutgoingViewerMessage } from "../../../../protocol/messages/viewer-to-relay.ts";
import { createFakeTime } from "./frame.fake.ts";
import { RemotePointer } from "./pointer.ts";

const NONE = 0;
const LEFT = 1;
const RIGHT = 2;
const MIDDLE = 4;
const BACK = 8;

function setUp() {
  const time = createFakeTime();
  return { time, pointer: new RemotePointer(time.send, time.later) };
}

/** "move 1,1", "left down 2,2", "scroll 0,1 at 3,3" */
function words(message: OutgoingViewerMessage): string {
  if (message.type === "mouse_move") return `move ${message.x},${message.y}`;
  if (message.type === "mouse_click") return `${message.button} ${message.action} ${message.x},${message.y}`;
  if (message.type === "mouse_scroll") return `scroll ${message.dx},${message.dy} at ${message.x},${message.y}`;
  return message.type;
}

const said = (time: { sent: OutgoingViewerMessage[] }) => time.sent.map(words);

test("the first motion of a frame goes at once, of the others only the last, with the frame", () => {
  const { time, pointer } = setUp();
  for (const x of [1, 2, 3, 4]) pointer.update({ x, y: 0 }, NONE);
  expect(said(time)).toEqual(["move 1,0"]);
  time.pass();
  expect(said(time)).toEqual(["move 1,0", "move 4,0"]);
  pointer.update({ x: 5, y: 0 }, NONE);
  expect(time.sent).toHaveLength(2);
  time.pass();
  expect(said(time).at(-1)).toBe("move 5,0");
});

test("after a frame without motion the next goes at once again", () => {
  const { time, pointer } = setUp();
  pointer.update({ x: 1, y: 0 }, NONE);
  time.pass();
  pointer.update({ x: 2, y: 0 }, NONE);
  expect(said(time)).toEqual(["move 1,0", "move 2,0"]);
});

test("motion within one pixel is none", () => {
  const { time, pointer } = setUp();
  pointer.update({ x: 1, y: 1 }, NONE);
  time.pass();
  pointer.update({ x: 1, y: 1 }, NONE);
  time.pass();
  expect(time.sent).toHaveLength(1);
});

test("a waiting motion goes before the click that follows it", () => {
  const { time, pointer } = setUp();
  pointer.update({ x: 1, y: 1 }, NONE);
  pointer.update({ x: 2, y: 2 }, NONE);
  pointer.update({ x: 3, y: 3 }, LEFT);
  expect(said(time)).toEqual(["move 1,1", "move 2,2", "left down 3,3"]);
});

test("a double click is two downs and two ups, in order", () => {
  const { time, pointer } = setUp();
  for (const buttons of [LEFT, NONE, LEFT, NONE]) pointer.update({ x: 1, y: 1 }, buttons);
  expect(said(time)).toEqual(["left down 1,1", "left up 1,1", "left down 1,1", "left up 1,1"]);
});

test("a second button during a drag is told apart from motion", () => {
  const { time, pointer } = setUp();
  pointer.update({ x: 1, y: 1 }, LEFT);
  pointer.update({ x: 2, y: 1 }, LEFT | RIGHT);
  pointer.update({ x: 2, y: 1 }, LEFT);
  expect(said(time)).toEqual(["left down 1,1", "right down 2,1", "right up 2,1"]);
});

test("all three buttons arrive as such, back and forward do not", () => {
  const { time, pointer } = setUp();
  for (const buttons of [MIDDLE, NONE, BACK, NONE, RIGHT, NONE]) pointer.update({ x: 1, y: 1 }, buttons);
  const clicks = said(time).filter((text) => !text.startsWith("move"));
  expect(clicks).toEqual(["middle down 1,1", "middle up 1,1", "right down 1,1", "right up 1,1"]);
});

test("a button released with everything else is not pressed anew while the hand still holds it", () => {
  const { time, pointer } = setUp();
  pointer.update({ x: 1, y: 1 }, LEFT);
  expect(pointer.forget()).toBe(true);
  pointer.update({ x: 2, y: 2 }, LEFT);
  pointer.update({ x: 2, y: 2 }, NONE);
  pointer.update({ x: 2, y: 2 }, LEFT);
  expect(said(time)).toEqual(["left down 1,1", "move 2,2", "left down 2,2"]);
});

test("a press beside the picture is none, until it is let go", () => {
  const { time, pointer } = setUp();
  pointer.ignore(LEFT);
  pointer.update({ x: 0, y: 0 }, LEFT);
  pointer.update({ x: 0, y: 0 }, NONE);
  expect(said(time)).toEqual(["move 0,0"]);
});

test("nothing held is nothing to release", () => {
  expect(setUp().pointer.forget()).toBe(false);
});

test("motion that waits goes before the wheel", () => {
  const { time, pointer } = setUp();
  pointer.update({ x: 1, y: 1 }, NONE);
  pointer.update({ x: 9, y: 9 }, NONE);
  pointer.wheel({ x: 9, y: 9 }, { deltaX: 0, deltaY: 120, deltaMode: 0 }, false);
  expect(said(time)).toEqual(["move 1,1", "move 9,9", "scroll 0,1 at 9,9"]);
});

test("with Shift, which turns the axis on the machine itself, the wheel's own axis is told", () => {
  const { time, pointer } = setUp();
  pointer.wheel({ x: 1, y: 1 }, { deltaX: 120, deltaY: 0, deltaMode: 0 }, true);
  expect(said(time)).toEqual(["scroll 0,1 at 1,1"]);
});
