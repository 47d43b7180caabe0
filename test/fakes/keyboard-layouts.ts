/**
 * Real keyboards of other countries: a layout is set on an X server (xkeyboard-config), and its keys are pressed there, at
 * every level that they have. Which keys those are is asked of X itself.
 */
import { connectX, type XConnection } from "../../agent/x11/connection.ts";
import { getKeyboardMapping } from "../../agent/x11/keyboard.ts";
import { openXTest, type XTest } from "../../agent/x11/xtest.ts";

/** A layout and its variant as `setxkbmap` names them. */
export type LayoutName = { layout: string; variant?: string };

/** 1 plain · 2 with Shift · 3 with AltGr · 4 with both. */
export type Level = 1 | 2 | 3 | 4;

/** One key at one level, as the browser's `code` names its place. */
export type LayoutKey = { code: string; level: Level };

/** A character, or several, and how the layout's keyboard makes it: by one key, or by a dead key and another. */
export type LayoutStroke = { text: string; key: LayoutKey; dead?: LayoutKey };

const LEVELS: readonly Level[] = [1, 2, 3, 4];
/** Columns of levels 1 to 4 of the first group (XKB protocol §12.4). */
const COLUMNS: Readonly<Record<Level, number>> = { 1: 0, 2: 1, 3: 4, 4: 5 };
const DEAD_KEYSYMS = { first: 0xfe50, last: 0xfe93 };
/** What dead keys are for: a mark on one of these letters, and the mark alone by the space bar. */
const COMPOSED: ReadonlySet<string> = new Set([..."AEIOUNCSYZ"].map((letter) => `Key${letter}`).concat("Space"));
const RETURN_KEYSYM = 0xff0d;
const SHIFT_KEYSYM = 0xffe1;
const LEVEL3_KEYSYM = 0xfe03;

/** Keys that give characters: by their names in xkeyboard-config and in UI Events (`code`). */
const CODES: Readonly<Record<string, string>> = {
  TLDE: "Backquote",
  BKSL: "Backslash",
  LSGT: "IntlBackslash",
  AE11: "Minus",
  AE12: "Equal",
  AE13: "IntlYen",
  AD11: "BracketLeft",
  AD12: "BracketRight",
  AC10: "Semicolon",
  AC11: "Quote",
  AB08: "Comma",
  AB09: "Period",
  AB10: "Slash",
  AB11: "IntlRo",
  SPCE: "Space",
  ...row("AE", "1234567890", "Digit"),
  ...row("AD", "QWERTYUIOP", "Key"),
  ...row("AC", "ASDFGHJKL", "Key"),
  ...row("AB", "ZXCVBNM", "Key"),
};

function row(name: string, keys: string, prefix: string): Record<string, string> {
  return Object.fromEntries([...keys].map((key, at) => [`${name}${String(at + 1).padStart(2, "0")}`, prefix + key]));
}

export async function setLayout(display: string, { layout, variant = "" }: LayoutName): Promise<void> {
  await run(["setxkbmap", "-display", display, "-layout", layout, "-variant", variant, "-option", ""]);
}

/** Keys by their names in UI Events, and what is on them, as the X server has it now. */
type Keys = {
  keycodes: ReadonlyMap<string, number>;
  keysymOf(keycode: number, level: Level): number;
  /** A keycode that has it. */
  find(keysym: number): number;
};

async function keysOf(display: string, x: XConnection): Promise<Keys> {
  const { keysyms, keysymsPerKeycode, minKeycode } = await getKeyboardMapping(x);
  const dump = await run(["xkbcomp", "-xkb", display, "-"]);
  const keycodes = new Map<string, number>();
  for (const [, name = "", keycode] of dump.matchAll(/<(\w+)> = (\d+);/g)) {
    const code = CODES[name];
    if (code) keycodes.set(code, Number(keycode));
  }
  return {
    keycodes,
    keysymOf: (keycode, level) => keysyms[(keycode - minKeycode) * keysymsPerKeycode + COLUMNS[level]] ?? 0,
    find: (keysym) => Math.floor(keysyms.indexOf(keysym) / keysymsPerKeycode) + minKeycode,
  };
}

/** A hand on an X server's own keyboard and mouse. Shift and AltGr stay down from one key to the next that needs them. */
export class PhysicalKeyboard {
  readonly keys: Keys;
  readonly #connection: XConnection;
  readonly #xtest: XTest;
  readonly #held = new Set<number>();

  constructor(connection: XConnection, xtest: XTest, keys: Keys) {
    this.#connection = connection;
    this.#xtest = xtest;
    this.keys = keys;
  }

  press({ code, level }: LayoutKey): void {
    this.#hold(SHIFT_KEYSYM, level === 2 || level === 4);
    this.#hold(LEVEL3_KEYSYM, level >= 3);
    const keycode = this.keys.keycodes.get(code);
    if (keycode === undefined) throw new Error(`this keyboard has no ${code}`);
    this.#tap(keycode);
  }

  type({ dead, key }: Pick<LayoutStroke, "dead" | "key">): void {
    if (dead) this.press(dead);
    this.press(key);
  }

  enter(): void {
    this.letGo();
    this.#tap(this.keys.find(RETURN_KEYSYM));
  }

  letGo(): void {
    this.#hold(SHIFT_KEYSYM, false);
    this.#hold(LEVEL3_KEYSYM, false);
  }

  pointAt(x: number, y: number): void {
    this.#xtest.motion(x, y);
  }

  click(): void {
    this.#xtest.button(1, true);
    this.#xtest.button(1, false);
  }

  close(): void {
    this.letGo();
    this.#connection.close();
  }

  #hold(keysym: number, isNeeded: boolean): void {
    const keycode = this.keys.find(keysym);
    if (this.#held.has(keycode) === isNeeded) return;
    if (isNeeded) this.#held.add(keycode);
    else this.#held.delete(keycode);
    this.#xtest.key(keycode, isNeeded);
  }

  #tap(keycode: number): void {
    this.#xtest.key(keycode, true);
    this.#xtest.key(keycode, false);
  }
}

/** On the layout that the X server has now. */
export async function openPhysicalKeyboard(display: string): Promise<PhysicalKeyboard> {
  const x = await connectX(display, null);
  const xtest = await openXTest(x);
  if (!xtest) throw new Error(`the X server ${display} has no XTEST`);
  return new PhysicalKeyboard(x, xtest, await keysOf(display, x));
}

/** Every way to press one key, and a dead key before another. What comes of them is for a program to say. */
export function everyStroke({ keycodes, keysymOf }: Keys): Omit<LayoutStroke, "text">[] {
  const plain: LayoutKey[] = [];
  const dead: LayoutKey[] = [];
  for (const [code, keycode] of keycodes) {
    for (const level of LEVELS) {
      const keysym = keysymOf(keycode, level);
      const isRepeated = level >= 3 && keysym === keysymOf(keycode, level === 3 ? 1 : 2);
      if (keysym === 0 || isRepeated) continue;
      (keysym >= DEAD_KEYSYMS.first && keysym <= DEAD_KEYSYMS.last ? dead : plain).push({ code, level });
    }
  }
  const letters = plain.filter(({ code, level }) => COMPOSED.has(code) && level <= 2);
  const composed = dead.flatMap((first) => letters.map((key) => ({ dead: first, key })));
  return [...plain.map((key) => ({ key })), ...composed];
}

async function run(command: readonly string[]): Promise<string> {
  const program = Bun.spawn([...command], { stdout: "pipe", stderr: "ignore" });
  const output = await new Response(program.stdout).text();
  if ((await program.exited) !== 0) throw new Error(`${command.join(" ")} ended with ${program.exitCode}`);
  return output;
}
