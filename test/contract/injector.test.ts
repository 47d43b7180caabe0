/** One suite for every injector, on a real X server with real X clients. What a back-end cannot do stands in its row. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Injector } from "../../agent/input/injector.ts";
import { openInjector } from "../../agent/input/open-injector.ts";
import { KEY_BUTTON_MASK } from "../../agent/x11/pointer.ts";
import { type InputWindow, openInputWindow, openTypedText } from "../fakes/x-input-window.ts";
import { startXServer, type XServer } from "../fakes/x-server.ts";

const EVERYTHING = "Hello ~{}[]|\\ é€ñ ß 漢字 Привет 😀 ∑";

const BACKENDS = [
  { backend: "x11", canType: EVERYTHING, refuses: "" },
  // libnut knows the keys of a US keyboard; for anything else it would press some other key (or end the process).
  { backend: "portable", canType: "Hello ~{}[]|\\      ", refuses: "é€ñß漢字Привет😀∑" },
] as const;

let server: XServer;
let window: InputWindow;
let injector: Injector;

beforeAll(async () => {
  server = await startXServer({ width: 1280, height: 800 });
});
afterAll(async () => {
  await server.stop();
});

describe.each(BACKENDS)("the $backend injector", ({ backend, canType, refuses }) => {
  const open = () => openInjector(backend, { display: server.display, authority: null }, { lost: () => {} });

  describe("before a window", () => {
    beforeEach(async () => {
      window = await openInputWindow(server.display);
      injector = await open();
    });
    afterEach(async () => {
      await injector.close();
      window.close();
    });

    test("puts the pointer on the exact pixel, and at the edge for what lies outside", async () => {
      for (const [x, y] of [
        [0, 0],
        [1279, 799],
        [641, 333],
      ] as const) {
        injector.movePointer(x, y);
        await injector.releaseAll();
        expect(await window.pointer()).toEqual({ x, y });
      }
      injector.movePointer(99_999, -50);
      await injector.releaseAll();
      expect(await window.pointer()).toEqual({ x: 1279, y: 0 });
    });

    test("presses and releases each button where the pointer is", async () => {
      injector.movePointer(200, 150);
      for (const button of ["left", "middle", "right"] as const) {
        injector.setButton(button, true);
        injector.setButton(button, false);
      }
      const events = await window.received(6);
      expect(events.map(({ kind, detail }) => `${kind} ${detail}`)).toEqual(
        [1, 2, 3].flatMap((button) => [`button down ${button}`, `button up ${button}`]),
      );
      expect(events[0]).toMatchObject({ x: 200, y: 150 });
    });

    test("turns the wheel each way, and adds fractions of a notch up", async () => {
      injector.scroll(0, -1);
      injector.scroll(0, 0.5);
      injector.scroll(0, 0.5);
      injector.scroll(-1, 0);
      injector.scroll(2, 0);
      const events = await window.received(10);
      const presses = events.filter(({ kind }) => kind === "button down").map(({ detail }) => detail);
      expect(presses).toEqual([4, 5, 6, 7, 7]);
    });

    test("names of keys are those keys", async () => {
      const keys = { Enter: 0xff0d, Backspace: 0xff08, ArrowLeft: 0xff51, PageUp: 0xff55, F5: 0xffc2, Escape: 0xff1b };
      for (const key of Object.keys(keys)) await injector.typeKey(key);
      const events = await window.received(2 * Object.keys(keys).length);
      const pressed = events.filter(({ kind }) => kind === "key down").map(({ keysym }) => keysym);
      expect(pressed).toEqual(Object.values(keys));
    });

    test("a shortcut arrives as its key with its modifier held", async () => {
      await injector.keyDown({ code: "ControlLeft", key: "Control", location: 1 });
      await injector.keyDown({ code: "KeyC", key: "c" });
      await injector.keyUp("KeyC");
      await injector.keyUp("ControlLeft");
      const events = await window.received(4);
      expect(events.map(({ kind, keysym }) => [kind, keysym])).toEqual([
        ["key down", 0xffe3],
        ["key down", 0x63],
        ["key up", 0x63],
        ["key up", 0xffe3],
      ]);
      expect(events[1]?.state).toBe(KEY_BUTTON_MASK.control);
    });

    test("a key that is reported again while it is held is pressed once", async () => {
      for (let times = 0; times < 3; times++) await injector.keyDown({ code: "KeyA", key: "a" });
      await injector.keyUp("KeyA");
      const events = await window.received(2);
      expect(events.map(({ kind }) => kind)).toEqual(["key down", "key up"]);
    });

    test("keeps the order of keys that nobody waited for", async () => {
      const done = [..."qwerty"].flatMap((key) => [
        injector.keyDown({ code: `Key${key.toUpperCase()}`, key }),
        injector.keyUp(`Key${key.toUpperCase()}`),
      ]);
      await Promise.all(done);
      const events = await window.received(12);
      const typed = events.filter(({ kind }) => kind === "key down").map(({ keysym }) => String.fromCharCode(keysym));
      expect(typed.join("")).toBe("qwerty");
    });

    test("lets go of every key and button that it holds", async () => {
      await injector.keyDown({ code: "ShiftLeft", key: "Shift", location: 1 });
      await injector.keyDown({ code: "KeyA", key: "A" });
      injector.setButton("left", true);
      await window.received(3);
      await injector.releaseAll();
      const events = await window.received(6);
      expect(
        events
          .slice(3)
          .map(({ kind }) => kind)
          .sort(),
      ).toEqual(["button up", "key up", "key up"]);
    });

    test("types nothing for a dead key, whose character comes later", async () => {
      await injector.keyDown({ code: "Quote", key: "Dead" });
      await injector.keyUp("Quote");
      await injector.typeKey("Escape");
      const events = await window.received(2);
      expect(events.map(({ keysym }) => keysym)).toEqual([0xff1b, 0xff1b]);
    });
  });

  describe("before a terminal", () => {
    test("types text so that exactly this text arrives", async () => {
      const terminal = await openTypedText(server.display);
      injector = await open();
      injector.movePointer(100, 100);
      const refused: string[] = [];
      for (const character of EVERYTHING) await injector.typeKey(character).catch(() => refused.push(character));
      const text = await terminal.text([...canType].length);
      await injector.close();
      await terminal.stop();
      expect(text).toBe(canType);
      expect(refused.join("")).toBe(refuses);
    }, 20_000);

    test("a character that needs other modifiers than those held still arrives", async () => {
      const terminal = await openTypedText(server.display);
      injector = await open();
      injector.movePointer(100, 100);
      // German: "@" without Shift, "/" with Shift, where a US keyboard has them the other way round.
      await injector.keyDown({ code: "KeyQ", key: "@" });
      await injector.keyUp("KeyQ");
      await injector.keyDown({ code: "ShiftLeft", key: "Shift", location: 1 });
      await injector.keyDown({ code: "Digit7", key: "/" });
      await injector.keyUp("Digit7");
      await injector.keyDown({ code: "KeyA", key: "A" });
      await injector.keyUp("KeyA");
      await injector.keyUp("ShiftLeft");
      await injector.typeKey("b");
      const text = await terminal.text(4);
      await injector.close();
      await terminal.stop();
      expect(text).toBe("@/Ab");
    }, 20_000);
  });
});
