/** The keys an injector holds down, by the viewer's code, and which of them are modifiers. */

export type ModifierRole = "shift" | "level3" | "control" | "alt" | "meta";

export type HeldKey = {
  keycode: number;
  role: ModifierRole | null;
  /** Not down any more: it needed other modifiers than those held, so it was pressed and let go at once. */
  isTapped: boolean;
};

const ROLES: Readonly<Record<string, ModifierRole>> = {
  Shift: "shift",
  AltGraph: "level3",
  Control: "control",
  Alt: "alt",
  Meta: "meta",
  OS: "meta",
};

export function roleOf(key: string): ModifierRole | null {
  return Object.hasOwn(ROLES, key) ? (ROLES[key] ?? null) : null;
}

export class HeldKeys {
  readonly #byCode = new Map<string, HeldKey>();

  get(code: string): HeldKey | undefined {
    return this.#byCode.get(code);
  }

  set(code: string, key: HeldKey): void {
    this.#byCode.set(code, key);
  }

  /** @returns the key when it is down and nothing else holds the same keycode */
  release(code: string): HeldKey | null {
    const key = this.#byCode.get(code);
    this.#byCode.delete(code);
    return key && !key.isTapped && !this.isDown(key.keycode) ? key : null;
  }

  isDown(keycode: number): boolean {
    return [...this.#byCode.values()].some((key) => key.keycode === keycode && !key.isTapped);
  }

  has(role: ModifierRole): boolean {
    return this.keycodes(role).length > 0;
  }

  keycodes(role: ModifierRole): number[] {
    return [...this.#byCode.values()].filter((key) => key.role === role).map((key) => key.keycode);
  }

  codes(): string[] {
    return [...this.#byCode.keys()];
  }
}
