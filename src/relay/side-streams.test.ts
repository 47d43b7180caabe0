import { beforeEach, expect, test } from "bun:test";
import { readFramebufferUpdate, writeFramebufferUpdate } from "../../protocol/binary/framebuffer-update.ts";
import type { RelayCommand } from "../../protocol/messages/relay-to-agent.ts";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { encodedRect } from "../../test/fakes/painted-screen.ts";
import { DEFAULT_RELAY_LIMITS } from "./limits.ts";
import type { AgentLink, ViewerLink } from "./links.ts";
import { SessionPictures } from "./session-pictures.ts";
import { SideStreams } from "./side-streams.ts";

const SCREEN = { width: 640, height: 320 };
const ALL = { x: 0, y: 0, ...SCREEN };

let clock: ManualClock;
let told: RelayCommand[];
let main: SessionPictures;
let sides: SideStreams;
let agent: AgentLink;
let frame: number;

/** A viewer that acknowledges when the test says so. */
function createViewer(): ViewerLink {
  return {
    wants: { pictures: true, codecs: ["tiles", "scaled"], maxFps: 60 },
    sendBinary() {},
    subscribe() {},
    unsubscribe() {},
    bufferedBytes: () => 0,
  } as unknown as ViewerLink;
}

beforeEach(() => {
  clock = new ManualClock();
  told = [];
  frame = 0;
  const limits = DEFAULT_RELAY_LIMITS;
  main = new SessionPictures("s", clock, limits, {
    refresh() {},
    reached() {},
    lags: (viewer) => void sides.take(viewer),
  });
  agent = { sideStreams: 2, send: (command: RelayCommand) => told.push(command), publish() {} } as unknown as AgentLink;
  let stream = 1;
  const options = { sessionId: crypto.randomUUID(), clock, limits, main, agent: () => agent };
  sides = new SideStreams({ ...options, takeStream: () => ++stream, giveStream() {}, changed() {} });
  main.beginStream(1);
});

function update(pictures: SessionPictures, stream: number, bytes = 2_000): void {
  const rects = [encodedRect(ALL, ++frame, bytes)];
  const message = writeFramebufferUpdate({ flags: 0, stream, frame, capturedAtMs: 0, ...SCREEN, rects });
  pictures.update(agent, readFramebufferUpdate(message), message);
}

/** Ten updates a second of which only these acknowledge. */
function play(milliseconds: number, ...acknowledging: ViewerLink[]): void {
  for (let passed = 0; passed < milliseconds; passed += 100) {
    update(main, 1);
    for (const viewer of acknowledging) main.acknowledge(viewer, { frame, decodeMs: 0 });
    clock.advance(100);
  }
}

const streamsTold = (type: string) =>
  told.filter((one) => one.type === type).map((one) => "stream" in one && one.stream);

test("a viewer that falls behind while another keeps up is given a stream of its own", () => {
  const [fast, slow] = [createViewer(), createViewer()];
  main.admit(fast);
  main.admit(slow);
  play(2_000, fast);
  expect(told).toMatchObject([{ type: "start_side_stream", stream: 2, max_fps: 60, scaled: true }]);
  expect(sides.picturesOf(slow)).not.toBeNull();
  expect(sides.picturesOf(fast)).toBeNull();
});

test("who is alone needs none: the agent goes at that pace anyway", () => {
  const slow = createViewer();
  main.admit(slow);
  play(2_000);
  expect(told).toEqual([]);
});

test("an agent that makes none is not asked for any", () => {
  agent = { ...agent, sideStreams: 0 };
  const [fast, slow] = [createViewer(), createViewer()];
  main.admit(fast);
  main.admit(slow);
  play(2_000, fast);
  expect(told).toEqual([]);
});

test("past what the agent can make, slow viewers share one", () => {
  const fast = createViewer();
  const slow = [createViewer(), createViewer(), createViewer()];
  for (const viewer of [fast, ...slow]) main.admit(viewer);
  play(2_000, fast);
  expect(streamsTold("start_side_stream")).toEqual([2, 3]);
  for (const viewer of slow) expect(sides.picturesOf(viewer)).not.toBeNull();
});

test("frames of a side stream are acknowledged to the agent by its number, and its end is told", () => {
  const [fast, slow] = [createViewer(), createViewer()];
  main.admit(fast);
  main.admit(slow);
  play(2_000, fast);
  const pictures = sides.picturesOf(slow);
  if (!pictures) throw new Error("the slow viewer has no stream of its own");
  update(pictures, 2);
  pictures.acknowledge(slow, { frame, decodeMs: 0 });
  expect(told.at(-1)).toMatchObject({ type: "frame_ack", stream: 2, frame });
  sides.leave(slow);
  expect(told.at(-1)).toMatchObject({ type: "stop_side_stream", stream: 2 });
  expect(sides.find(2)).toBeNull();
});

test("a link that has become fast is tried in the session's stream again, and waits longer the next time", () => {
  const [fast, slow] = [createViewer(), createViewer()];
  main.admit(fast);
  main.admit(slow);
  const recoverAfter = (): number => {
    play(2_000, fast);
    const pictures = sides.picturesOf(slow);
    if (!pictures) throw new Error("the slow viewer has no stream of its own");
    const startedAt = clock.now();
    while (sides.picturesOf(slow) === pictures) {
      update(pictures, pictures.stream, 100_000);
      clock.advance(1);
      pictures.acknowledge(slow, { frame, decodeMs: 0 });
      clock.advance(500);
      update(main, 1);
      main.acknowledge(fast, { frame, decodeMs: 0 });
    }
    return clock.now() - startedAt;
  };
  const first = recoverAfter();
  expect(first).toBeGreaterThan(DEFAULT_RELAY_LIMITS.sideStayMs - 3_000);
  expect(recoverAfter()).toBeGreaterThan(first + DEFAULT_RELAY_LIMITS.sideStayMs / 2);
});
