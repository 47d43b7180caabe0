/**
 * Input by nut-js: Windows and macOS, and a way out on Linux. Characters of a US keyboard are pressed as keys; others are
 * typed as text by Windows and macOS, and refused on X11, where the library would type something else.
 */
import { Button, Key, keyboard, mouse, Point, providerRegistry } from "@nut-tree/nut-js";
import { setNativeEnvironment } from "../native/environment.ts";
import type { DisplayAccess } from "../stream/screen-stream.ts";
import type { Injector, KeyStroke, MouseButton } from "./injector.ts";
import { keyOf, usKeyOf } from "./portable-keys.ts";
import { createWheel } from "./wheel.ts";

const BUTTONS: Readonly<Record<MouseButton, Button>> = {
  left: Button.LEFT,
  middle: Button.MIDDLE,
  right: Button.RIGHT,
};

/** @throws Error where the native library cannot be loaded */
export async function openPortableInjector(access: DisplayAccess): Promise<Injector> {
  if (process.platform === "linux") {
    setNativeEnvironment("DISPLAY", access.display);
    if (access.authority) setNativeEnvironment("XAUTHORITY", access.authority);
  }
  // The library's own pauses are for scripts that people watch.
  keyboard.config.autoDelayMs = 0;
  mouse.config.autoDelayMs = 0;
  providerRegistry.getKeyboard().setKeyboardDelay(0);
  providerRegistry.getMouse().setMouseDelay(0);
  return new PortableInjector();
}

class PortableInjector implements Injector {
  readonly #heldKeys = new Map<string, Key>();
  readonly #heldButtons = new Set<MouseButton>();
  #tail: Promise<unknown> = Promise.resolve();
  readonly #wheel = createWheel({
    up: () => this.#after(() => mouse.scrollUp(1)),
    down: () => this.#after(() => mouse.scrollDown(1)),
    // libnut has left and right exchanged on X11.
    left: () => this.#after(() => (process.platform === "linux" ? mouse.scrollRight(1) : mouse.scrollLeft(1))),
    right: () => this.#after(() => (process.platform === "linux" ? mouse.scrollLeft(1) : mouse.scrollRight(1))),
  });

  movePointer(x: number, y: number): void {
    const at = new Point(clampToInt16(x), clampToInt16(y));
    void this.#after(() => mouse.setPosition(at));
  }

  setButton(button: MouseButton, isDown: boolean): void {
    if (isDown === this.#heldButtons.has(button)) return;
    if (isDown) this.#heldButtons.add(button);
    else this.#heldButtons.delete(button);
    void this.#after(() => (isDown ? mouse.pressButton(BUTTONS[button]) : mouse.releaseButton(BUTTONS[button])));
  }

  scroll(dx: number, dy: number): void {
    this.#wheel(dx, dy);
  }

  keyDown(stroke: KeyStroke): Promise<void> {
    return this.#after(() => this.#press(stroke));
  }

  keyUp(code: string): Promise<void> {
    return this.#after(() => this.#release(code));
  }

  async typeText(text: string): Promise<void> {
    for (const character of text) await this.typeKey(character);
  }

  typeKey(key: string): Promise<void> {
    return this.#after(async () => {
      const code = `type:${key}`;
      await this.#press({ code, key });
      await this.#release(code);
    });
  }

  async releaseAll(): Promise<void> {
    for (const button of [...this.#heldButtons]) this.setButton(button, false);
    await this.#after(async () => {
      for (const code of [...this.#heldKeys.keys()]) await this.#release(code);
    });
  }

  async close(): Promise<void> {
    await this.releaseAll();
  }

  /** One step after the other: the library's calls wait in between. */
  #after(step: () => Promise<unknown>): Promise<void> {
    const done = this.#tail.then(async () => void (await step()));
    this.#tail = done.catch(() => {});
    return done;
  }

  async #press({ code, key, location }: KeyStroke): Promise<void> {
    const named = keyOf(key, location);
    if (named !== null) return this.#hold(code, named);
    const us = usKeyOf(key);
    if (us) return this.#pressUs(code, us.key, us.shift);
    if (key.length !== String.fromCodePoint(key.codePointAt(0) ?? 0).length) return;
    if (process.platform === "linux") {
      throw new Error(`the portable back-end cannot type ${JSON.stringify(key)} on X11: start with --capture x11`);
    }
    await keyboard.type(key);
  }

  async #pressUs(code: string, key: Key, shift: boolean): Promise<void> {
    const heldShifts = [...this.#heldKeys.values()].filter((one) => one === Key.LeftShift || one === Key.RightShift);
    if (shift === heldShifts.length > 0) return this.#hold(code, key);
    // The technician's layout has this character elsewhere: other modifiers for this one press only.
    for (const held of heldShifts) await keyboard.releaseKey(held);
    if (shift) await keyboard.pressKey(Key.LeftShift);
    await keyboard.pressKey(key);
    await keyboard.releaseKey(key);
    if (shift) await keyboard.releaseKey(Key.LeftShift);
    for (const held of heldShifts) await keyboard.pressKey(held);
  }

  async #hold(code: string, key: Key): Promise<void> {
    if (this.#heldKeys.has(code)) return;
    this.#heldKeys.set(code, key);
    await keyboard.pressKey(key);
  }

  async #release(code: string): Promise<void> {
    const key = this.#heldKeys.get(code);
    this.#heldKeys.delete(code);
    if (key !== undefined) await keyboard.releaseKey(key);
  }
}

/** libnut cuts coordinates to 16 bits, so that far to the right would be on the left; the system clamps to the screen. */
function clampToInt16(coordinate: number): number {
  return Math.min(Math.max(coordinate, 0), 0x7fff);
}
