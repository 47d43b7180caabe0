/** Typing by meaning on keyboard maps that are not the technician's: layouts, AltGr, locks, spare keycodes. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import type { Injector } from "../../agent/input/injector.ts";
import { openInjector } from "../../agent/input/open-injector.ts";
import { connectX, type XConnection } from "../../agent/x11/connection.ts";
import { getKeyboardMapping } from "../../agent/x11/keyboard.ts";
import { KEY_BUTTON_MASK, queryPointer } from "../../agent/x11/pointer.ts";
import { openInputWindow, openTypedText, type TypedText } from "../fakes/x-input-window.ts";
import { startXServer, type XServer } from "../fakes/x-server.ts";

let server: XServer;
let terminal: TypedText;
let injector: Injector;
let connection: XConnection;

beforeEach(async () => {
  server = await startXServer({ width: 800, height: 600 });
  connection = await connectX(server.display, null);
});
afterEach(async () => {
  connection.close();
  await server.stop();
});

async function layout(name: string): Promise<void> {
  const program = Bun.spawn(["setxkbmap", name], { env: server.env });
  expect(await program.exited).toBe(0);
}

async function open(): Promise<void> {
  injector = await openInjector("x11", { display: server.display, authority: null }, { lost: () => {} });
}

/** Opens a terminal, types by `typing`, and answers what arrived. */
async function typed(characters: number, typing: () => Promise<void>): Promise<string> {
  terminal = await openTypedText(server.display);
  await open();
  injector.movePointer(100, 100);
  await typing();
  const text = await terminal.text(characters);
  await injector.close();
  await terminal.stop();
  return text;
}

async function typeText(text: string): Promise<void> {
  for (const character of text) await injector.typeKey(character);
}

async function mapping(): Promise<string> {
  return [...(await getKeyboardMapping(connection)).keysyms].join();
}

const MIXED = 'aA zZ yY @€{}[]|\\~ äöüß éñ 12!"§$%&/()=? Привет 漢字 😀';

test.each(["us", "de", "fr", "de(nodeadkeys)", "ru", "us,ru", "gr"])(
  "types every character on the layout %s",
  async (name) => {
    await layout(name);
    const text = await typed([...MIXED].length, () => typeText(MIXED));
    expect(text).toBe(MIXED);
  },
  20_000,
);

test("takes up another layout in the middle of typing", async () => {
  const text = await typed(8, async () => {
    await typeText("y@é");
    await layout("de");
    await typeText("y@éz€");
  });
  expect(text).toBe("y@éy@éz€");
}, 20_000);

test("an AltGr that the technician holds, with the Control that Windows adds, does not change the character", async () => {
  const text = await typed(2, async () => {
    await injector.keyDown({ code: "ControlLeft", key: "Control", location: 1 });
    await injector.keyDown({ code: "AltRight", key: "AltGraph", location: 2 });
    await injector.keyDown({ code: "KeyQ", key: "@" });
    await injector.keyUp("KeyQ");
    await injector.keyUp("AltRight");
    await injector.keyUp("ControlLeft");
    await injector.typeKey("x");
  });
  expect(text).toBe("@x");
}, 20_000);

test("Caps Lock follows the technician's, and letters stay what was typed", async () => {
  const text = await typed(4, async () => {
    const on = { caps: true, num: false };
    await injector.keyDown({ code: "KeyA", key: "A", locks: on });
    await injector.keyUp("KeyA");
    expect((await queryPointer(connection)).mask & KEY_BUTTON_MASK.lock).toBeGreaterThan(0);
    await injector.keyDown({ code: "KeyB", key: "b", locks: on });
    await injector.keyUp("KeyB");
    await injector.keyDown({ code: "Quote", key: "é", locks: on });
    await injector.keyUp("Quote");
    await injector.keyDown({ code: "KeyC", key: "c", locks: { caps: false, num: false } });
    await injector.keyUp("KeyC");
  });
  expect(text).toBe("Abéc");
  expect((await queryPointer(connection)).mask & KEY_BUTTON_MASK.lock).toBe(0);
}, 20_000);

test("the numeric keypad gives digits or movements, as the technician's did", async () => {
  const window = await openInputWindow(server.display);
  await open();
  await injector.keyDown({ code: "Numpad7", key: "7", location: 3 });
  await injector.keyUp("Numpad7");
  await injector.keyDown({ code: "Numpad7", key: "Home", location: 3 });
  await injector.keyUp("Numpad7");
  const keypad = () => window.events.filter(({ kind, keysym }) => kind === "key down" && keysym === 0xff95);
  await window.received(8);
  const numLock = 16;
  expect(keypad().map(({ state }) => state & numLock)).toEqual([numLock, 0]);
  await injector.close();
  window.close();
}, 20_000);

test("a shortcut in letters that the machine lacks is the key in that place", async () => {
  const window = await openInputWindow(server.display);
  await open();
  await injector.keyDown({ code: "ControlLeft", key: "Control", location: 1 });
  await injector.keyDown({ code: "KeyC", key: "с" });
  const events = await window.received(2);
  expect(events[1]).toMatchObject({ keysym: "c".charCodeAt(0), state: KEY_BUTTON_MASK.control });
  await injector.close();
  window.close();
}, 20_000);

test("more new characters than there are spare keycodes still arrive in order", async () => {
  const many = Array.from({ length: 120 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join("");
  expect(await typed(120, () => typeText(many))).toBe(many);
}, 20_000);

test("a text that the machine's layout lacks altogether is typed at once, mixed with what it has, and with capitals", async () => {
  const text = Array.from({ length: 300 }, (_, index) => `${String.fromCodePoint(0x100 + index)}aB`).join("");
  expect(await typed(900, () => injector.typeText(text))).toBe(text);
}, 20_000);

test("with Caps Lock on, a text is still that text", async () => {
  const text = "ąĄęĘ Привет ñÑ aZ ſ";
  const arrived = await typed([...text].length, async () => {
    await injector.typeKey("CapsLock");
    await injector.typeText(text);
  });
  expect(arrived).toBe(text);
}, 20_000);

test("the keyboard map is as it was when the injector has closed", async () => {
  const before = await mapping();
  await open();
  await typeText("漢字é");
  expect(await mapping()).not.toBe(before);
  await injector.close();
  expect(await mapping()).toBe(before);
});

test("what a killed agent left on spare keycodes is used again and taken back", async () => {
  const before = await mapping();
  const script = `
    const { openInjector } = await import("${new URL("../../agent/input/open-injector.ts", import.meta.url).pathname}");
    const injector = await openInjector("x11", { display: process.env.DISPLAY, authority: null }, { lost() {} });
    for (const character of "漢字かなカナ") await injector.typeKey(character);
    process.kill(process.pid, "SIGKILL");`;
  await Bun.spawn([process.execPath, "-e", script], { env: server.env }).exited;
  expect(await mapping()).not.toBe(before);
  await open();
  await typeText("é");
  await injector.close();
  expect(await mapping()).toBe(before);
});

test("tells once when the display goes away, and fails instead of hanging", async () => {
  const lost = Promise.withResolvers<void>();
  injector = await openInjector("x11", { display: server.display, authority: null }, { lost: lost.resolve });
  await server.stop();
  await lost.promise;
  await expect(injector.typeKey("a")).rejects.toThrow();
  await injector.close();
});
