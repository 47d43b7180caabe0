/**
 * How much of an upload may be on its way, and how large its pieces are. Keys and clicks share the socket with it: what is on
 * the way is kept to about a third of a second's worth of the link, and the relay's rate of pieces is stayed under.
 */
import { MAX_FILE_CHUNK_BYTES } from "../../../../../protocol/limits.ts";

const KIB = 1024;
const MIN_WINDOW_BYTES = 8 * KIB;
/** As base64 well below what the relay lets wait for a machine (1 MiB). */
const MAX_WINDOW_BYTES = 512 * KIB;
const QUICK_MS = 150;
const SLOW_MS = 400;
/** Of 500 that the contract allows a socket: the rest is for terminals. */
const MAX_PIECES_PER_SECOND = 400;

export class UploadPace {
  #windowBytes = 64 * KIB;
  #onTheWay: { bytes: number; atMs: number }[] = [];
  #onTheWayBytes = 0;
  #sentAtMs: number[] = [];

  /** Bytes of the next piece. */
  get pieceBytes(): number {
    return Math.max(4 * KIB, Math.min(MAX_FILE_CHUNK_BYTES, Math.floor(this.#windowBytes / 2)));
  }

  /** @returns 0: a piece may go now; else milliseconds until it may, at the soonest; null: once more is taken */
  waitMs(nowMs: number): number | null {
    if (this.#onTheWay.length > 0 && this.#onTheWayBytes + this.pieceBytes > this.#windowBytes) return null;
    const [oldest] = this.#sentAtMs;
    if (this.#sentAtMs.length < MAX_PIECES_PER_SECOND || oldest === undefined) return 0;
    return Math.max(0, oldest + 1_000 - nowMs);
  }

  sent(bytes: number, nowMs: number): void {
    this.#onTheWay.push({ bytes, atMs: nowMs });
    this.#onTheWayBytes += bytes;
    this.#sentAtMs.push(nowMs);
    if (this.#sentAtMs.length > MAX_PIECES_PER_SECOND) this.#sentAtMs.shift();
  }

  /** The oldest piece that was on its way has been taken. @returns its bytes */
  taken(nowMs: number): number {
    const piece = this.#onTheWay.shift();
    if (!piece) return 0;
    this.#onTheWayBytes -= piece.bytes;
    const tookMs = nowMs - piece.atMs;
    if (tookMs < QUICK_MS) this.#windowBytes = Math.min(MAX_WINDOW_BYTES, this.#windowBytes + piece.bytes);
    else if (tookMs > SLOW_MS) this.#windowBytes = Math.max(MIN_WINDOW_BYTES, this.#windowBytes / 2);
    return piece.bytes;
  }
}
