/** What we own a selection with: answers those who ask for it, large contents in parts (ICCCM §2.2, §2.7.2). */
import type { XConnection } from "./connection.ts";
import { XRequest } from "./request.ts";

const CHANGE_WINDOW_ATTRIBUTES = 2;
const CHANGE_PROPERTY = 18;
const SEND_EVENT = 25;
const EVENT_MASK_ATTRIBUTE = 0x800;
const PROPERTY_CHANGE = 1 << 22;
const SELECTION_NOTIFY = 31;
const REPLACE = 0;
/** Below the longest request of every server (256 KiB). */
const PART_BYTES = 128 * 1024;
/** Whoever has not taken the next part by then never will. */
const TRANSFER_TIMEOUT_MS = 30_000;
const MAX_TRANSFERS = 16;

export type OfferOptions = {
  selection: number;
  /** Since when it is ours, of the server's clock. */
  time: number;
  targets: readonly { target: number; bytes: Uint8Array }[];
  atoms: { targets: number; timestamp: number; multiple: number; incr: number; integer: number; atom: number };
};

type Transfer = { requestor: number; property: number; target: number; bytes: Uint8Array; at: number; timer: Timer };

export class SelectionOffer {
  readonly #connection: XConnection;
  readonly #options: OfferOptions;
  #transfers: Transfer[] = [];

  constructor(connection: XConnection, options: OfferOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  /** A SelectionRequest event. */
  async answer(event: Buffer): Promise<void> {
    const [time, , requestor, selection] = [4, 8, 12, 16].map((at) => event.readUInt32LE(at));
    const [target, named] = [event.readUInt32LE(20), event.readUInt32LE(24)];
    if (selection !== this.#options.selection || requestor === undefined || time === undefined) return;
    // Obsolete requestors name no property and mean the target (ICCCM §2.2).
    const property = named || target;
    const isGiven = target === this.#options.atoms.multiple ? false : this.#give(requestor, target, property);
    this.#notify(time, requestor, target, isGiven ? property : 0);
  }

  /** A part has been taken (PropertyNotify, Deleted). */
  propertyTaken(requestor: number, property: number): void {
    const transfer = this.#transfers.find((one) => one.requestor === requestor && one.property === property);
    if (!transfer) return;
    const part = transfer.bytes.subarray(transfer.at, transfer.at + PART_BYTES);
    transfer.at += part.length;
    this.#put(requestor, property, transfer.target, 8, part);
    if (part.length === 0) this.#end(transfer);
  }

  #give(requestor: number, target: number, property: number): boolean {
    const { atoms, time, targets } = this.#options;
    if (target === atoms.targets) {
      const all = [atoms.targets, atoms.timestamp, ...targets.map((one) => one.target)];
      this.#put(requestor, property, atoms.atom, 32, Buffer.from(Uint32Array.from(all).buffer));
      return true;
    }
    if (target === atoms.timestamp) {
      this.#put(requestor, property, atoms.integer, 32, Buffer.from(Uint32Array.of(time).buffer));
      return true;
    }
    const offered = targets.find((one) => one.target === target);
    if (!offered) return false;
    if (offered.bytes.length <= PART_BYTES) this.#put(requestor, property, target, 8, offered.bytes);
    else this.#begin(requestor, property, target, offered.bytes);
    return true;
  }

  #begin(requestor: number, property: number, target: number, bytes: Uint8Array): void {
    if (this.#transfers.length >= MAX_TRANSFERS) this.#end(this.#transfers[0]);
    const transfer: Transfer = {
      requestor,
      property,
      target,
      bytes,
      at: 0,
      timer: setTimeout(() => this.#end(transfer), TRANSFER_TIMEOUT_MS),
    };
    this.#transfers.push(transfer);
    // Told of its deletions, each of which asks for the next part.
    const attributes = new XRequest(CHANGE_WINDOW_ATTRIBUTES).u32(requestor, EVENT_MASK_ATTRIBUTE, PROPERTY_CHANGE);
    this.#connection.send(attributes);
    this.#put(requestor, property, this.#options.atoms.incr, 32, Buffer.from(Uint32Array.of(bytes.length).buffer));
  }

  #end(transfer: Transfer | undefined): void {
    if (!transfer) return;
    clearTimeout(transfer.timer);
    this.#transfers = this.#transfers.filter((one) => one !== transfer);
  }

  #put(window: number, property: number, type: number, format: 8 | 32, bytes: Uint8Array): void {
    const items = format === 8 ? bytes.length : bytes.length / 4;
    const request = new XRequest(CHANGE_PROPERTY, REPLACE).u32(window, property, type).u8(format, 0, 0, 0).u32(items);
    this.#connection.send(request.bytes(bytes));
  }

  #notify(time: number, requestor: number, target: number, property: number): void {
    // SendEvent without propagation and mask: the 32 bytes of a SelectionNotify follow.
    const request = new XRequest(SEND_EVENT, 0).u32(requestor, 0).u8(SELECTION_NOTIFY, 0).u16(0);
    const { selection } = this.#options;
    this.#connection.send(request.u32(time, requestor, selection, target, property, 0, 0));
  }
}
