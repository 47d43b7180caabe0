import { describe, expect, test } from "bun:test";
import { AGENT_EXAMPLES, VIEWER_EXAMPLES } from "../../test/fakes/message-examples.ts";
import { MAX_CHAT_BYTES, MAX_CLIPBOARD_BYTES, MAX_MESSAGE_BYTES, MAX_SCRIPT_BYTES } from "../limits.ts";
import { DEFAULT_MEMBER_PERMISSIONS, PERMISSIONS, VIEW_ONLY_PERMISSIONS } from "../permissions.ts";
import { AGENT_MESSAGE_PERMISSION, agentMessage, maxAgentMessageBytes } from "./agent-to-relay.ts";
import { forwardedEnvelope, relayCommand } from "./relay-to-agent.ts";
import { relayNotice, viewerInbound } from "./relay-to-viewer.ts";
import { maxViewerMessageBytes, VIEWER_MESSAGE_PERMISSION, viewerMessage } from "./viewer-to-relay.ts";

const SESSION = "0190a7c5-1f2e-7a3b-8c4d-5e6f708192a3";

const typesOf = (schema: { options: readonly { shape: { type: { value: string } } }[] }) =>
  schema.options.map((option) => option.shape.type.value).sort();

describe("a viewer's messages", () => {
  test("all have an example, and each example is accepted as it stands", () => {
    expect(VIEWER_EXAMPLES.map(({ type }) => type).sort()).toEqual(typesOf(viewerMessage));
    for (const example of VIEWER_EXAMPLES) expect<unknown>(viewerMessage.parse(example)).toEqual(example);
  });

  test("all have a permission or say that they need none, and those exist", () => {
    expect(Object.keys(VIEWER_MESSAGE_PERMISSION).sort()).toEqual(typesOf(viewerMessage));
    for (const permission of Object.values(VIEWER_MESSAGE_PERMISSION)) {
      if (permission !== null) expect(PERMISSIONS).toContain(permission);
    }
  });

  test("need a permission unless they are the relay's own ping", () => {
    const free = Object.entries(VIEWER_MESSAGE_PERMISSION).filter(([, permission]) => permission === null);
    expect(free.map(([type]) => type)).toEqual(["ping"]);
  });

  test("of the plain protocol get what they leave out", () => {
    expect(viewerMessage.parse({ type: "mouse_click", x: 1, y: 2 })).toEqual({
      type: "mouse_click",
      x: 1,
      y: 2,
      button: "left",
      action: "click",
      count: 1,
    });
    expect(viewerMessage.parse({ type: "mouse_scroll", dy: 3 })).toEqual({ type: "mouse_scroll", dx: 0, dy: 3 });
    expect(viewerMessage.parse({ type: "exec_script", script: "ls" })).toMatchObject({ shell: "bash" });
    expect(viewerMessage.parse({ type: "frame_ack", frame: 7 })).toEqual({ type: "frame_ack", frame: 7 });
  });

  test.each([
    [{ type: "mouse_move", x: "1", y: 2 }],
    [{ type: "mouse_move", x: 1 }],
    [{ type: "mouse_move", x: 1e6, y: 0 }],
    [{ type: "mouse_move", x: Number.NaN, y: 0 }],
    [{ type: "mouse_click", x: 1, y: 1, button: "fourth" }],
    [{ type: "mouse_click", x: 1, y: 1, count: 4 }],
    [{ type: "mouse_scroll", dx: 0, dy: 1_001 }],
    [{ type: "key_press", key: "" }],
    [{ type: "key_press", key: "x".repeat(33) }],
    [{ type: "key_event", code: "KeyA", key: "a", action: "press" }],
    [{ type: "exec_key_combo", keys: [] }],
    [{ type: "exec_key_combo", keys: Array(9).fill("a") }],
    [{ type: "set_monitor", index: -1 }],
    [{ type: "set_monitor", index: 0.5 }],
    [{ type: "set_quality", quality: "best" }],
    [{ type: "exec_script", script: "ls", shell: "zsh" }],
    [{ type: "file_upload_chunk", chunk: "not base64!", seq: 0 }],
    [{ type: "file_upload_chunk", chunk: "a".repeat(90_000), seq: 0 }],
    [{ type: "file_download", path: "" }],
    [{ type: "list_files", path: "x".repeat(4_097) }],
    [{ type: "chat_message", text: "" }],
    [{ type: "terminal_open", terminal_id: "t", columns: 0, rows: 24 }],
    [{ type: "frame_ack", frame: -1 }],
    [{ type: "start_stream", codecs: ["h265"] }],
    [{ type: "start_stream", max_fps: 1_000 }],
    [{ type: "ping", sent_at: "now" }],
  ])("%j is refused", (message) => {
    expect(viewerMessage.safeParse(message).success).toBe(false);
  });

  test("are measured in bytes: text of many-byte characters is refused earlier", () => {
    const chat = (text: string) => viewerMessage.safeParse({ type: "chat_message", text }).success;
    expect(chat("a".repeat(MAX_CHAT_BYTES))).toBe(true);
    expect(chat("é".repeat(MAX_CHAT_BYTES / 2))).toBe(true);
    expect(chat("é".repeat(MAX_CHAT_BYTES / 2 + 1))).toBe(false);
    const script = "é".repeat(MAX_SCRIPT_BYTES / 2 + 1);
    expect(viewerMessage.safeParse({ type: "exec_script", script }).success).toBe(false);
    const content = "é".repeat(MAX_CLIPBOARD_BYTES / 2 + 1);
    expect(viewerMessage.safeParse({ type: "clipboard_paste", content }).success).toBe(false);
  });
});

describe("an agent's messages", () => {
  test("all have an example, and each example is accepted as it stands", () => {
    const own = [{ type: "ping" }, { type: "session_end", session_id: SESSION, reason: "ended at the machine" }];
    const examples = [...AGENT_EXAMPLES, ...own];
    expect(examples.map(({ type }) => type).sort()).toEqual(typesOf(agentMessage));
    for (const example of examples) expect<unknown>(agentMessage.parse(example)).toEqual(example);
  });

  test("all say which permission it takes to be sent them", () => {
    expect(Object.keys(AGENT_MESSAGE_PERMISSION).sort()).toEqual(typesOf(agentMessage));
  });

  test("with contents are only for those with the permission of that content", () => {
    const free = Object.entries(AGENT_MESSAGE_PERMISSION).filter(([, permission]) => permission === null);
    expect(free.map(([type]) => type).sort()).toEqual(["consent", "consent_asked", "error", "ping", "session_end"]);
  });

  test("name a session by its id or leave it out", () => {
    const chat = { type: "chat_message", text: "hello" };
    expect(agentMessage.safeParse({ ...chat, session_id: SESSION }).success).toBe(true);
    expect(agentMessage.safeParse(chat).success).toBe(true);
    expect(agentMessage.safeParse({ ...chat, session_id: "all" }).success).toBe(false);
  });

  test.each([
    [{ type: "monitor_list", monitors: [{ index: 0, name: "", x: 0, y: 0, width: 0, height: 1 }] }],
    [{ type: "monitor_list", monitors: Array(33).fill({ index: 0, name: "", x: 0, y: 0, width: 1, height: 1 }) }],
    [{ type: "stream_state", state: "fine" }],
    [{ type: "file_list", path: "/", entries: [{ name: "a", type: "device", size: 1 }] }],
    [{ type: "file_list", path: "/", entries: [{ name: "a", type: "file", size: -1 }] }],
    [{ type: "file_chunk", path: "/a", seq: 0, chunk: "%", done: false }],
    [{ type: "script_output", stream: "stdlog", data: "" }],
    [{ type: "script_exit", exit_code: 0.5 }],
    [{ type: "consent", granted: "yes" }],
    [{ type: "session_end" }],
    [{ type: "error", code: "x", message: "x".repeat(1_001) }],
  ])("%j is refused", (message) => {
    expect(agentMessage.safeParse(message).success).toBe(false);
  });
});

describe("the bound of a type", () => {
  test("leaves room for its largest content however it is escaped, within one message", () => {
    expect(maxViewerMessageBytes("mouse_move")).toBe(32 * 1024);
    expect(maxViewerMessageBytes("exec_script")).toBeGreaterThan(6 * MAX_SCRIPT_BYTES);
    expect(maxViewerMessageBytes("clipboard_paste")).toBe(MAX_MESSAGE_BYTES);
    expect(maxAgentMessageBytes("chat_message")).toBe(32 * 1024);
    expect(maxAgentMessageBytes("clipboard_content")).toBe(MAX_MESSAGE_BYTES);
    expect(maxAgentMessageBytes("file_list")).toBe(MAX_MESSAGE_BYTES);
  });

  test("has room for every example", () => {
    for (const example of VIEWER_EXAMPLES) {
      const { type } = viewerMessage.parse(example);
      expect(JSON.stringify(example).length).toBeLessThan(maxViewerMessageBytes(type));
    }
  });
});

describe("direction", () => {
  test("a message of one side is none of the other, but for those that both know", () => {
    const both = typesOf(viewerMessage).filter((type) => typesOf(agentMessage).includes(type));
    expect(both).toEqual(["chat_message", "ping"]);
  });

  test("the relay's own messages can't be said by either side", () => {
    const said = [...typesOf(viewerMessage), ...typesOf(agentMessage)];
    const own = new Set([...typesOf(relayNotice), ...typesOf(relayCommand)]);
    const shared = [...own].filter((type) => said.includes(type)).sort();
    // Asked for by the viewer, then said to the agent in the relay's own words; errors may go all ways.
    expect(shared).toEqual(["error", "frame_ack", "start_stream", "stop_stream"]);
  });
});

describe("what the relay says", () => {
  test("to an agent is checked by the same schemas", () => {
    const start = { type: "start_stream", session_id: SESSION, stream: 1, codecs: ["tiles"], max_fps: 60, jpeg_fps: 4 };
    expect<unknown>(relayCommand.parse(start)).toEqual(start);
    const cells = { type: "refresh_cells", session_id: SESSION, cells: [[0, 255]] };
    expect<unknown>(relayCommand.parse(cells)).toEqual(cells);
    expect(relayCommand.safeParse({ ...cells, cells: "some" }).success).toBe(false);
    expect(relayCommand.safeParse({ ...start, session_id: undefined }).success).toBe(false);
    const envelope = { session_id: SESSION, viewer_id: "v", permissions: ["view"], relayed_at: 5 };
    expect<unknown>(forwardedEnvelope.parse(envelope)).toEqual(envelope);
    expect(forwardedEnvelope.safeParse({ ...envelope, permissions: ["root"] }).success).toBe(false);
  });

  test("to a viewer is either its own or the agent's", () => {
    const state = {
      type: "session_state",
      state: "waiting_consent",
      viewers: [{ id: "v", name: "Ada", view_only: false, you: true }],
      permissions: ["view"],
      machine: { id: "m", name: "web-01", can_wake: false },
      consent_until: "2026-01-02T03:04:05.000Z",
    };
    expect<unknown>(viewerInbound.parse(state)).toEqual(state);
    for (const example of AGENT_EXAMPLES) expect<unknown>(viewerInbound.parse(example)).toEqual(example);
  });
});

describe("permission sets", () => {
  test("of members and of view-only sessions are parts of all permissions", () => {
    for (const permission of [...DEFAULT_MEMBER_PERMISSIONS, ...VIEW_ONLY_PERMISSIONS]) {
      expect(PERMISSIONS).toContain(permission);
    }
  });

  test("give members nothing that runs programs or manages", () => {
    for (const permission of ["terminal", "scripts", "manage", "elevated"] as const) {
      expect(DEFAULT_MEMBER_PERMISSIONS).not.toContain(permission);
    }
  });
});
