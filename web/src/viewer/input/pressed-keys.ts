/** Which keys are down on the machine, and as what they went down: a key goes up as what it went down as, whatever it means by then. */
import type { KeyStroke } from "./key-stroke.ts";
import type { SendInput } from "./send-input.ts";

export class PressedKeys {
  readonly #send: SendInput;
  readonly #byPlace = new Map<string, KeyStroke>();

  constructor(send: SendInput) {
    this.#send = send;
  }

  /** A repeat, too, is what the first press was: layouts and modifiers may have changed meanwhile. */
  down(stroke: KeyStroke): void {
    const place = placeOf(stroke);
    const held = this.#byPlace.get(place);
    const { code, key, location } = held ?? stroke;
    this.#byPlace.set(place, held ?? stroke);
    const repeat = held !== undefined;
    this.#send({ type: "key_event", code, key, location, action: "down", repeat, locks: stroke.locks });
  }

  /** What was not pressed here is not released: its press went to another window, or was never a key. */
  up(stroke: KeyStroke): void {
    const held = this.#byPlace.get(placeOf(stroke));
    if (!held) return;
    this.#byPlace.delete(placeOf(stroke));
    const { code, key, location } = held;
    this.#send({ type: "key_event", code, key, location, action: "up", repeat: false, locks: stroke.locks });
  }

  tap(stroke: KeyStroke): void {
    this.down(stroke);
    this.up(stroke);
  }

  /** Releases those that `isMeant`. */
  upWhere(isMeant: (held: KeyStroke) => boolean): void {
    for (const held of [...this.#byPlace.values()]) if (isMeant(held)) this.up(held);
  }

  isDown(code: string): boolean {
    return this.#byPlace.has(code);
  }

  holds(key: string): boolean {
    return [...this.#byPlace.values()].some((held) => held.key === key);
  }

  get isAny(): boolean {
    return this.#byPlace.size > 0;
  }

  /** They were released in another way. */
  forget(): void {
    this.#byPlace.clear();
  }
}

/** On-screen keyboards report no place: the meaning stands for it, here as in the agent. */
function placeOf(stroke: KeyStroke): string {
  return stroke.code || `key:${stroke.key}`;
}
