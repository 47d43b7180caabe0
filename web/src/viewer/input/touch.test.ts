import { expect, test } from "bun:test";
import { createFakeTime } from "./frame.fake.ts";
import { TouchGestures } from "./touch.ts";

function setUp() {
  const time = createFakeTime();
  const done: string[] = [];
  const touch = new TouchGestures(
    {
      tap: ({ x, y }) => done.push(`tap ${x},${y}`),
      longPress: ({ x, y }) => done.push(`long press ${x},${y}`),
      drag: ({ x, y }, isDown) => done.push(`drag ${x},${y} ${isDown ? "down" : "up"}`),
      scroll: (_, { dx, dy }) => done.push(`scroll ${dx},${dy}`),
      pinch: (from, to, factor) => done.push(`pinch ${from.x},${from.y} ${to.x},${to.y} ${factor}`),
    },
    time.later,
  );
  return { time, done, touch };
}

test("a tap clicks where the finger came down, trembling or not", () => {
  const { touch, done } = setUp();
  touch.down(1, { x: 10, y: 10 });
  touch.move(1, { x: 13, y: 12 });
  touch.up(1, { x: 13, y: 12 });
  expect(done).toEqual(["tap 10,10"]);
});

test("a long press clicks right, and letting go is no tap", () => {
  const { touch, done, time } = setUp();
  touch.down(1, { x: 10, y: 10 });
  time.pass();
  touch.up(1, { x: 10, y: 10 });
  expect(done).toEqual(["long press 10,10"]);
});

test("a moving finger drags from where it came down, and is no long press", () => {
  const { touch, done, time } = setUp();
  touch.down(1, { x: 10, y: 10 });
  touch.move(1, { x: 40, y: 10 });
  time.pass();
  touch.up(1, { x: 50, y: 10 });
  expect(done).toEqual(["drag 10,10 down", "drag 40,10 down", "drag 50,10 up"]);
});

test("two fingers scroll, and the content follows them", () => {
  const { touch, done } = setUp();
  touch.down(1, { x: 10, y: 100 });
  touch.down(2, { x: 60, y: 100 });
  touch.move(1, { x: 10, y: 60 });
  touch.move(2, { x: 60, y: 60 });
  touch.up(1, { x: 10, y: 60 });
  touch.up(2, { x: 60, y: 60 });
  expect(done).toEqual(["scroll 0,0.5", "scroll 0,0.5"]);
});

test("fingers that go apart zoom about their middle, and go on zooming when they also move along", () => {
  const { touch, done } = setUp();
  touch.down(1, { x: 100, y: 100 });
  touch.down(2, { x: 200, y: 100 });
  touch.move(2, { x: 300, y: 100 });
  touch.move(1, { x: 100, y: 90 });
  touch.up(2, { x: 300, y: 100 });
  touch.up(1, { x: 100, y: 90 });
  expect(done[0]).toBe("pinch 150,100 200,100 2");
  expect(done[1]).toStartWith("pinch 200,100 200,95 ");
  expect(done).toHaveLength(2);
});

test("two fingers that tremble do nothing", () => {
  const { touch, done } = setUp();
  touch.down(1, { x: 100, y: 100 });
  touch.down(2, { x: 200, y: 100 });
  touch.move(2, { x: 204, y: 103 });
  touch.up(1, { x: 100, y: 100 });
  touch.up(2, { x: 204, y: 103 });
  expect(done).toEqual([]);
});
