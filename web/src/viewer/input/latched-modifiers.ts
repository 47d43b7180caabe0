/**
 * Modifiers of the on-screen key row: a tap holds one for the next key, a second tap holds it until a third. They are
 * down on the machine meanwhile, as a held key of a real keyboard is.
 */
import type { KeyStroke } from "./key-stroke.ts";
import type { PressedKeys } from "./pressed-keys.ts";

export type Latch = "once" | "locked";

export class LatchedModifiers {
  readonly #pressed: PressedKeys;
  readonly #changed: (latched: ReadonlyMap<string, Latch>) => void;
  readonly #latches = new Map<string, { stroke: KeyStroke; latch: Latch }>();

  constructor(pressed: PressedKeys, changed: (latched: ReadonlyMap<string, Latch>) => void) {
    this.#pressed = pressed;
    this.#changed = changed;
  }

  get isAny(): boolean {
    return this.#latches.size > 0;
  }

  holds(code: string): boolean {
    return this.#latches.has(code);
  }

  toggle(stroke: KeyStroke): void {
    const held = this.#latches.get(stroke.code);
    if (!held) {
      this.#pressed.down(stroke);
      this.#latches.set(stroke.code, { stroke, latch: "once" });
    } else if (held.latch === "once") {
      this.#latches.set(stroke.code, { stroke, latch: "locked" });
    } else {
      this.#pressed.up(stroke);
      this.#latches.delete(stroke.code);
    }
    this.#tell();
  }

  /** A key that they were meant for has been pressed. */
  afterKey(): void {
    const spent = [...this.#latches.values()].filter(({ latch }) => latch === "once");
    for (const { stroke } of spent) {
      this.#pressed.up(stroke);
      this.#latches.delete(stroke.code);
    }
    if (spent.length > 0) this.#tell();
  }

  /** They were released in another way. */
  forget(): void {
    if (!this.isAny) return;
    this.#latches.clear();
    this.#tell();
  }

  #tell(): void {
    this.#changed(new Map(Array.from(this.#latches, ([code, { latch }]) => [code, latch])));
  }
}
