import { expect, test } from "bun:test";
import type { Permission } from "../protocol/permissions.ts";
import { ManualClock } from "../test/fakes/manual-clock.ts";
import { createDispatch, type DispatchOptions } from "./dispatch.ts";
import { PLAIN_SESSION_ID } from "./inbound.ts";
import type { Session } from "./session.ts";

const A = "0198a1b2-0000-7000-8000-0000000000aa";
const B = "0198a1b2-0000-7000-8000-0000000000bb";
const START = { type: "start_stream", stream: 3, codecs: ["tiles"], max_fps: 30, jpeg_fps: 4 };
const MOVE = { type: "mouse_move", x: 5, y: 6, viewer_id: "v1", permissions: ["view", "control"] };

function arrange(options: Partial<DispatchOptions> & { opened?: Promise<void> } = {}) {
  const seen: string[] = [];
  const said: { code?: string; session_id?: string }[] = [];
  const note = (line: string) => void seen.push(line);
  const dispatch = createDispatch({
    createSession(sessionId): Session {
      const name = sessionId.slice(-2);
      return {
        viewers: () => {},
        start: ({ stream, codecs, max_fps }) => note(`${name} start ${stream} ${codecs} ${max_fps}`),
        stop: () => note(`${name} stop`),
        end: () => note(`${name} end`),
        viewerLeft: (viewerId) => note(`${name} left ${viewerId}`),
        acknowledge: (stream, frame) => note(`${name} ack ${stream}.${frame}`),
        open: async ({ request }) => {
          note(`${name} open ${request.kind}`);
          await options.opened;
        },
        refreshCells: (cells) => note(`${name} refresh ${cells}`),
        startSide: ({ stream }) => note(`${name} side ${stream}`),
        stopSide: (stream) => note(`${name} no side ${stream}`),
        receive(message) {
          note(`${name} ${message.type}`);
          return message.type === "exec_script" ? "unsupported" : "taken";
        },
      };
    },
    send: (message) => void said.push(message as { code?: string }),
    openForMachine: ({ request }) => note(`machine ${request.kind}`),
    refuseStream: (streamId, { code }) => note(`${streamId} refused ${code}`),
    log: { info() {}, warn() {}, detail() {} },
    ...options,
  });
  const receive = (message: object) => dispatch.receive(JSON.stringify(message));
  return { dispatch, receive, seen, said };
}

test("brings each message to the session that it names", () => {
  const { receive, seen, said } = arrange();
  receive({ ...START, session_id: A });
  receive({ ...START, session_id: B, stream: 4 });
  receive({ ...MOVE, session_id: B });
  receive({ type: "frame_ack", session_id: A, stream: 3, frame: 9 });
  receive({ type: "refresh_cells", session_id: A, cells: [[1, 2]] });
  receive({ type: "viewer_left", session_id: B, viewer_id: "v1" });
  receive({ type: "stop_stream", session_id: A });
  receive({ type: "session_ended", session_id: B });
  expect(seen).toEqual([
    "aa start 3 tiles 30",
    "bb start 4 tiles 30",
    "bb mouse_move",
    "aa ack 3.9",
    "aa refresh 1,2",
    "bb left v1",
    "aa stop",
    "bb end",
  ]);
  expect(said).toEqual([]);
});

test("refuses what is for a session that was never started, or is over", () => {
  const { receive, seen, said } = arrange();
  receive({ ...MOVE, session_id: A });
  receive({ ...START, session_id: A });
  receive({ type: "session_ended", session_id: A });
  receive({ ...MOVE, session_id: A });
  expect(seen).not.toContain("aa mouse_move");
  expect(said.map(({ code, session_id }) => `${code} ${session_id}`)).toEqual(Array(2).fill(`no_such_session ${A}`));
});

test("checks the viewer's permission again", () => {
  const { receive, seen, said } = arrange();
  receive({ ...START, session_id: A });
  receive({ ...MOVE, session_id: A, permissions: ["view", "chat"] });
  receive({ type: "exec_key_combo", keys: ["ctrl_l", "c"], session_id: A, viewer_id: "v", permissions: ["control"] });
  expect(seen).toEqual(["aa start 3 tiles 30"]);
  expect(said.map(({ code }) => code)).toEqual(["forbidden", "forbidden"]);
});

test("the local policy stands above what the server grants", () => {
  const allowedPermissions: Permission[] = ["view"];
  const { receive, seen, said } = arrange({ allowedPermissions });
  receive({ ...START, session_id: A });
  receive({ ...MOVE, session_id: A });
  expect(seen).toEqual(["aa start 3 tiles 30"]);
  expect(said.map(({ code }) => code)).toEqual(["forbidden"]);
});

test("a machine whose policy hides its screen starts no session", () => {
  const { receive, seen, said } = arrange({ allowedPermissions: ["control"] });
  receive({ ...START, session_id: A });
  expect(seen).toEqual([]);
  expect(said.map(({ code }) => code)).toEqual(["forbidden"]);
});

test.each([
  ["no JSON", "{", "invalid_message"],
  ["no object", "[]", "invalid_message"],
  ["no type", "{}", "invalid_message"],
  ["an unknown type", '{"type":"self_destruct"}', "unknown_type"],
  ["a name from the prototype", '{"type":"constructor"}', "unknown_type"],
  ["a viewer's message that is the relay's own", '{"type":"refresh"}', "unknown_type"],
  ["a coordinate that is text", '{"type":"mouse_move","x":"1","y":2}', "invalid_message"],
  ["an endless number", '{"type":"mouse_move","x":1e999,"y":2}', "invalid_message"],
  ["a session that is no id", '{"type":"stop_stream","session_id":"../../etc"}', "invalid_message"],
  [
    "an unknown codec",
    `{"type":"start_stream","session_id":"${A}","stream":1,"codecs":["h999"],"max_fps":1,"jpeg_fps":1}`,
    "invalid_message",
  ],
])("answers %s with an error and drops it", (_, text, code) => {
  const { dispatch, seen, said } = arrange();
  dispatch.receive(text);
  expect(said.map((message) => message.code)).toEqual([code]);
  expect(seen).toEqual([]);
});

test("says so where it knows a message but cannot do it", () => {
  const { receive, said } = arrange();
  receive({ ...START, session_id: A });
  receive({ type: "exec_script", script: "id", session_id: A, viewer_id: "v", permissions: ["scripts"] });
  expect(said).toEqual([expect.objectContaining({ code: "unsupported", session_id: A })]);
});

test("never answers an error with an error", () => {
  const { receive, said } = arrange();
  receive({ type: "error", code: "x", message: "y" });
  receive({ type: "pong", server_time: new Date().toISOString() });
  expect(said).toEqual([]);
});

test("speaks the plain protocol: no session, no permissions, whole JPEG frames", () => {
  const { receive, seen, said } = arrange();
  receive({ type: "start_stream" });
  receive({ type: "mouse_move", x: 1, y: 2 });
  receive({ type: "key_special", key: "enter" });
  receive({ type: "exec_key_combo", keys: ["ctrl_l", "alt_l", "delete"] });
  receive({ type: "stop_stream" });
  expect(seen).toEqual(["00 start 0 jpeg 15", "00 mouse_move", "00 key_special", "00 exec_key_combo", "00 stop"]);
  expect(said).toEqual([]);
  expect(PLAIN_SESSION_ID).toEndWith("00");
});

test("a plain relay, which names no permissions, is believed to have checked them, but not to make administrators", () => {
  const { receive, said } = arrange();
  receive({ type: "start_stream" });
  receive({ type: "exec_script", script: "id" });
  receive({ type: "exec_script", script: "id", elevated: true });
  // The session of this test knows no scripts: that is past the door.
  expect(said).toMatchObject([{ code: "unsupported" }, { code: "forbidden" }]);
});

test("permissions that a newer server knows do no harm", () => {
  const { receive, seen } = arrange();
  receive({ ...START, session_id: A, permissions: ["view", "teleport"] });
  receive({ ...MOVE, session_id: A, permissions: ["control", "teleport"] });
  expect(seen).toEqual(["aa start 3 tiles 30", "aa mouse_move"]);
});

test("takes no more sessions than it has room for", () => {
  const { receive, said } = arrange();
  for (let count = 0; count < 17; count++) {
    receive({ ...START, session_id: `0198a1b2-0000-7000-8000-0000000000${(count + 16).toString(16)}` });
  }
  expect(said.map(({ code }) => code)).toEqual(["busy"]);
});

test("a session that nobody watches for ten minutes is over, one that somebody comes back to is not", () => {
  const clock = new ManualClock();
  const { receive, seen, said } = arrange({ clock });
  receive({ ...START, session_id: A });
  receive({ ...START, session_id: B });
  receive({ type: "stop_stream", session_id: A });
  receive({ type: "stop_stream", session_id: B });
  clock.advance(9 * 60_000);
  receive({ ...START, session_id: B, stream: 5 });
  clock.advance(60 * 60_000);
  expect(seen.slice(4)).toEqual(["bb start 5 tiles 30", "aa end"]);
  receive({ ...MOVE, session_id: A });
  expect(said.map(({ code }) => code)).toEqual(["no_such_session"]);
});

test("a message that fails in its session does no harm to the next", () => {
  const { receive, said } = arrange({
    createSession() {
      throw new Error("no memory");
    },
  });
  receive({ ...START, session_id: A });
  receive({ type: "self_destruct" });
  expect(said.map(({ code }) => code)).toEqual(["unknown_type"]);
});

test("when the connection is lost every session stops, and is there when it returns", () => {
  const { dispatch, receive, seen } = arrange();
  receive({ ...START, session_id: A });
  dispatch.suspend();
  receive({ ...START, session_id: A, stream: 4 });
  expect(seen).toEqual(["aa start 3 tiles 30", "aa stop", "aa start 4 tiles 30"]);
});

test("wakes others of its subnet when asked, where its own policy allows it, and nothing that is no address", () => {
  const woken: (readonly string[])[] = [];
  const wakePeers = (macAddresses: readonly string[]) => void woken.push(macAddresses);
  const willing = arrange({ wakePeers });
  willing.receive({ type: "wake_peer", mac_addresses: ["00:16:3e:12:34:56"] });
  willing.receive({ type: "wake_peer", mac_addresses: ["00:16:3e:12:34:56; reboot"] });
  willing.receive({ type: "wake_peer", mac_addresses: [] });
  arrange({ wakePeers, allowedPermissions: ["view"] }).receive({
    type: "wake_peer",
    mac_addresses: ["00:16:3e:00:00:01"],
  });
  expect(woken).toEqual([["00:16:3e:12:34:56"]]);
  expect(willing.said.map(({ code }) => code)).toEqual(["invalid_message", "invalid_message"]);
});

const OPEN = {
  type: "open_stream",
  session_id: A,
  stream_id: "rls_0123456789abcdefghij",
  request: { kind: "file_list", path: "~" },
  permissions: ["view", "files_read"],
};

test("what is answered over HTTP needs no viewer: the session is opened for it, and does not stay for ever", async () => {
  const clock = new ManualClock();
  const { receive, seen } = arrange({ clock });
  receive(OPEN);
  await Bun.sleep(0);
  expect(seen).toEqual(["aa open file_list"]);
  clock.advance(60 * 60_000);
  expect(seen).toEqual(["aa open file_list", "aa end"]);
});

test("what is answered over HTTP keeps its session for as long as it takes", async () => {
  const clock = new ManualClock();
  const { promise: opened, resolve } = Promise.withResolvers<void>();
  const { receive, seen } = arrange({ clock, opened });
  receive(OPEN);
  clock.advance(60 * 60_000);
  expect(seen).toEqual(["aa open file_list"]);
  resolve();
  await opened;
  await Bun.sleep(0);
  clock.advance(60 * 60_000);
  expect(seen).toEqual(["aa open file_list", "aa end"]);
});

test("what is asked as the machine's administrator needs the permission for that, too", () => {
  const { receive, seen } = arrange();
  const elevated = { ...OPEN, request: { kind: "file_list", path: "~", elevated: true } };
  receive(elevated);
  expect(seen).toEqual([`${OPEN.stream_id} refused forbidden`]);
  receive({ ...elevated, permissions: ["files_read", "elevated"] });
  expect(seen).toContain("aa open file_list");
});

test("what belongs to no session opens none", () => {
  const { receive, seen } = arrange();
  const request = { kind: "script_run", run_id: "r1", shell: "sh", timeout_s: 60 };
  receive({ ...OPEN, request, permissions: ["scripts"] });
  receive({ ...OPEN, request });
  expect(seen).toEqual(["machine script_run", `${OPEN.stream_id} refused forbidden`]);
});

test("what is answered over HTTP is refused there without its permission, by the ticket or by the machine's own policy", () => {
  const { receive, seen } = arrange();
  receive({ ...OPEN, permissions: ["view", "files_write"] });
  expect(seen).toEqual([`${OPEN.stream_id} refused forbidden`]);
  const policy: Permission[] = ["view"];
  const strict = arrange({ allowedPermissions: policy });
  strict.receive(OPEN);
  expect(strict.seen).toEqual([`${OPEN.stream_id} refused forbidden`]);
});
