/**
 * The clipboard of an X display: taken from its owner, offered to others, large contents in parts (ICCCM §2: peer-to-peer
 * communication by means of selections; §2.7.2 INCR). Whoever owns it may die or never answer: every wait has an end.
 */
import { getAtomName, internAtom } from "./atoms.ts";
import { type XConnection, XError } from "./connection.ts";
import { XRequest } from "./request.ts";
import { SelectionOffer } from "./selection-offer.ts";
import { IncrementalReader } from "./selection-reader.ts";

const CREATE_WINDOW = 1;
const CHANGE_PROPERTY = 18;
const SET_SELECTION_OWNER = 22;
const GET_SELECTION_OWNER = 23;
const CONVERT_SELECTION = 24;
const EVENT_MASK_ATTRIBUTE = 0x800;
const PROPERTY_CHANGE = 1 << 22;
const APPEND = 2;
const PROPERTY_NOTIFY = 28;
const SELECTION_CLEAR = 29;
const SELECTION_REQUEST = 30;
const SELECTION_NOTIFY = 31;
const ATOM = 4;

const XFIXES = { queryVersion: 0, selectSelectionInput: 2 } as const;
/** SetSelectionOwner; the owner's window destroyed; its client closed. */
const SELECTION_EVENTS = 1 | 2 | 4;

/** An owner that says nothing for this long has hung. */
const ANSWER_TIMEOUT_MS = 3_000;

/** Contents by the name of their type: "UTF8_STRING", "image/png". */
export type SelectionContents = ReadonlyMap<string, Uint8Array>;

export interface Selection {
  /** Names of the types that its owner offers now; none when nobody owns it, or who owns it does not answer. */
  types(): Promise<string[]>;
  /** @returns null when the owner refuses, is gone, or offers more than `maxBytes` */
  read(type: string, maxBytes: number): Promise<Uint8Array | "too_large" | null>;
  /** Becomes the owner, and answers whoever asks, until somebody else does. */
  own(contents: SelectionContents): Promise<void>;
}

export type SelectionEvents = {
  /** Somebody else owns it now, with contents of its own. */
  changed(): void;
};

export async function openSelection(
  connection: XConnection,
  name: string,
  events: SelectionEvents,
): Promise<Selection> {
  const selection = new XSelection(connection, events);
  await selection.open(name);
  return selection;
}

class XSelection implements Selection {
  readonly #connection: XConnection;
  readonly #events: SelectionEvents;
  readonly #window: number;
  readonly #atoms = new Map<string, Promise<number>>();
  readonly #names = new Map<number, string>();
  #selection = 0;
  #property = 0;
  #offer: SelectionOffer | null = null;
  /** One conversation with the owner at a time: its answers come into one property. */
  #reading: Promise<unknown> = Promise.resolve();
  #notified: ((property: number) => void) | null = null;
  #propertyChanged: (() => void) | null = null;
  #stamped: ((time: number) => void) | null = null;

  constructor(connection: XConnection, events: SelectionEvents) {
    this.#connection = connection;
    this.#events = events;
    this.#window = connection.newId();
  }

  async open(name: string): Promise<void> {
    const connection = this.#connection;
    const { root } = connection.setup.screen;
    const create = new XRequest(CREATE_WINDOW, 0).u32(this.#window, root).i16(-1, -1).u16(1, 1, 0, 0);
    connection.send(create.u32(0, EVENT_MASK_ATTRIBUTE, PROPERTY_CHANGE));
    this.#selection = await this.#atom(name);
    this.#property = await this.#atom("REMOTELINK_SELECTION");
    connection.listen(SELECTION_NOTIFY, (event) => {
      if (event.readUInt32LE(12) === this.#selection) this.#notified?.(event.readUInt32LE(20));
    });
    connection.listen(PROPERTY_NOTIFY, (event) => this.#takePropertyEvent(event));
    connection.listen(SELECTION_REQUEST, (event) => void this.#offer?.answer(event));
    connection.listen(SELECTION_CLEAR, (event) => {
      if (event.readUInt32LE(12) === this.#selection) this.#offer = null;
    });
    await this.#watch();
  }

  async types(): Promise<string[]> {
    const bytes = await this.read("TARGETS", 64 * 1024);
    if (!(bytes instanceof Uint8Array)) return [];
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const atoms = Array.from({ length: view.length >> 2 }, (_, index) => view.readUInt32LE(index * 4));
    return (await Promise.all(atoms.map((atom) => this.#nameOf(atom)))).filter((name) => name !== null);
  }

  read(type: string, maxBytes: number): Promise<Uint8Array | "too_large" | null> {
    const reading = this.#reading.then(() => this.#convert(type, maxBytes));
    this.#reading = reading.catch(() => null);
    return reading;
  }

  async own(contents: SelectionContents): Promise<void> {
    const connection = this.#connection;
    const targets = await Promise.all(
      [...contents].map(async ([type, bytes]) => ({ target: await this.#atom(type), bytes })),
    );
    const time = await this.#serverTime();
    const names = ["TARGETS", "TIMESTAMP", "MULTIPLE", "INCR", "INTEGER"] as const;
    const [targetsAtom, timestamp, multiple, incr, integer] = await Promise.all(names.map((one) => this.#atom(one)));
    const atoms = {
      targets: targetsAtom ?? 0,
      timestamp: timestamp ?? 0,
      multiple: multiple ?? 0,
      incr: incr ?? 0,
      integer: integer ?? 0,
      atom: ATOM,
    };
    this.#offer = new SelectionOffer(connection, { selection: this.#selection, time, targets, atoms });
    connection.send(new XRequest(SET_SELECTION_OWNER).u32(this.#window, this.#selection, time));
    const owner = await connection.ask(new XRequest(GET_SELECTION_OWNER).u32(this.#selection));
    if (owner.readUInt32LE(8) !== this.#window) throw new Error("another program keeps the clipboard to itself");
  }

  async #convert(type: string, maxBytes: number): Promise<Uint8Array | "too_large" | null> {
    const connection = this.#connection;
    const target = await this.#atom(type);
    const answered = this.#waitFor<number>((resolve) => {
      this.#notified = resolve;
    });
    connection.send(new XRequest(CONVERT_SELECTION).u32(this.#window, this.#selection, target, this.#property, 0));
    const property = await answered;
    this.#notified = null;
    if (!property) return null;
    const reader = new IncrementalReader(connection, this.#window, this.#property, await this.#atom("INCR"));
    return reader.read(maxBytes, () =>
      this.#waitFor<true>((resolve) => {
        this.#propertyChanged = () => resolve(true);
      }),
    );
  }

  /** @returns null when nothing comes */
  async #waitFor<Value>(start: (resolve: (value: Value) => void) => void): Promise<Value | null> {
    const { promise, resolve } = Promise.withResolvers<Value | null>();
    const timer = setTimeout(() => resolve(null), ANSWER_TIMEOUT_MS);
    start(resolve);
    const value = await promise;
    clearTimeout(timer);
    return value;
  }

  #takePropertyEvent(event: Buffer): void {
    const [window, property, isNew] = [event.readUInt32LE(4), event.readUInt32LE(8), event.readUInt8(16) === 0];
    if (window !== this.#window) {
      if (!isNew) this.#offer?.propertyTaken(window, property);
      return;
    }
    if (!isNew) return;
    if (this.#stamped) this.#stamped(event.readUInt32LE(12));
    else if (property === this.#property) this.#propertyChanged?.();
  }

  /** ICCCM §2.1: of an event, never CurrentTime. Appending nothing to a property of ours makes one. */
  async #serverTime(): Promise<number> {
    const property = await this.#atom("REMOTELINK_TIME");
    const stamped = this.#waitFor<number>((resolve) => {
      this.#stamped = resolve;
    });
    const append = new XRequest(CHANGE_PROPERTY, APPEND).u32(this.#window, property, ATOM).u8(32, 0, 0, 0);
    this.#connection.send(append.u32(0));
    const time = await stamped;
    this.#stamped = null;
    return time ?? 0;
  }

  async #watch(): Promise<void> {
    const connection = this.#connection;
    const xfixes = await connection.extension("XFIXES");
    if (!xfixes) return;
    await connection.ask(new XRequest(xfixes.opcode, XFIXES.queryVersion).u32(5, 0));
    connection.listen(xfixes.firstEvent, (event) => {
      const [owner, selection] = [event.readUInt32LE(8), event.readUInt32LE(12)];
      if (selection === this.#selection && owner !== 0 && owner !== this.#window) this.#events.changed();
    });
    const { root } = connection.setup.screen;
    const select = new XRequest(xfixes.opcode, XFIXES.selectSelectionInput);
    connection.send(select.u32(root, this.#selection, SELECTION_EVENTS));
  }

  #atom(name: string): Promise<number> {
    const known = this.#atoms.get(name) ?? internAtom(this.#connection, name);
    this.#atoms.set(name, known);
    void known.then((atom) => this.#names.set(atom, name)).catch(() => undefined);
    return known;
  }

  async #nameOf(atom: number): Promise<string | null> {
    const known = this.#names.get(atom);
    if (known) return known;
    try {
      return await getAtomName(this.#connection, atom);
    } catch (cause) {
      // What an owner lists may be no atom at all.
      if (cause instanceof XError) return null;
      throw cause;
    }
  }
}
