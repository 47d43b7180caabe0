/** The person at the machine, as tests play them: sees which windows are there, and answers with mouse and keyboard. */
import { openInjector } from "../../agent/input/open-injector.ts";
import { connectX } from "../../bench/painter/x-connection.ts";
import { waitUntil } from "../fakes/wait-until.ts";

const GET_WINDOW_ATTRIBUTES = 3;
const CONFIGURE_WINDOW = 12;
const GET_GEOMETRY = 14;
const QUERY_TREE = 15;
const GET_PROPERTY = 20;
const WM_NAME = 39;
const SET_INPUT_FOCUS = 42;
const REVERT_TO_POINTER_ROOT = 1;
const ANY_TYPE = 0;
const VIEWABLE = 2;
const X_AND_Y = 3;
const STACK_MODE = 1 << 6;
const ABOVE = 0;
/** Helpers of toolkits are windows of a few pixels. */
const MIN_WIDTH = 100;
/** From a zenity question's lower right corner to the middle of each button. */
export const BUTTONS = { Allow: { right: 53, bottom: 24 }, Decline: { right: 148, bottom: 24 } } as const;

export type PersonWindow = { id: number; title: string; x: number; y: number; width: number; height: number };

export type PersonAtMachine = {
  windows(): Promise<PersonWindow[]>;
  /** Waits for a window of that title, and turns to it. */
  window(title: string): Promise<PersonWindow>;
  /** Raises it and has the pointer over it: without a window manager it then has the keyboard. */
  turnTo(window: PersonWindow): Promise<void>;
  /** Where something else took the keyboard for itself, as a browser does: it gets it, wherever the pointer is. */
  giveKeyboard(window: PersonWindow): Promise<void>;
  /** As one drags it by its title. */
  move(window: PersonWindow, to: { x: number; y: number }): Promise<void>;
  /** Clicks a question's button until its window goes: one that has just come may not listen yet. */
  answer(window: PersonWindow, button: keyof typeof BUTTONS): Promise<void>;
  press(...keys: string[]): Promise<void>;
  type(text: string): Promise<void>;
  close(): Promise<void>;
};

export async function personAt(display: string): Promise<PersonAtMachine> {
  const x = await connectX(display);
  const injector = await openInjector("x11", { display, authority: null }, { lost: () => undefined });

  async function windows(): Promise<PersonWindow[]> {
    const tree = await x.ask(QUERY_TREE, 0, u32(x.screen.root));
    const ids = Array.from({ length: tree.readUInt16LE(16) }, (_, at) => tree.readUInt32LE(32 + at * 4));
    const found = await Promise.all(ids.map((id) => look(id).catch(() => null)));
    return found.filter((window) => window !== null);
  }

  async function look(id: number): Promise<PersonWindow | null> {
    const attributes = await x.ask(GET_WINDOW_ATTRIBUTES, 0, u32(id));
    const geometry = await x.ask(GET_GEOMETRY, 0, u32(id));
    const [left, top] = [geometry.readInt16LE(12), geometry.readInt16LE(14)];
    const [width, height] = [geometry.readUInt16LE(16), geometry.readUInt16LE(18)];
    if (attributes.readUInt8(26) !== VIEWABLE || width < MIN_WIDTH) return null;
    return { id, title: await titleOf(id), x: left, y: top, width, height };
  }

  async function titleOf(id: number): Promise<string> {
    const request = Buffer.alloc(20);
    for (const [at, value] of [id, WM_NAME, ANY_TYPE, 0, 256].entries()) request.writeUInt32LE(value, at * 4);
    const answer = await x.ask(GET_PROPERTY, 0, request);
    return answer.subarray(32, 32 + answer.readUInt32LE(16)).toString();
  }

  async function turnTo({ id, x: left, y: top, width }: PersonWindow): Promise<void> {
    x.send(CONFIGURE_WINDOW, 0, u32(id), u32(STACK_MODE), u32(ABOVE));
    await look(id);
    injector.movePointer(left + width / 2, top + 12);
  }

  return {
    windows,
    async window(title) {
      const found = await waitUntil(`“${title}” at the machine`, async () =>
        (await windows()).find((window) => window.title === title),
      );
      await turnTo(found);
      return found;
    },
    turnTo,
    async giveKeyboard({ id }) {
      x.send(SET_INPUT_FOCUS, REVERT_TO_POINTER_ROOT, u32(id), u32(0));
      await look(id);
    },
    async move({ id }, to) {
      x.send(CONFIGURE_WINDOW, 0, u32(id), u32(X_AND_Y), u32(to.x), u32(to.y));
      await look(id);
    },
    async answer({ id, x: left, y: top, width, height }, button) {
      await waitUntil("the answer", async () => {
        injector.movePointer(left + width - BUTTONS[button].right, top + height - BUTTONS[button].bottom);
        injector.setButton("left", true);
        injector.setButton("left", false);
        return (await windows()).every((window) => window.id !== id);
      });
    },
    async press(...keys) {
      for (const key of keys) await injector.typeKey(key);
    },
    async type(text) {
      for (const character of text) await injector.typeKey(character);
    },
    async close() {
      await injector.close();
      x.close();
    },
  };
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
