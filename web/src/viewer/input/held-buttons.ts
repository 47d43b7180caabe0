/** Which buttons are down on the machine, told from the bits that every pointer event carries (UI Events, `buttons`). */

export type ButtonName = "left" | "middle" | "right";

/** Back and forward are the browser's own. */
const BITS: readonly (readonly [bit: number, name: ButtonName])[] = [
  [1, "left"],
  [4, "middle"],
  [2, "right"],
];

export type ButtonChange = { button: ButtonName; action: "down" | "up" };

export class HeldButtons {
  #bits = 0;
  /** Pressed by the hand, but not on the machine: released there already, or pressed elsewhere. */
  #ignored = 0;

  /**
   * What has changed since the last call. While one button is held, a second comes as a mere motion, with only
   * `buttons` telling of it.
   */
  changesTo(buttons: number): ButtonChange[] {
    this.#ignored &= buttons;
    const bits = buttons & ~this.#ignored;
    const changes = BITS.filter(([bit]) => ((bits ^ this.#bits) & bit) !== 0).map(
      ([bit, button]): ButtonChange => ({ button, action: bits & bit ? "down" : "up" }),
    );
    this.#bits = bits;
    return changes;
  }

  get isAny(): boolean {
    return BITS.some(([bit]) => (this.#bits & bit) !== 0);
  }

  ignore(buttons: number): void {
    this.#ignored |= buttons & ~this.#bits;
  }

  /** They were released in another way. What the hand still holds counts again only when it was let go. */
  forget(): void {
    this.#ignored |= this.#bits;
    this.#bits = 0;
  }
}
