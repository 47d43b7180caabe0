import { expect, test } from "bun:test";
import type { OutgoingViewerMessage } from "../../../../protocol/messages/viewer-to-relay.ts";
import { createFakeTime } from "./frame.fake.ts";
import { Keyboard } from "./keyboard.ts";

const CONTROL = { code: "ControlLeft", key: "Control", location: 1 };
const SHIFT = { code: "ShiftLeft", key: "Shift", location: 1 };
const TAB = { code: "Tab", key: "Tab", location: 0 };

function setUp() {
  const sent: string[] = [];
  let latched: Record<string, string> = {};
  const keyboard = new Keyboard({
    send: (message: OutgoingViewerMessage) => {
      if (message.type === "key_event") sent.push(`${message.action} ${message.code || message.key}`);
      if (message.type === "key_press") sent.push(`press ${message.key}`);
    },
    platform: "other",
    schedule: createFakeTime().later,
    latched: (now) => {
      latched = Object.fromEntries(now);
    },
  });
  return { keyboard, sent, latched: () => latched };
}

test("a modifier that is tapped is down for the next key only", () => {
  const { keyboard, sent, latched } = setUp();
  keyboard.latch(CONTROL);
  expect(latched()).toEqual({ ControlLeft: "once" });
  keyboard.text("c");
  keyboard.text("c");
  expect(sent).toEqual(["down ControlLeft", "down KeyC", "up KeyC", "up ControlLeft", "press c"]);
  expect(latched()).toEqual({});
});

test("tapped twice it stays down until the third tap", () => {
  const { keyboard, sent, latched } = setUp();
  keyboard.latch(CONTROL);
  keyboard.latch(CONTROL);
  expect(latched()).toEqual({ ControlLeft: "locked" });
  keyboard.tap(TAB);
  keyboard.tap(TAB);
  keyboard.latch(CONTROL);
  expect(sent).toEqual(["down ControlLeft", "down Tab", "up Tab", "down Tab", "up Tab", "up ControlLeft"]);
});

test("several go together, and a key without any goes alone", () => {
  const { keyboard, sent } = setUp();
  keyboard.latch(CONTROL);
  keyboard.latch(SHIFT);
  keyboard.tap(TAB);
  keyboard.tap(TAB);
  const together = ["down ControlLeft", "down ShiftLeft", "down Tab", "up Tab", "up ControlLeft", "up ShiftLeft"];
  expect(sent).toEqual([...together, "down Tab", "up Tab"]);
});

test("when the keyboard goes elsewhere nothing stays latched", () => {
  const { keyboard, latched } = setUp();
  keyboard.latch(CONTROL);
  expect(keyboard.forget()).toBe(true);
  expect(latched()).toEqual({});
});
