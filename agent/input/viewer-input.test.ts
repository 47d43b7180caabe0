import { expect, test } from "bun:test";
import type { ForwardedMessage } from "../../protocol/messages/relay-to-agent.ts";
import type { Injector } from "./injector.ts";
import { createInputQueue } from "./input-queue.ts";
import { createViewerInput, type InputMessage } from "./viewer-input.ts";

function arrange() {
  const done: string[] = [];
  const note = (line: string) => void done.push(line);
  const injector: Injector = {
    movePointer: (x, y) => note(`move ${x},${y}`),
    setButton: (button, isDown) => note(`${button} ${isDown ? "down" : "up"}`),
    scroll: (dx, dy) => note(`scroll ${dx},${dy}`),
    keyDown: async ({ code, key }) => note(`${code}=${key} down`),
    keyUp: async (code) => note(`${code} up`),
    typeText: async (text) => note(`text ${text}`),
    typeKey: async (key) => note(`type ${key}`),
    releaseAll: async () => note("release all"),
    close: async () => {},
  };
  const queue = createInputQueue({ injector: async () => injector, failed: () => {}, now: () => 0 });
  const input = createViewerInput({ queue, toDesktop: (x, y) => ({ x: x + 1000, y: y + 2000 }), noteInput: () => {} });
  const receive = async (message: Partial<InputMessage>, viewer_id = "v1") => {
    input.receive({ session_id: "", permissions: [], viewer_id, ...message } as ForwardedMessage as InputMessage);
    await queue.drained();
  };
  return { input, queue, receive, done };
}

test("moves in pixels of the desktop", async () => {
  const { receive, done } = arrange();
  await receive({ type: "mouse_move", x: 5, y: 6 });
  expect(done).toEqual(["move 1005,2006"]);
});

test("a click of the plain protocol is a press and a release", async () => {
  const { receive, done } = arrange();
  await receive({ type: "mouse_click", button: "right", x: 0, y: 0, action: "click", count: 1 });
  expect(done).toEqual(["move 1000,2000", "right down", "right up"]);
});

test("a double click is two", async () => {
  const { receive, done } = arrange();
  await receive({ type: "mouse_click", button: "left", x: 0, y: 0, action: "click", count: 2 });
  expect(done.filter((line) => line === "left down")).toHaveLength(2);
});

test("scrolls where the pointer is said to be", async () => {
  const { receive, done } = arrange();
  await receive({ type: "mouse_scroll", dx: 0, dy: 1, x: 3, y: 4 });
  expect(done).toEqual(["move 1003,2004", "scroll 0,1"]);
});

test.each([
  ["enter", "type Enter"],
  ["page_up", "type PageUp"],
  ["f5", "type F5"],
  ["esc", "type Escape"],
  ["up", "type ArrowUp"],
  ["Backspace", "type Backspace"],
])("the plain name %s is a key", async (key, expected) => {
  const { receive, done } = arrange();
  await receive({ type: "key_special", key });
  expect(done).toEqual([expected]);
});

test("a combination goes down in order and up in the reverse", async () => {
  const { receive, done } = arrange();
  await receive({ type: "exec_key_combo", keys: ["ctrl_l", "alt_l", "delete"] });
  expect(done).toEqual([
    "ControlLeft=Control down",
    "AltLeft=Alt down",
    "Delete=Delete down",
    "Delete up",
    "AltLeft up",
    "ControlLeft up",
  ]);
});

test("what a viewer holds comes up when it goes, and only that", async () => {
  const { input, queue, receive, done } = arrange();
  await receive({ type: "key_event", code: "ShiftLeft", key: "Shift", action: "down" }, "v1");
  await receive({ type: "mouse_click", button: "left", x: 0, y: 0, action: "down", count: 1 }, "v1");
  await receive({ type: "key_event", code: "KeyA", key: "a", action: "down" }, "v2");
  done.length = 0;
  input.release("v1");
  await queue.drained();
  expect(done).toEqual(["ShiftLeft up", "left up"]);
});

test("a key that two viewers hold stays down until both let go", async () => {
  const { input, queue, receive, done } = arrange();
  await receive({ type: "key_event", code: "ShiftLeft", key: "Shift", action: "down" }, "v1");
  await receive({ type: "key_event", code: "ShiftLeft", key: "Shift", action: "down" }, "v2");
  done.length = 0;
  input.release("v1");
  await queue.drained();
  expect(done).toEqual([]);
  input.release("v2");
  await queue.drained();
  expect(done).toEqual(["ShiftLeft up"]);
});

test("keys without a place are told apart by their meaning", async () => {
  const { receive, done } = arrange();
  await receive({ type: "key_event", code: "", key: "a", action: "down" });
  await receive({ type: "key_event", code: "", key: "b", action: "down" });
  await receive({ type: "key_event", code: "", key: "a", action: "up" });
  expect(done).toEqual(["key:a=a down", "key:b=b down", "key:a up"]);
});

test("a text in place of one character is typed", async () => {
  const { receive, done } = arrange();
  await receive({ type: "key_press", key: "a😀é" });
  expect(done).toEqual(["text a😀é"]);
});
