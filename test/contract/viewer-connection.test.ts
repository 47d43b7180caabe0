import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "bun:test";
import { writeCursorPosition, writeCursorShape } from "../../protocol/binary/cursor.ts";
import { CLOSE } from "../../protocol/close-codes.ts";
import type { ViewerMessage } from "../../protocol/messages/viewer-to-relay.ts";
import type { Phase } from "../../web/src/viewer/viewer-model.ts";
import { grabCanvas } from "../e2e/remote-screen.ts";
import { type RelaySide, startViewerHarness, type ViewerHarness } from "../fakes/viewer-harness.ts";
import { solid, UpdateSource } from "../fakes/viewer-updates.ts";
import { waitUntil } from "../fakes/wait-until.ts";

const MOVE: ViewerMessage = { type: "mouse_move", x: 1, y: 2 };

let harness: ViewerHarness;
let relay: RelaySide;
let source: UpdateSource;

beforeAll(async () => {
  harness = await startViewerHarness();
}, 60_000);
afterAll(() => harness?.stop());
beforeEach(async () => {
  harness.refuse(false);
  relay = await harness.open();
  source = new UpdateSource(1, 100, 80);
}, 30_000);
afterEach(() => {
  expect(harness.violations).toEqual([]);
});

async function phases(): Promise<Phase[]> {
  return await harness.page.evaluate(() => viewerPage.seen.phases);
}

async function reaches(kind: Phase["kind"]): Promise<Phase> {
  return await waitUntil(`the phase "${kind}"`, async () => {
    const last = (await phases()).at(-1);
    return last?.kind === kind && last;
  });
}

async function becomesActive(): Promise<void> {
  relay.update(source.next(solid(source.all, 0x336699)));
  await reaches("active");
}

async function send(message: ViewerMessage): Promise<boolean> {
  return await harness.page.evaluate((sent) => viewerPage.engine.send(sent), message);
}

async function cornerColour(): Promise<number[]> {
  return [...((await grabCanvas(harness.page))?.pixels.subarray(0, 3) ?? [])];
}

test("asks with its token as a subprotocol, and for tiles before whole JPEGs", () => {
  const { protocols, query } = relay.asked;
  expect(protocols.split(/, */)).toEqual(["remotelink.v1", "remotelink.token.a-token"]);
  expect(Object.fromEntries(query)).toEqual({
    session_id: "01890a5d-ac96-774b-bcce-b302099a8057",
    codecs: "tiles,jpeg,scaled",
    max_fps: "60",
  });
});

test("is active only when the first picture is painted", async () => {
  await waitUntil("the state", () =>
    harness.page.evaluate(() => viewerPage.seen.messageTypes.includes("session_state")),
  );
  expect(await phases()).toEqual([{ kind: "connecting" }]);
  await becomesActive();
  expect(await phases()).toEqual([{ kind: "connecting" }, { kind: "active" }]);
});

test("sends input with its time while the picture is live, and not before", async () => {
  expect(await send(MOVE)).toBe(false);
  await becomesActive();
  expect(await send(MOVE)).toBe(true);
  const [move] = await waitUntil("the move", () => relay.ofType("mouse_move").length > 0 && relay.ofType("mouse_move"));
  expect(move).toEqual({ ...MOVE, sent_at: expect.any(Number) });
});

test("comes back by itself after a lost socket, into the same session, with the right picture", async () => {
  await becomesActive();
  relay.cut();
  relay = await harness.connection(2);
  expect(relay.asked.protocols).toContain("remotelink.token.a-token");
  expect(await send(MOVE)).toBe(false);
  expect((await phases()).at(-1)?.kind).toBe("reconnecting");
  relay.sessionState("active");
  source = new UpdateSource(2, 120, 90);
  relay.update(source.next(solid(source.all, 0x102030)));
  await reaches("active");
  expect(await cornerColour()).toEqual([0x10, 0x20, 0x30]);
  expect(relay.acks()).toEqual([1]);
});

test("tries again and again while nobody answers, then goes on", async () => {
  await becomesActive();
  harness.refuse(true);
  relay.close(CLOSE.serviceRestart, "restart");
  await waitUntil("the third try", async () =>
    (await phases()).some((phase) => "attempt" in phase && phase.attempt === 3),
  );
  harness.refuse(false);
  await harness.page.evaluate(() => viewerPage.engine.retryNow());
  relay = await harness.connection(2);
  relay.sessionState("active");
  await becomesActive();
});

for (const [name, code, kind] of [
  ["ended", CLOSE.sessionEnded, "ended"],
  ["replaced", CLOSE.replaced, "replaced"],
  ["refused its token", CLOSE.badCredentials, "refused"],
  ["taken away", CLOSE.notAllowed, "refused"],
] as const) {
  test(`does not try again when the session is ${name}`, async () => {
    await becomesActive();
    relay.close(code);
    await reaches(kind);
    await harness.page.evaluate(() => viewerPage.engine.retryNow());
    expect(await send(MOVE)).toBe(false);
    expect(harness.connections).toHaveLength(1);
  });
}

test("tells who ended the session", async () => {
  await becomesActive();
  relay.sessionState("ended", { reason: "by the person at the machine" });
  relay.close(CLOSE.sessionEnded);
  expect(await reaches("ended")).toEqual({ kind: "ended", reason: "by the person at the machine" });
});

test("follows the session's and the screen's state", async () => {
  const until = "2026-01-01T00:00:30.000Z";
  relay.sessionState("waiting_consent", { consent_until: until });
  expect(await reaches("waiting_consent")).toEqual({ kind: "waiting_consent", until: Date.parse(until) });
  relay.sessionState("active");
  await becomesActive();
  relay.tell({ type: "stream_state", state: "problem", problem: "display_lost", message: "Wait for it." });
  expect(await reaches("no_picture")).toEqual({ kind: "no_picture", problem: "display_lost", message: "Wait for it." });
  expect(await send(MOVE)).toBe(false);
  relay.tell({ type: "stream_state", state: "ok", monitor: 1 });
  await reaches("connecting");
  await becomesActive();
  relay.sessionState("agent_offline");
  await reaches("agent_offline");
  expect(await send({ type: "chat_message", text: "hello?" })).toBe(false);
  relay.sessionState("active");
  await reaches("connecting");
  await becomesActive();
});

test("wakes a monitor that is asleep by input, and shows its picture as it was", async () => {
  await becomesActive();
  relay.tell({ type: "stream_state", state: "problem", problem: "monitor_asleep" });
  expect(await reaches("no_picture")).toEqual({ kind: "no_picture", problem: "monitor_asleep", message: null });
  expect(await send(MOVE)).toBe(true);
  relay.tell({ type: "stream_state", state: "ok" });
  await reaches("active");
});

test("tells of the machine's pointer", async () => {
  const rgba = Uint8Array.from({ length: 2 * 3 * 4 }, (_, index) => index * 5);
  relay.send(writeCursorShape({ stream: 1, serial: 1, image: { width: 2, height: 3, hotX: 1, hotY: 2, rgba } }));
  relay.send(writeCursorShape({ stream: 1, serial: 2, image: null }));
  relay.send(writeCursorPosition({ stream: 1, x: -3, y: 70 }));
  relay.send(Uint8Array.of(2, 0, 0));
  await becomesActive();
  const { cursorShapes, hiddenCursors, cursorPositions } = await harness.page.evaluate(() => viewerPage.seen);
  expect(cursorShapes).toEqual([{ width: 2, height: 3, hotX: 1, hotY: 2, rgba: [...rgba] }]);
  expect(hiddenCursors).toBe(1);
  expect(cursorPositions).toEqual([{ x: -3, y: 70 }]);
});

test("answers for a round trip and for what it paints once a second", async () => {
  await becomesActive();
  for (const { sent_at } of relay.ofType("ping"))
    relay.tell({ type: "pong", sent_at, server_time: new Date().toISOString() });
  const statistics = await waitUntil("the round trip", async () => {
    const seen = await harness.page.evaluate(() => viewerPage.seen.statistics);
    return seen?.roundTripMs != null && seen;
  });
  expect(statistics.codec).toBe("tiles");
  expect(statistics.decodeMs).toBeGreaterThanOrEqual(0);
});

test("closes its socket when the page lets go of it", async () => {
  await becomesActive();
  await harness.page.evaluate(() => viewerPage.engine.close());
  await waitUntil("the end of the connection", () => !relay.isOpen);
  expect(harness.connections).toHaveLength(1);
});
