/** Real X clients that input is meant for: a window that notes buttons, and a terminal that keeps what is typed. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectX } from "../../bench/painter/x-connection.ts";
import { type Area, type Point, XDrawing } from "../../bench/painter/x-drawing.ts";
import { waitUntil } from "../fakes/wait-until.ts";

const BUTTON_PRESS = 4;
const BUTTON_RELEASE = 5;
const BUTTON_MASK = 0x4 | 0x8;
const QUERY_KEYMAP = 44;

export type ButtonEvent = { kind: "down" | "up"; button: number; x: number; y: number };

export type ButtonTarget = {
  /** X button numbers: 1 left, 2 middle, 3 right, 4–7 wheel up, down, left, right. */
  events: ButtonEvent[];
  pointer(): Promise<Point>;
  close(): void;
};

export async function openButtonTarget(display: string, area: Area): Promise<ButtonTarget> {
  const x = await connectX(display);
  const draw = new XDrawing(x);
  const events: ButtonEvent[] = [];
  x.onEvent(({ code, bytes }) => {
    if (code !== BUTTON_PRESS && code !== BUTTON_RELEASE) return;
    const kind = code === BUTTON_PRESS ? "down" : "up";
    events.push({ kind, button: bytes.readUInt8(1), x: bytes.readInt16LE(20), y: bytes.readInt16LE(22) });
  });
  draw.window(area, 0x335577, BUTTON_MASK);
  await x.roundTrip();
  return { events, pointer: () => draw.pointer(), close: () => x.close() };
}

export type TypingTarget = {
  /** What has been typed and ended with Enter so far. */
  text(): string;
  stop(): Promise<void>;
};

/** What other programs do by themselves: Ctrl+V pastes what was copied. */
const PASTE = "XTerm*VT100.translations: #override Ctrl<Key>v: insert-selection(CLIPBOARD)";

/** An xterm that hands every line to `cat`, which writes it into a file. */
export async function openTypingTarget(display: string): Promise<TypingTarget> {
  const directory = mkdtempSync(join(tmpdir(), "remotelink-typed-"));
  const file = join(directory, "typed");
  const terminal = Bun.spawn(
    [
      ...["xterm", "-u8", "-xrm", PASTE, "-geometry", "80x24+40+40"],
      ...["-e", "sh", "-c", `stty -ixon; : > ${file}.ready; exec cat > ${file}`],
    ],
    {
      env: { PATH: process.env.PATH ?? "", HOME: directory, DISPLAY: display, LC_ALL: "C.UTF-8" },
      stdout: "ignore",
      stderr: "ignore",
    },
  );
  const exists = (): Promise<boolean> => Bun.file(file).exists();
  await waitUntil("the terminal's start", async () => (await exists()) && (await Bun.file(`${file}.ready`).exists()));
  return {
    text: () => readFileSync(file, "utf8"),
    async stop() {
      terminal.kill();
      await terminal.exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** X keycodes that are down on the display, whoever pressed them (X11 protocol §9, QueryKeymap). */
export async function heldKeycodes(display: string): Promise<number[]> {
  const x = await connectX(display);
  try {
    const reply = await x.ask(QUERY_KEYMAP, 0);
    const keys = reply.subarray(8, 40);
    return Array.from({ length: 256 }, (_, code) => code).filter((code) => (keys[code >> 3] ?? 0) & (1 << (code & 7)));
  } finally {
    x.close();
  }
}
