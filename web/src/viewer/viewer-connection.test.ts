import { beforeEach, expect, test } from "bun:test";
import { CLOSE, FINAL_CLOSE_CODES } from "../../../protocol/close-codes.ts";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { type LinkState, ViewerConnection } from "./viewer-connection.ts";

/** A socket that a test opens, closes and speaks for. */
class ScriptedSocket {
  readonly sent: string[] = [];
  isClosed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;

  send(message: string): void {
    this.sent.push(message);
  }

  close(): void {
    this.isClosed = true;
  }
}

let clock: ManualClock;
let sockets: ScriptedSocket[];
let states: LinkState[];
let texts: string[];
let connection: ViewerConnection;
beforeEach(() => {
  clock = new ManualClock();
  sockets = [];
  states = [];
  texts = [];
  connection = new ViewerConnection({
    openSocket() {
      const socket = new ScriptedSocket();
      sockets.push(socket);
      return asWebSocket(socket);
    },
    clock,
    random: () => 0,
    events: {
      changed: (state) => states.push(state),
      text: (message) => texts.push(message),
      binary: () => {},
    },
  });
});

/** The connection uses no more of a WebSocket than this has. */
function asWebSocket(socket: ScriptedSocket): WebSocket {
  return socket as unknown as WebSocket;
}

function last(): ScriptedSocket {
  const socket = sockets.at(-1);
  if (!socket) throw new Error("no socket was opened");
  return socket;
}

function open(): void {
  last().onopen?.();
  last().onmessage?.({ data: "{}" });
}

function lose(code = 1006): void {
  last().onclose?.({ code, reason: "" });
}

test("sends nothing while there is no connection", () => {
  expect(connection.send("early")).toBe(false);
  open();
  expect(connection.send("now")).toBe(true);
  lose();
  expect(connection.send("late")).toBe(false);
  expect(sockets[0]?.sent.filter((message) => !message.includes("ping"))).toEqual(["now"]);
});

test("comes back after growing waits", () => {
  open();
  for (const waitMs of [300, 600, 1_000, 1_000]) {
    const tries = sockets.length;
    lose();
    clock.advance(waitMs - 1);
    expect(sockets).toHaveLength(tries);
    clock.advance(1);
    expect(sockets).toHaveLength(tries + 1);
  }
});

test("counts anew once the relay was heard, and not when it only took the connection", () => {
  for (let round = 0; round < 3; round++) {
    last().onopen?.();
    lose();
    clock.advance(5_000);
  }
  expect(states.at(-1)).toEqual({ kind: "connecting", attempt: 3 });
  open();
  lose();
  expect(states.at(-1)).toMatchObject({ kind: "waiting", attempt: 1 });
});

test("says when it will try again", () => {
  lose();
  expect(states.at(-1)).toEqual({ kind: "waiting", attempt: 1, retryAt: Date.parse(clock.isoTime(300)) });
});

test("tries at once when asked to, and only once", () => {
  for (let round = 0; round < 5; round++) {
    lose();
    clock.advance(5_000);
  }
  lose();
  const tries = sockets.length;
  connection.retryNow();
  connection.retryNow();
  expect(sockets).toHaveLength(tries + 1);
  clock.advance(5_000);
  expect(sockets).toHaveLength(tries + 1);
});

for (const code of FINAL_CLOSE_CODES) {
  test(`never tries again after ${code}`, () => {
    open();
    lose(code);
    expect(states.at(-1)).toEqual({ kind: "closed", code, reason: "" });
    connection.retryNow();
    clock.advance(60_000);
    expect(sockets).toHaveLength(1);
  });
}

test("gives up a try that is not answered within 10 s, and tries again", () => {
  clock.advance(10_000);
  expect(sockets[0]?.isClosed).toBe(true);
  expect(states.at(-1)?.kind).toBe("waiting");
  clock.advance(300);
  expect(sockets).toHaveLength(2);
});

test("gives up a connection that is half open", () => {
  open();
  clock.advance(13_000);
  expect(sockets[0]?.isClosed).toBe(true);
  expect(sockets).toHaveLength(2);
});

test("hears nothing more from a socket that it gave up", () => {
  open();
  const [old] = sockets;
  lose();
  clock.advance(300);
  const before = texts.length;
  old?.onmessage?.({ data: "late" });
  old?.onclose?.({ code: CLOSE.sessionEnded, reason: "" });
  expect(texts).toHaveLength(before);
  expect(states.at(-1)?.kind).toBe("connecting");
});

test("is silent once closed", () => {
  open();
  connection.close();
  clock.advance(60_000);
  connection.retryNow();
  expect(sockets).toHaveLength(1);
  expect(sockets[0]?.isClosed).toBe(true);
});
