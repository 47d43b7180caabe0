import { expect, test } from "bun:test";
import { CLOSE } from "../protocol/close-codes.ts";
import { ManualClock } from "../test/fakes/manual-clock.ts";
import { type ConnectionEvents, connect } from "./connection.ts";
import type { AgentSocket, SocketEvents } from "./socket.ts";

type FakeSocket = AgentSocket & { events: SocketEvents; sent: unknown[]; pings: number; isTerminated: boolean };

/** A relay of which the test decides whether it answers; `random` fixes the jitter. */
function arrange(random = 0.5) {
  const clock = new ManualClock();
  const sockets: FakeSocket[] = [];
  const told: string[] = [];
  const events: ConnectionEvents = {
    online: () => told.push("online"),
    message: (text) => told.push(`message ${text}`),
    lost: () => told.push("lost"),
    retrying: (_, delayMs) => told.push(`retry in ${delayMs}`),
    ended: (end) => told.push(`ended ${end}`),
  };
  const connection = connect(events, {
    clock,
    random: () => random,
    openSocket(socketEvents) {
      const socket: FakeSocket = {
        events: socketEvents,
        sent: [],
        pings: 0,
        isTerminated: false,
        send: (message) => void socket.sent.push(message),
        ping: () => void socket.pings++,
        bufferedBytes: () => 0,
        close: () => socketEvents.close(1000, ""),
        terminate() {
          socket.isTerminated = true;
          socketEvents.close(1006, "terminated");
        },
      };
      sockets.push(socket);
      return socket;
    },
  });
  const latest = (): FakeSocket => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error("no socket was opened");
    return socket;
  };
  /** Lets time pass until the next attempt begins. */
  const nextAttempt = (): void => {
    const before = sockets.length;
    while (sockets.length === before) clock.advance(10);
  };
  return { clock, sockets, told, connection, latest, nextAttempt };
}

const closeWith = (socket: FakeSocket, code: number): void => socket.events.close(code, "");

test("pings every 15 s while the other end answers", () => {
  const { clock, latest } = arrange();
  latest().events.open();
  for (let quarter = 0; quarter < 4; quarter++) {
    latest().events.heard();
    clock.advance(15_000);
  }
  expect(latest().pings).toBe(5);
});

test("notices a half-open connection within 35 s, wherever in the interval it broke", () => {
  for (const brokeAfterMs of [0, 1, 7_000, 14_999, 15_000, 15_001, 29_999]) {
    const { clock, latest, sockets } = arrange();
    latest().events.open();
    // Answers each ping at once until it breaks.
    let answered = 0;
    const end = brokeAfterMs + 35_000;
    for (let now = 0; now < end && sockets.length === 1; now++) {
      if (now < brokeAfterMs && latest().pings > answered) {
        answered = latest().pings;
        latest().events.heard();
      }
      clock.advance(1);
    }
    expect(sockets[0]?.isTerminated).toBe(true);
  }
});

test("any message is a sign of life", () => {
  const { clock, latest } = arrange();
  latest().events.open();
  for (let times = 0; times < 10; times++) {
    latest().events.message("{}");
    clock.advance(15_000);
  }
  expect(latest().isTerminated).toBe(false);
});

test("comes back within a second at first, later after at most a minute", () => {
  const { told, latest, nextAttempt } = arrange(0.999);
  for (let times = 0; times < 9; times++) {
    closeWith(latest(), 1006);
    nextAttempt();
  }
  const delays = told.map((line) => Number(/retry in ([\d.]+)/.exec(line)?.[1]));
  expect(delays[0]).toBeLessThan(1_000);
  expect(Math.max(...delays)).toBeLessThan(60_000);
  expect(delays).toEqual(delays.toSorted((a, b) => a - b));
});

test("spreads the agents of a restarted server over the whole interval", () => {
  const atOnce = arrange(0);
  closeWith(atOnce.latest(), CLOSE.serviceRestart);
  expect(atOnce.told).toEqual(["retry in 0"]);
});

test("a connection that has held answers its loss quickly again", () => {
  const { clock, told, latest, nextAttempt } = arrange(1);
  for (let times = 0; times < 5; times++) {
    closeWith(latest(), 1006);
    nextAttempt();
  }
  latest().events.open();
  clock.advance(10_000);
  told.length = 0;
  closeWith(latest(), 1006);
  expect(told).toEqual(["lost", "retry in 1000"]);
});

test("one that is accepted and dropped at once is not tried ever faster", () => {
  const { told, latest, nextAttempt } = arrange(1);
  for (let times = 0; times < 3; times++) {
    latest().events.open();
    closeWith(latest(), 1011);
    nextAttempt();
  }
  expect(told.filter((line) => line.startsWith("retry"))).toEqual(["retry in 1000", "retry in 2000", "retry in 4000"]);
});

test.each([
  [CLOSE.replaced, "replaced"],
  [CLOSE.badCredentials, "not_accepted"],
  [CLOSE.notAllowed, "not_accepted"],
])("after close code %d it ends as %s and tries no more", (code, end) => {
  const { clock, sockets, told, latest } = arrange();
  latest().events.open();
  closeWith(latest(), code);
  clock.advance(600_000);
  expect(told).toEqual(["online", "lost", `ended ${end}`]);
  expect(sockets).toHaveLength(1);
});

test("gives up an upgrade that nobody answers, and tries again", () => {
  const { clock, sockets } = arrange(0);
  clock.advance(15_001);
  expect(sockets[0]?.isTerminated).toBe(true);
  expect(sockets).toHaveLength(2);
});

test("drops what is said while there is no connection", () => {
  const { connection, latest } = arrange();
  expect(connection.send("early")).toBe(false);
  latest().events.open();
  expect(connection.send("now")).toBe(true);
  expect(latest().sent).toEqual(["now"]);
});

test("a socket that was given up cannot speak any more", () => {
  const { clock, sockets, told } = arrange(0);
  clock.advance(15_001);
  sockets[0]?.events.message("ghost");
  sockets[0]?.events.open();
  expect(told.filter((line) => !line.startsWith("retry"))).toEqual([]);
});

test("closed by us it stays closed", () => {
  const { clock, sockets, connection, latest } = arrange();
  latest().events.open();
  connection.close();
  clock.advance(600_000);
  expect(sockets).toHaveLength(1);
});
