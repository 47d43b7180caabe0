import { beforeEach, describe, expect, test } from "bun:test";
import { createLog } from "../log.ts";
import type { ClipboardContent, ClipboardEvents, ReadClipboard } from "./clipboard.ts";
import { createDesktopClipboard, type DesktopClipboard } from "./desktop-clipboard.ts";

const GREETER = { display: ":0", authority: "/run/greeter" };
const DESKTOP = { display: ":1", authority: "/home/ada/.Xauthority" };
const settled = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

class FakeDisplay {
  holds: ReadClipboard = { kind: "empty" };
  isClosed = false;
  readonly display: string;
  readonly events: ClipboardEvents;
  constructor(display: string, events: ClipboardEvents) {
    this.display = display;
    this.events = events;
  }
  read = async () => this.holds;
  write = async (content: ClipboardContent) => {
    this.holds = content;
  };
  close = () => {
    this.isClosed = true;
  };
}

let opened: FakeDisplay[];
let timers: Set<() => void>;
let clipboard: DesktopClipboard;
let fails: boolean;

/** Everything that waits for a time. */
async function pass(): Promise<void> {
  const due = [...timers];
  timers.clear();
  for (const run of due) run();
  await settled();
}

beforeEach(() => {
  opened = [];
  timers = new Set();
  fails = false;
  clipboard = createDesktopClipboard({
    async open(access, events) {
      if (fails) throw new Error("no such display");
      const display = new FakeDisplay(access.display, events);
      opened.push(display);
      return display;
    },
    findDisplay: async () => DESKTOP,
    clock: {
      now: () => 0,
      after(_, run) {
        timers.add(run);
        return () => void timers.delete(run);
      },
    },
    log: createLog({ verbose: false, write: () => undefined }),
  });
});

async function watched(): Promise<ReadClipboard[]> {
  const told: ReadClipboard[] = [];
  clipboard.watch((content) => void told.push(content));
  await settled();
  return told;
}

describe("the clipboard of a desktop", () => {
  test("tells what somebody at the machine copies, once when it settled", async () => {
    const told = await watched();
    const [display] = opened;
    if (display) display.holds = { kind: "text", text: "copied" };
    display?.events.changed();
    display?.events.changed();
    await pass();
    expect(told).toEqual([{ kind: "text", text: "copied" }]);
  });

  test("has no news of what a technician put there, whoever holds it meanwhile", async () => {
    const told = await watched();
    await clipboard.write({ kind: "text", text: "pasted" });
    opened[0]?.events.changed();
    await pass();
    expect(told).toEqual([]);
  });

  test("is another one when another display is shown", async () => {
    const told = await watched();
    clipboard.use(GREETER);
    await settled();
    expect(opened.map(({ display, isClosed }) => [display, isClosed])).toEqual([
      [":1", true],
      [":0", false],
    ]);
    if (opened[1]) opened[1].holds = { kind: "text", text: "there" };
    opened[1]?.events.changed();
    await pass();
    expect(told).toEqual([{ kind: "text", text: "there" }]);
  });

  test("is looked for again when its display is gone, as long as somebody watches", async () => {
    await watched();
    opened[0]?.events.lost();
    fails = true;
    await pass();
    fails = false;
    await pass();
    expect(opened).toHaveLength(2);
  });

  test("says why it cannot be had", async () => {
    fails = true;
    expect(clipboard.write({ kind: "text", text: "x" })).rejects.toThrow("no such display");
  });
});
