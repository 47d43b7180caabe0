import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  type FramebufferUpdate,
  type Rect,
  readFramebufferUpdate,
  writeFramebufferUpdate,
} from "../../protocol/binary/framebuffer-update.ts";
import { TILE_SIZE } from "../../protocol/limits.ts";
import type { Codec } from "../../protocol/messages/fields.ts";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { type Area, copyRect, encodedRect, PaintedScreen, solidRect } from "../../test/fakes/painted-screen.ts";
import { DEFAULT_RELAY_LIMITS, type RelayLimits } from "./limits.ts";
import type { AgentLink, ViewerLink } from "./links.ts";
import { SessionPictures } from "./session-pictures.ts";

const WIDTH = 150;
const HEIGHT = 140;
const ALL = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
/** Links that need not be sounded with little before they are sent more. */
const KNOWN_LINK = { firstCatchUpBytes: 2 * 1024 * 1024 };
const CELL = { x: 0, y: 0, width: 64, height: 64 };

/** A viewer whose network the test holds: what it was sent waits in `inbox` until the test lets it be seen. */
class HeldViewer implements ViewerLink {
  readonly ticketId = "ticket";
  readonly id = crypto.randomUUID();
  readonly userId = null;
  readonly name = "Ada";
  readonly email = "";
  readonly viewOnly = false;
  readonly mayTakeOver = false;
  readonly permissions = new Set(["view" as const]);
  readonly wants: { pictures: boolean; codecs: Codec[]; maxFps: number };
  readonly screen = new PaintedScreen(WIDTH, HEIGHT);
  readonly topics = new Set<string>();
  inbox: Uint8Array[] = [];
  /** Frames seen but not acknowledged. */
  seen: FramebufferUpdate[] = [];
  queuedBytes = 0;

  constructor(codecs: Codec[] = ["tiles"]) {
    this.wants = { pictures: true, codecs, maxFps: 30 };
  }

  send(): void {}
  sendFileChunk(): void {}
  sendBinary(message: Uint8Array): void {
    this.inbox.push(message);
  }
  subscribe(topic: string): void {
    this.topics.add(topic);
  }
  unsubscribe(topic: string): void {
    this.topics.delete(topic);
  }
  bufferedBytes(): number {
    return this.queuedBytes;
  }
  releaseKeys(): void {}
  close(): void {}

  see(count = this.inbox.length): void {
    for (const message of this.inbox.splice(0, count)) {
      if (message[0] !== 1) continue;
      const update = readFramebufferUpdate(message);
      this.screen.paint(update);
      this.seen.push(update);
    }
  }

  get updates(): FramebufferUpdate[] {
    return this.inbox.filter((message) => message[0] === 1).map(readFramebufferUpdate);
  }
}

/** An agent that paints, and answers what it is asked; with the session's pictures between it and the viewers. */
class Session {
  readonly clock = new ManualClock();
  readonly screen = new PaintedScreen(WIDTH, HEIGHT);
  readonly asked: ("all" | [number, number][])[] = [];
  readonly reached: number[] = [];
  readonly viewers: HeldViewer[] = [];
  readonly pictures: SessionPictures;
  published = 0;
  frame = 0;

  constructor(limits: Partial<RelayLimits> = {}) {
    this.pictures = new SessionPictures(
      "s",
      this.clock,
      { ...DEFAULT_RELAY_LIMITS, ...limits },
      {
        refresh: (cells) => this.asked.push(cells),
        reached: (_stream, frame) => this.reached.push(frame),
        lags: () => {},
      },
    );
    this.pictures.beginStream(1);
  }

  readonly agent = {
    publish: (topic: string, message: Uint8Array) => {
      this.published++;
      for (const viewer of this.viewers) if (viewer.topics.has(topic)) viewer.inbox.push(message);
    },
  } as unknown as AgentLink;

  join(viewer = new HeldViewer()): HeldViewer {
    this.viewers.push(viewer);
    this.pictures.admit(viewer);
    return viewer;
  }

  update(...rects: Rect[]): void {
    for (const rect of rects) this.screen.paintRect(rect);
    const header = { flags: 0, stream: 1, frame: ++this.frame, capturedAtMs: 0, width: WIDTH, height: HEIGHT };
    const message = writeFramebufferUpdate({ ...header, rects });
    this.pictures.update(this.agent, readFramebufferUpdate(message), message);
  }

  /** Sends whole what the relay asked for. */
  answerRefresh(): boolean {
    const asked = this.asked.splice(0);
    if (asked.length === 0) return false;
    const cells = asked.some((cells) => cells === "all")
      ? allCells()
      : asked.flatMap((cells) => cells as [number, number][]);
    this.update(...cells.map((cell) => this.screen.rectOf(areaOf(cell))));
    return true;
  }

  acknowledge(viewer: HeldViewer, count = viewer.seen.length): void {
    for (const { stream, frame } of viewer.seen.splice(0, count)) {
      this.pictures.acknowledge(viewer, { stream, frame, decodeMs: 0 });
    }
  }

  /** Everybody sees and acknowledges, and the agent answers, until nothing happens any more. */
  settle(): void {
    for (let quiet = 0; quiet < 3; ) {
      this.clock.advance(1_000);
      let isBusy = this.answerRefresh();
      for (const viewer of this.viewers) {
        isBusy ||= viewer.inbox.length + viewer.seen.length > 0;
        viewer.queuedBytes = 0;
        this.pictures.drained(viewer);
        viewer.see();
        this.acknowledge(viewer);
      }
      quiet = isBusy ? 0 : quiet + 1;
    }
  }
}

function areaOf([column, row]: readonly [number, number]): Area {
  const x = column * TILE_SIZE;
  const y = row * TILE_SIZE;
  return { x, y, width: Math.min(TILE_SIZE, WIDTH - x), height: Math.min(TILE_SIZE, HEIGHT - y) };
}

function allCells(): [number, number][] {
  return Array.from({ length: 9 }, (_, cell): [number, number] => [cell % 3, Math.floor(cell / 3)]);
}

describe("a viewer that keeps up", () => {
  test("is published every update, as it came", () => {
    const session = new Session();
    const viewer = session.join();
    session.update(encodedRect(ALL, 1));
    session.update(encodedRect(CELL, 2));
    expect(viewer.updates.map(({ frame }) => frame)).toEqual([1, 2]);
  });

  test("has its frames reported to the agent, each once", () => {
    const session = new Session();
    const viewers = [session.join(), session.join()];
    session.update(encodedRect(ALL, 1));
    session.update(encodedRect(CELL, 2));
    for (const viewer of viewers) {
      viewer.see();
      session.acknowledge(viewer);
    }
    expect(session.reached).toEqual([1, 2]);
  });
});

describe("a viewer that joins late", () => {
  test("gets the whole picture at once, with no work for the agent", () => {
    const session = new Session();
    session.join();
    session.update(encodedRect(ALL, 1));
    session.update(encodedRect(CELL, 2));
    const late = session.join();
    session.clock.advance(1_000);
    late.see();
    expect(late.screen.firstDifference(session.screen)).toBe(-1);
    expect(session.asked).toEqual([]);
  });

  test("gets nothing twice when nothing was sent yet", () => {
    const session = new Session();
    session.join();
    const late = session.join();
    session.update(encodedRect(ALL, 1));
    expect(late.updates).toHaveLength(1);
  });

  test("has cells asked for that only a copy or a part has touched", () => {
    const session = new Session(KNOWN_LINK);
    session.join();
    session.update(encodedRect(ALL, 1));
    session.update(copyRect(CELL, 80, 70), encodedRect({ x: 70, y: 70, width: 5, height: 5 }, 3));
    const late = session.join();
    session.clock.advance(1);
    expect(session.asked).toEqual([
      [
        [0, 0],
        [1, 1],
      ],
    ]);
    session.answerRefresh();
    late.see();
    expect(late.screen.firstDifference(session.screen)).toBe(-1);
  });

  test("gets the cursor", () => {
    const session = new Session();
    session.join();
    session.pictures.cursor(session.agent, "shape", Uint8Array.of(2, 1));
    session.pictures.cursor(session.agent, "position", Uint8Array.of(3, 1));
    session.pictures.cursor(session.agent, "position", Uint8Array.of(3, 2));
    const late = session.join();
    expect(late.inbox).toEqual([Uint8Array.of(2, 1), Uint8Array.of(3, 2)]);
  });
});

describe("a viewer in the topic that lacks a cell", () => {
  test("lacks what is copied out of it, too", () => {
    const session = new Session(KNOWN_LINK);
    session.update(session.screen.rectOf(ALL), copyRect(CELL, 80, 70));
    const viewer = session.join();
    session.update(copyRect({ x: 64, y: 64, width: 10, height: 10 }, 5, 5));
    session.clock.advance(1_000);
    expect(session.asked[0]).toEqual([
      [0, 0],
      [1, 1],
    ]);
    session.settle();
    expect(viewer.screen.firstDifference(session.screen)).toBe(-1);
  });
});

describe("refresh requests", () => {
  test("of many viewers for the same cells are one", () => {
    const session = new Session();
    session.join();
    session.update(encodedRect(ALL, 1));
    session.update(copyRect(CELL, 80, 70));
    for (let count = 0; count < 20; count++) session.join();
    session.clock.advance(400);
    expect(session.asked).toEqual([[[0, 0]]]);
  });

  test("are repeated when no answer comes", () => {
    const session = new Session();
    session.update(copyRect(CELL, 80, 70));
    session.update(
      encodedRect({ x: 64, y: 0, width: 86, height: 140 }, 1),
      encodedRect({ x: 0, y: 64, width: 64, height: 76 }, 2),
    );
    session.join();
    session.clock.advance(DEFAULT_RELAY_LIMITS.refreshCellIntervalMs + 10);
    expect(session.asked).toEqual([[[0, 0]], [[0, 0]]]);
  });

  test("ask for all when most is unknown", () => {
    const session = new Session();
    session.update(encodedRect(CELL, 1));
    session.join();
    session.clock.advance(1);
    expect(session.asked).toEqual(["all"]);
  });
});

describe("a viewer that lags", () => {
  /** One that has had a frame for longer than any live viewer may, beside one that keeps up. */
  function lagging(limits: Partial<RelayLimits> = {}) {
    const session = new Session(limits);
    const fast = session.join();
    const slow = session.join();
    session.update(encodedRect(ALL, 1, 1_000));
    fast.see();
    session.acknowledge(fast);
    session.clock.advance(DEFAULT_RELAY_LIMITS.maxUnackedMs + 1);
    return { session, fast, slow };
  }

  test("is sent nothing more until it acknowledges, and then the newest only", () => {
    const { session, slow } = lagging();
    for (let seed = 2; seed < 100; seed++) session.update(encodedRect(CELL, seed, 5_000));
    expect(slow.updates).toHaveLength(1);
    slow.see();
    session.acknowledge(slow);
    expect(slow.updates).toHaveLength(1);
    expect(slow.inbox[0]?.length).toBeLessThan(6_000);
    slow.see();
    expect(slow.screen.firstDifference(session.screen)).toBe(-1);
  });

  test("loses the other viewer no frame", () => {
    const { session, fast } = lagging();
    for (let seed = 2; seed < 10; seed++) session.update(encodedRect(CELL, seed));
    expect(fast.updates).toHaveLength(8);
  });

  test("comes back into the topic once it lacks nothing", () => {
    const { session, slow } = lagging();
    session.update(encodedRect(CELL, 2));
    expect(slow.topics.size).toBe(0);
    slow.see();
    session.acknowledge(slow);
    expect(slow.topics.size).toBe(1);
    session.update(encodedRect(CELL, 3));
    slow.see();
    expect(slow.screen.firstDifference(session.screen)).toBe(-1);
  });

  test("is sent only the cells of a rect that nothing newer has covered", () => {
    const { session, slow } = lagging();
    session.update(encodedRect(ALL, 2, 10_000));
    session.update(encodedRect(CELL, 3));
    slow.see();
    session.acknowledge(slow);
    const rects = slow.updates[0]?.rects.map(({ width, clip }) => [width, clip?.length]).sort();
    expect(rects).toEqual([
      [150, 8],
      [64, undefined],
    ]);
  });

  test("is sent about as much as its link takes in a moment", () => {
    const { session, slow } = lagging({ firstCatchUpBytes: 20_000 });
    const cells = allCells().map((cell, seed) => encodedRect(areaOf(cell), seed + 2, 9_000));
    session.update(...cells);
    slow.see();
    session.acknowledge(slow);
    expect(slow.updates[0]?.rects).toHaveLength(2);
    for (let rounds = 0; rounds < 10; rounds++) {
      session.clock.advance(20);
      slow.see();
      session.acknowledge(slow);
    }
    expect(slow.screen.firstDifference(session.screen)).toBe(-1);
  });

  test("has a large rect asked for anew when little of it still counts", () => {
    const { session, slow } = lagging();
    session.update(encodedRect(ALL, 2, 100_000));
    session.update(
      ...allCells()
        .slice(2)
        .map((cell, seed) => encodedRect(areaOf(cell), seed + 3)),
    );
    slow.see();
    session.acknowledge(slow);
    expect(slow.inbox[0]?.length).toBeLessThan(1_000);
    session.clock.advance(1);
    expect(session.asked).toEqual([
      [
        [0, 0],
        [1, 0],
      ],
    ]);
  });

  test("leaves when too much is queued for its socket, though it acknowledges", () => {
    const session = new Session();
    const viewer = session.join();
    viewer.queuedBytes = DEFAULT_RELAY_LIMITS.maxTopicBufferedBytes + 1;
    session.update(encodedRect(CELL, 1));
    expect(viewer.inbox).toEqual([]);
    viewer.queuedBytes = 0;
    session.pictures.drained(viewer);
    expect(viewer.updates).toHaveLength(1);
  });

  test("leaves when too many bytes are unacknowledged", () => {
    const session = new Session(KNOWN_LINK);
    const viewer = session.join();
    for (let seed = 1; seed < 10; seed++) session.update(encodedRect(CELL, seed, 300_000));
    expect(viewer.updates).toHaveLength(4);
  });

  test("alone paces the agent: frames count as arrived when all of their cells have", () => {
    const session = new Session({ firstCatchUpBytes: 20_000 });
    const slow = session.join();
    session.update(encodedRect(ALL, 1));
    session.clock.advance(DEFAULT_RELAY_LIMITS.maxUnackedMs + 1);
    session.update(...allCells().map((cell, seed) => encodedRect(areaOf(cell), seed + 2, 9_000)));
    slow.see();
    session.acknowledge(slow);
    expect(session.reached).toEqual([1]);
    session.settle();
    expect(session.reached).toEqual([1, 2]);
  });

  test("alone never leaves the agent waiting when there was nothing it could be sent", () => {
    const session = new Session();
    const slow = session.join();
    session.update(encodedRect(ALL, 1));
    session.clock.advance(DEFAULT_RELAY_LIMITS.maxUnackedMs + 1);
    session.update(copyRect(CELL, 80, 70));
    slow.see();
    session.acknowledge(slow);
    expect(session.reached).toEqual([1, 2]);
  });

  test("that never reads has the agent stop by itself", () => {
    const session = new Session();
    session.join();
    for (let seed = 1; seed < 5; seed++) session.update(encodedRect(CELL, seed));
    session.clock.advance(60_000);
    expect(session.reached).toEqual([]);
  });

  test("can't acknowledge what it was not sent", () => {
    const session = new Session();
    const viewer = session.join();
    session.update(encodedRect(CELL, 1));
    session.pictures.acknowledge(viewer, { frame: 4_000_000_000, decodeMs: 0 });
    expect(session.reached).toEqual([]);
  });
});

describe("kept bytes", () => {
  test("stay under the session's bound, and what was given up is asked for", () => {
    const session = new Session({ maxTileStateBytes: 100_000 });
    session.join();
    session.update(...allCells().map((cell, seed) => encodedRect(areaOf(cell), seed, 20_000)));
    expect(session.pictures.tiles.keptBytes).toBeLessThanOrEqual(100_000);
    const late = session.join();
    session.settle();
    expect(late.screen.firstDifference(session.screen)).toBe(-1);
  });
});

describe("a new size", () => {
  test("makes everything before it void", () => {
    const session = new Session();
    const viewer = session.join();
    session.update(encodedRect(ALL, 1));
    const update = { flags: 4, stream: 1, frame: 2, capturedAtMs: 0, width: 640, height: 480 };
    const rects = [encodedRect({ x: 0, y: 0, width: 640, height: 480 }, 2)];
    const message = writeFramebufferUpdate({ ...update, rects });
    session.pictures.update(session.agent, readFramebufferUpdate(message), message);
    expect(viewer.updates.at(-1)?.width).toBe(640);
    const late = session.join();
    expect(late.updates).toHaveLength(1);
    expect(late.updates[0]).toMatchObject({ width: 640, height: 480 });
  });
});

describe("whole frames", () => {
  const frame = (fill: number) => new Uint8Array(100).fill(fill);

  test("that come while the socket is full are dropped but for the newest", () => {
    const session = new Session();
    const viewer = session.join(new HeldViewer(["jpeg"]));
    session.pictures.wholeFrame(frame(1), "jpeg");
    viewer.queuedBytes = 50;
    session.pictures.wholeFrame(frame(2), "jpeg");
    session.pictures.wholeFrame(frame(3), "jpeg");
    viewer.queuedBytes = 0;
    session.pictures.drained(viewer);
    expect(viewer.inbox.map(([fill]) => fill)).toEqual([1, 3]);
  });

  test("wait for a viewer that acknowledges them", () => {
    const session = new Session();
    const viewer = session.join(new HeldViewer(["jpeg"]));
    session.pictures.wholeFrame(frame(1), "jpeg");
    session.pictures.acknowledge(viewer, { frame: 1, decodeMs: 0 });
    for (let fill = 2; fill < 6; fill++) session.pictures.wholeFrame(frame(fill), "jpeg");
    expect(viewer.inbox.map(([fill]) => fill)).toEqual([1, 2, 3]);
    session.pictures.acknowledge(viewer, { frame: 3, decodeMs: 0 });
    expect(viewer.inbox.map(([fill]) => fill)).toEqual([1, 2, 3, 5]);
  });

  test("are shown to a late viewer at once", () => {
    const session = new Session();
    session.join(new HeldViewer(["jpeg"]));
    session.pictures.wholeFrame(frame(1), "jpeg");
    expect(session.join(new HeldViewer(["jpeg"])).inbox).toHaveLength(1);
  });
});

const area = fc
  .tuple(fc.nat(WIDTH - 1), fc.nat(HEIGHT - 1), fc.integer({ min: 1, max: WIDTH }), fc.integer({ min: 1, max: HEIGHT }))
  .map(([x, y, width, height]) => ({ x, y, width: Math.min(width, WIDTH - x), height: Math.min(height, HEIGHT - y) }));
const aligned = fc.tuple(fc.nat(2), fc.nat(2)).map(areaOf);
const rect = fc.oneof(
  fc.tuple(fc.oneof(area, aligned), fc.nat(), fc.nat(40_000)).map(([at, seed, bytes]) => encodedRect(at, seed, bytes)),
  fc.tuple(area, fc.nat()).map(([at, seed]) => solidRect(at, seed)),
  fc
    .tuple(area, fc.nat(), fc.nat())
    .map(([at, x, y]) => copyRect(at, x % (WIDTH - at.width + 1), y % (HEIGHT - at.height + 1))),
);
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.array(rect, { minLength: 1, maxLength: 4 }).map((rects) => ({ kind: "update" as const, rects })),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("see" as const), viewer: fc.nat(2), count: fc.nat(3) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("ack" as const), viewer: fc.nat(2), count: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(700) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("queue" as const), viewer: fc.nat(2), bytes: fc.nat(600_000) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("answer" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("refresh" as const), viewer: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("join" as const) }) },
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function take(session: Session, one: Step): void {
  const viewer = "viewer" in one ? session.viewers[one.viewer] : undefined;
  if (one.kind === "update") session.update(...one.rects);
  else if (one.kind === "wait") session.clock.advance(one.ms);
  else if (one.kind === "answer") session.answerRefresh();
  else if (one.kind === "join" && session.viewers.length < 3) session.join();
  else if (viewer) takeFor(session, viewer, one);
}

function takeFor(session: Session, viewer: HeldViewer, one: Step): void {
  if (one.kind === "see") viewer.see(one.count);
  else if (one.kind === "ack") session.acknowledge(viewer, one.count);
  else if (one.kind === "queue") viewer.queuedBytes = one.bytes;
  else if (one.kind === "refresh") session.pictures.refreshViewer(viewer);
}

test("whatever happens on the way, every viewer ends with the agent's picture, and the agent is never left waiting", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 60, size: "max" }), (steps) => {
      const session = new Session({ maxTileStateBytes: 150_000, firstCatchUpBytes: 16_384 });
      session.join();
      session.join();
      session.update(session.screen.rectOf(ALL));
      for (const one of steps) {
        take(session, one);
        expect(session.pictures.tiles.keptBytes).toBeLessThanOrEqual(150_000);
      }
      session.settle();
      for (const viewer of session.viewers) expect(viewer.screen.firstDifference(session.screen)).toBe(-1);
      expect(session.reached.at(-1)).toBe(session.frame);
    }),
    { numRuns: 60 },
  );
}, 60_000);

describe("the work that an agent's updates are", () => {
  const LARGEST = { x: 0, y: 0, width: 16_384, height: 16_384 };
  /** @returns whether it was taken */
  function send(session: Session, area: Area): boolean {
    const header = { flags: 0, stream: 1, frame: ++session.frame, capturedAtMs: 0 };
    const { width, height } = area;
    const message = writeFramebufferUpdate({ ...header, width, height, rects: [solidRect(area, 1)] });
    try {
      session.pictures.update(session.agent, readFramebufferUpdate(message), message);
      return true;
    } catch {
      return false;
    }
  }

  test("is bounded: a few bytes that are the largest screen, or ever another one, hold up nobody else", () => {
    for (const change of [0, 64]) {
      const session = new Session();
      session.join();
      const taken = Array.from({ length: 1_000 }, (_, index) =>
        send(session, { ...LARGEST, height: LARGEST.height - (index % 2) * change }),
      );
      expect(taken.filter((isTaken) => isTaken).length).toBeLessThan(50);
      session.clock.advance(1_000);
      expect(send(session, LARGEST)).toBe(true);
    }
  });

  test("is far from its bound for a 4K screen that changes as a whole all the time, for many viewers", () => {
    const session = new Session();
    for (let count = 0; count < 20; count++) session.join();
    for (let frame = 0; frame < 600; frame++) {
      expect(send(session, { x: 0, y: 0, width: 3_840, height: 2_160 })).toBe(true);
      session.clock.advance(16);
    }
  });
});
