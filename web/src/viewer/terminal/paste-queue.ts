/** Long input on its way to a terminal: in pieces, and never more of them than the machine has taken. */
import { SHORT_TERMINAL_INPUT } from "../../../../protocol/limits.ts";

const PIECE_UNITS = 16 * 1024;
/** What is on its way at once. */
const MAX_PIECES = 8;

export class PasteQueue {
  readonly #send: (data: string) => void;
  #waiting: string[] = [];
  #untaken = 0;

  constructor(send: (data: string) => void) {
    this.#send = send;
  }

  /** UTF-16 units that have not been sent yet. */
  get waitingUnits(): number {
    return this.#waiting.reduce((sum, piece) => sum + piece.length, 0);
  }

  push(data: string): void {
    if (data.length <= SHORT_TERMINAL_INPUT && this.#waiting.length === 0) {
      this.#send(data);
      return;
    }
    for (let at = 0; at < data.length; at += PIECE_UNITS) this.#waiting.push(data.slice(at, at + PIECE_UNITS));
    this.#advance();
  }

  /** The machine has written so many units of long pieces into the terminal. */
  taken(units: number): void {
    this.#untaken = Math.max(0, this.#untaken - units);
    this.#advance();
  }

  clear(): void {
    this.#waiting = [];
    this.#untaken = 0;
  }

  #advance(): void {
    while (this.#untaken < MAX_PIECES * PIECE_UNITS) {
      const piece = this.#waiting.shift();
      if (piece === undefined) return;
      // Short ones are not answered, and so not counted.
      if (piece.length > SHORT_TERMINAL_INPUT) this.#untaken += piece.length;
      this.#send(piece);
    }
  }
}
