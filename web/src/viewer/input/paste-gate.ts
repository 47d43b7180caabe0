/**
 * Keeps keys in order with what they paste: the browser hands out its clipboard only a moment after the stroke that pastes
 * (Ctrl+V), so that stroke and all that follows wait until the machine has it.
 */
import type { KeyPlatform } from "./key-platform.ts";

/** A browser that pastes nothing says nothing: then the stroke is one as any other. */
const PASTE_WAIT_MS = 150;

export type PasteGateOptions = {
  /** As setTimeout; what cancels it is given back. */
  schedule: (step: () => void, delayMs: number) => () => void;
};

type Stroke = { code: string; key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean };

/** Whether the browser takes this stroke as Paste. */
export function isPasteStroke(stroke: Stroke, platform: KeyPlatform): boolean {
  if (stroke.altKey) return false;
  const isCommand = platform === "mac" ? stroke.metaKey && !stroke.ctrlKey : stroke.ctrlKey && !stroke.metaKey;
  if (isCommand && stroke.key.toLowerCase() === "v") return true;
  return platform !== "mac" && stroke.key === "Insert" && stroke.shiftKey && !stroke.ctrlKey && !stroke.metaKey;
}

export class PasteGate {
  readonly #options: PasteGateOptions;
  #stroke: (() => void) | null = null;
  /** What came after the stroke, in order; null: the gate is open. */
  #following: (() => void)[] | null = null;
  #cancelWait: (() => void) | null = null;

  constructor(options: PasteGateOptions) {
    this.#options = options;
  }

  get isClosed(): boolean {
    return this.#following !== null;
  }

  /** @param stroke presses the key that pastes */
  begin(stroke: () => void): void {
    this.#stroke = stroke;
    this.#following = [];
    this.#cancelWait = this.#options.schedule(() => this.#open(true), PASTE_WAIT_MS);
  }

  /** @param sending resolves when the machine has it; false: it has not, and must not paste what it had before */
  pasted(sending: Promise<boolean>): void {
    this.#cancelWait?.();
    this.#cancelWait = null;
    const mine = this.#following;
    void sending.then((isThere) => {
      if (this.#following === mine) this.#open(isThere);
    });
  }

  /** Runs now, or behind what waits. */
  pass(step: () => void): void {
    if (this.#following) this.#following.push(step);
    else step();
  }

  /** The keyboard is elsewhere now: what waits is dropped, and keys that are down are let go by whoever calls. */
  clear(): void {
    this.#cancelWait?.();
    this.#cancelWait = null;
    this.#stroke = null;
    this.#following = null;
  }

  #open(isPressed: boolean): void {
    const stroke = this.#stroke;
    const following = this.#following ?? [];
    this.clear();
    if (isPressed) stroke?.();
    for (const step of following) step();
  }
}
