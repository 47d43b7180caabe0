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
