import { expect, test } from "bun:test";
import type { Injector } from "./injector.ts";
import { createInputQueue } from "./input-queue.ts";

function arrange() {
  const time = { now: 0 };
  const injector = Promise.withResolvers<Injector | null>();
  const failures: unknown[] = [];
  const queue = createInputQueue({
    injector: () => injector.promise,
    now: () => time.now,
    failed: (failure) => failures.push(failure),
  });
  const done: string[] = [];
  const step = (name: string, more: { isRelease?: boolean; isMovement?: boolean } = {}) =>
    queue.push({ ...more, run: () => void done.push(name) });
  const appear = () =>
    injector.resolve({ typeText: async (text: string) => void done.push(`typed ${text}`) } as Injector);
  return { time, queue, done, step, appear, injector, failures };
}

test("does everything in the order in which it came", async () => {
  const { queue, done, appear, step } = arrange();
  queue.push({
    async run() {
      await Bun.sleep(1);
      done.push("slow");
    },
  });
  step("quick");
  appear();
  await queue.drained();
  expect(done).toEqual(["slow", "quick"]);
});

test("drops what waited for more than two seconds, but lets go of what was held", async () => {
  const { time, queue, done, step, appear } = arrange();
  step("old press");
  step("old release", { isRelease: true });
  time.now = 1_000;
  step("newer press");
  time.now = 2_001;
  appear();
  await queue.drained();
  expect(done).toEqual(["old release", "newer press"]);
});

test("of several movements in a row only the newest is made", async () => {
  const { queue, done, step, appear } = arrange();
  step("first");
  step("move 1", { isMovement: true });
  step("move 2", { isMovement: true });
  step("press");
  step("move 3", { isMovement: true });
  appear();
  await queue.drained();
  expect(done).toEqual(["first", "move 2", "press", "move 3"]);
});

test("characters that wait are typed together, and in their place", async () => {
  const { queue, done, step, appear } = arrange();
  step("first");
  queue.push({ text: "日" });
  queue.push({ text: "本" });
  step("press");
  queue.push({ text: "x" });
  appear();
  await queue.drained();
  expect(done).toEqual(["first", "typed 日本", "press", "typed x"]);
});

test("a long text is typed to its end, however long that takes", async () => {
  const { queue, done, appear, time } = arrange();
  appear();
  for (let at = 0; at < 300; at++) {
    queue.push({
      async run() {
        time.now += 100;
        done.push(String(at));
      },
    });
  }
  await queue.drained();
  expect(done).toHaveLength(300);
});

test("what waited for a display that did not answer is dropped", async () => {
  const { queue, done, appear, time, step } = arrange();
  appear();
  queue.push({
    async run() {
      time.now += 2_500;
    },
  });
  step("too late");
  await queue.drained();
  expect(done).toEqual([]);
});

test("goes on after a step that failed", async () => {
  const { queue, done, step, appear, failures } = arrange();
  queue.push({ run: () => Promise.reject(new Error("no such key")) });
  step("next");
  appear();
  await queue.drained();
  expect(failures).toHaveLength(1);
  expect(done).toEqual(["next"]);
});

test("without a display nothing is done and nothing is kept", async () => {
  const { queue, done, step, injector } = arrange();
  step("lost");
  injector.resolve(null);
  await queue.drained();
  expect(done).toEqual([]);
});
