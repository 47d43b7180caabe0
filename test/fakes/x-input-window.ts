/** Real X clients that input is meant for: a window that notes every event, and a terminal that keeps every byte typed. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectX } from "../../agent/x11/connection.ts";
import { getKeyboardMapping } from "../../agent/x11/keyboard.ts";
import { queryPointer } from "../../agent/x11/pointer.ts";
import { XRequest } from "../../agent/x11/request.ts";
import { waitUntil } from "./wait-until.ts";

const CREATE_WINDOW = 1;
const MAP_WINDOW = 8;
const SET_INPUT_FOCUS = 42;
const OVERRIDE_REDIRECT_AND_EVENT_MASK = 0x200 | 0x800;
/** Key and button presses and releases. */
const EVENT_MASK = 1 | 2 | 4 | 8;

export type InputEvent = {
  kind: "key down" | "key up" | "button down" | "button up";
  /** Keycode, or button number: 1 left, 2 middle, 3 right, 4–7 wheel up, down, left, right. */
  detail: number;
  /** Modifiers and buttons before the event, as in the X11 protocol. */
  state: number;
  /** First keysym of the key at that time. */
  keysym: number;
  x: number;
  y: number;
};

export type InputWindow = {
  events: InputEvent[];
  /** Waits until the X server has sent everything that led to this many events. */
  received(count: number): Promise<readonly InputEvent[]>;
  pointer(): Promise<{ x: number; y: number }>;
  close(): void;
};

/** A window over the whole screen that has the keyboard's focus. */
export async function openInputWindow(display: string): Promise<InputWindow> {
  const x = await connectX(display, null);
  const { root, width, height } = x.setup.screen;
  const window = x.newId();
  const events: InputEvent[] = [];
  const { keysyms, keysymsPerKeycode, minKeycode } = await getKeyboardMapping(x);
  const kinds = { 2: "key down", 3: "key up", 4: "button down", 5: "button up" } as const;
  for (const [code, kind] of Object.entries(kinds)) {
    x.listen(Number(code), (event) => {
      const detail = event.readUInt8(1);
      const keysym = keysyms[(detail - minKeycode) * keysymsPerKeycode] ?? 0;
      const at = { x: event.readInt16LE(20), y: event.readInt16LE(22) };
      events.push({ kind, detail, keysym, state: event.readUInt16LE(28), ...at });
    });
  }
  const create = new XRequest(CREATE_WINDOW, 0).u32(window, root).i16(0, 0).u16(width, height, 0, 1);
  x.send(create.u32(0, OVERRIDE_REDIRECT_AND_EVENT_MASK, 1, EVENT_MASK));
  x.send(new XRequest(MAP_WINDOW).u32(window));
  await x.roundTrip();
  x.send(new XRequest(SET_INPUT_FOCUS, 1).u32(window, 0));
  await x.roundTrip();
  return {
    events,
    received: (count) => waitUntil(`event ${count} at the window`, () => events.length >= count && events, 5_000),
    async pointer() {
      const { x: left, y: top } = await queryPointer(x);
      return { x: left, y: top };
    },
    close: () => x.close(),
  };
}

export type TypedText = {
  /** Waits until that many characters have arrived, or the deadline, and says what has. */
  text(characters: number): Promise<string>;
  /** Waits until Enter has arrived that many times, and says what came before each. */
  lines(count: number): Promise<string[]>;
  stop(): Promise<void>;
};

/** An xterm, in the upper left corner, that writes every byte typed into a file. */
export async function openTypedText(display: string): Promise<TypedText> {
  const directory = mkdtempSync(join(tmpdir(), "remotelink-typed-"));
  const file = join(directory, "typed");
  const keep = `stty raw -echo; : > ${file}; : > ${file}.ready; exec cat > ${file}`;
  const terminal = Bun.spawn(["xterm", "-u8", "-geometry", "80x24+0+0", "-e", "sh", "-c", keep], {
    env: { PATH: process.env.PATH ?? "", HOME: directory, DISPLAY: display, LC_ALL: "C.UTF-8" },
    stdout: "ignore",
    stderr: "ignore",
  });
  await waitUntil("the terminal's start", () => Bun.file(`${file}.ready`).exists());
  const read = () => readFileSync(file, "utf8");
  return {
    async text(characters) {
      await waitUntil("typing", () => [...read()].length >= characters, 5_000).catch(() => {});
      return read();
    },
    async lines(count) {
      const split = () => read().split("\r").slice(0, -1);
      await waitUntil(`line ${count}`, () => split().length >= count, 20_000);
      return split().slice(0, count);
    },
    async stop() {
      terminal.kill();
      await terminal.exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
