/** The latest output of a terminal, for a viewer that comes back to it. */

const MAX_UNITS = 256 * 1024;
/** RIS (ECMA-48 §8.3.105): what comes after is drawn on an empty screen. */
const RESET = "\x1bc";

export class Scrollback {
  #parts: string[] = [];
  #units = 0;

  add(text: string): void {
    this.#parts.push(text);
    this.#units += text.length;
    while (this.#units > MAX_UNITS && this.#parts.length > 1) this.#units -= this.#parts.shift()?.length ?? 0;
  }

  /** From the beginning of a line where the beginning of all is lost. */
  replay(): string {
    const text = this.#parts.join("");
    const latest = text.length > MAX_UNITS ? text.slice(-MAX_UNITS) : text;
    const start = latest.length < text.length || this.#units >= MAX_UNITS ? latest.indexOf("\n") + 1 : 0;
    return RESET + latest.slice(start);
  }
}
