/** JSON messages that a viewer sends; the relay checks the permission of each and forwards it to the agent. */
import { z } from "zod";
import {
  MAX_CHAT_BYTES,
  MAX_CLIPBOARD_BYTES,
  MAX_CONTROL_BYTES,
  MAX_FILE_CHUNK_BYTES,
  MAX_MESSAGE_BYTES,
  MAX_SCRIPT_BYTES,
  MAX_SCRIPT_TIMEOUT_S,
  MAX_TERMINAL_DATA_BYTES,
} from "../limits.ts";
import type { Permission } from "../permissions.ts";
import * as field from "./fields.ts";

/** Base64 of one 64 KiB chunk. */
const base64Chunk = z
  .string()
  .max(Math.ceil(MAX_FILE_CHUNK_BYTES / 3) * 4)
  .regex(/^[A-Za-z0-9+/]*={0,2}$/);

/** When it happened: milliseconds of the viewer's monotonic clock. Input that was on its way too long is dropped. */
const input = { sent_at: z.number().optional() };

/** As the machine's administrator; an agent that is not root itself cannot. Needs the permission `elevated`. */
const elevation = { elevated: z.boolean().optional() };

const pointerAction = z.enum(["click", "down", "up"]);
const terminalSize = { columns: z.int().min(1).max(1_000), rows: z.int().min(1).max(1_000) };

export const viewerMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ping"), ...input }),
  z.object({ type: z.literal("mouse_move"), ...input, x: field.coordinate, y: field.coordinate }),
  z.object({
    type: z.literal("mouse_click"),
    ...input,
    button: field.mouseButton.default("left"),
    x: field.coordinate,
    y: field.coordinate,
    action: pointerAction.default("click"),
    count: z.int().min(1).max(3).default(1),
  }),
  z.object({
    type: z.literal("mouse_scroll"),
    ...input,
    /** Wheel notches; fractions of a notch add up. Positive: right and down. */
    dx: z.number().min(-1_000).max(1_000).default(0),
    dy: z.number().min(-1_000).max(1_000).default(0),
    x: field.coordinate.optional(),
    y: field.coordinate.optional(),
  }),
  z.object({ type: z.literal("key_press"), ...input, key: z.string().min(1).max(32) }),
  z.object({
    type: z.literal("key_special"),
    ...input,
    key: z.string().min(1).max(32),
    action: pointerAction.optional(),
  }),
  z.object({
    type: z.literal("key_event"),
    ...input,
    /** `KeyboardEvent.code`: the key's place. */
    code: z.string().max(32),
    /** `KeyboardEvent.key`: what it means in the viewer's layout. */
    key: z.string().min(1).max(32),
    action: z.enum(["down", "up"]),
    /** `KeyboardEvent.location`. */
    location: z.int().min(0).max(3).optional(),
    repeat: z.boolean().optional(),
    locks: z.object({ caps: z.boolean(), num: z.boolean() }).optional(),
  }),
  z.object({ type: z.literal("release_keys") }),
  z.object({ type: z.literal("exec_key_combo"), ...input, keys: z.array(z.string().min(1).max(32)).min(1).max(8) }),
  z.object({ type: z.literal("set_monitor"), index: z.int().min(0).max(255) }),
  z.object({ type: z.literal("set_quality"), quality: field.quality }),
  z.object({ type: z.literal("clipboard_paste"), content: field.textOf(MAX_CLIPBOARD_BYTES) }),
  /** Asks for what is on the machine's clipboard now. */
  z.object({ type: z.literal("clipboard_fetch") }),
  z.object({
    type: z.literal("exec_script"),
    script: field.textOf(MAX_SCRIPT_BYTES),
    shell: field.shell.default("bash"),
    run_id: field.runId.optional(),
    /** Seconds until it is stopped. */
    timeout_s: z.int().min(1).max(MAX_SCRIPT_TIMEOUT_S).optional(),
    /** Environment variables of the script. */
    parameters: field.scriptParameters.optional(),
    ...elevation,
  }),
  z.object({ type: z.literal("stop_script"), run_id: field.runId }),
  /** The output from `offset` on, again: what a connection that broke has lost. */
  z.object({ type: z.literal("script_attach"), run_id: field.runId, offset: z.int().min(0) }),
  z.object({ type: z.literal("list_files"), path: field.remotePath }),
  z.object({ type: z.literal("file_download"), path: field.remotePath }),
  z.object({ type: z.literal("file_upload_start"), filename: z.string().min(1).max(255), dest_path: field.remotePath }),
  z.object({ type: z.literal("file_upload_chunk"), chunk: base64Chunk, seq: z.int().min(0) }),
  z.object({ type: z.literal("file_upload_end") }),
  /** With an `id` it comes back to its sender as it was kept, too, and is followed by a `chat_receipt`. */
  z.object({
    type: z.literal("chat_message"),
    text: field.textOf(MAX_CHAT_BYTES).min(1),
    id: field.chatId.optional(),
  }),
  /** Of a terminal that is open already: its latest output again, for a viewer that comes back. */
  z.object({ type: z.literal("terminal_open"), terminal_id: field.terminalId, ...terminalSize, ...elevation }),
  z.object({
    type: z.literal("terminal_input"),
    terminal_id: field.terminalId,
    data: field.textOf(MAX_TERMINAL_DATA_BYTES),
  }),
  z.object({ type: z.literal("terminal_resize"), terminal_id: field.terminalId, ...terminalSize }),
  /** So much more of its output (UTF-16 units) has been shown. */
  z.object({ type: z.literal("terminal_ack"), terminal_id: field.terminalId, characters: z.int().min(1) }),
  z.object({ type: z.literal("terminal_close"), terminal_id: field.terminalId }),
  z.object({
    type: z.literal("frame_ack"),
    /** Frame that is now on the viewer's screen; all before it are, too. */
    frame: z.int().min(0).max(0xffff_ffff),
    /** Stream of that frame; a viewer of whole frames leaves it out. */
    stream: z.int().min(0).max(0xffff).optional(),
    /** Milliseconds from the message's arrival at the viewer to its picture on the screen: decoding, not network. */
    decode_ms: z.number().min(0).max(60_000).optional(),
  }),
  z.object({ type: z.literal("refresh") }),
  z.object({
    type: z.literal("start_stream"),
    codecs: z.array(field.codec).min(1).max(4).optional(),
    max_fps: z.number().min(1).max(120).optional(),
    monitor: z.int().min(0).max(255).optional(),
  }),
  z.object({ type: z.literal("stop_stream") }),
  /** Where this person points, for the others in the session; without a place: nowhere any more. */
  z.object({ type: z.literal("pointer"), x: field.coordinate.optional(), y: field.coordinate.optional() }),
  /** Only this viewer controls the machine from now on. */
  z.object({ type: z.literal("take_control") }),
  /** Only that viewer does; null: everybody who may. */
  z.object({ type: z.literal("give_control"), viewer_id: z.string().max(64).nullable() }),
  /** Asks the one who controls the machine alone. */
  z.object({ type: z.literal("ask_for_control") }),
  /** That one's no to whoever asked. */
  z.object({ type: z.literal("decline_control"), viewer_id: z.string().max(64) }),
]);
export type ViewerMessage = z.infer<typeof viewerMessage>;
/** What a message needs: the permission of its type, and that of doing it as the machine's administrator. */
export function neededPermissions(message: ViewerMessage): Permission[] {
  const needed = VIEWER_MESSAGE_PERMISSION[message.type];
  const isElevated = "elevated" in message && message.elevated === true;
  return [...(needed ? [needed] : []), ...(isElevated ? (["elevated"] as const) : [])];
}

/** As a viewer writes it: what has a default may be left out. */
export type OutgoingViewerMessage = z.input<typeof viewerMessage>;
export type ViewerMessageType = ViewerMessage["type"];

/** What the relay answers itself; an agent never sees it. */
export const RELAY_OWN_MESSAGES = [
  "ping",
  "frame_ack",
  "refresh",
  "start_stream",
  "stop_stream",
  "pointer",
  "take_control",
  "give_control",
  "ask_for_control",
  "decline_control",
] as const satisfies readonly ViewerMessageType[];
export type RelayOwnMessageType = (typeof RELAY_OWN_MESSAGES)[number];

/** The permission that a viewer's message needs; null: anyone in the session may send it. */
export const VIEWER_MESSAGE_PERMISSION: Readonly<Record<ViewerMessageType, Permission | null>> = {
  ping: null,
  mouse_move: "control",
  mouse_click: "control",
  mouse_scroll: "control",
  key_press: "control",
  key_special: "control",
  key_event: "control",
  release_keys: "control",
  exec_key_combo: "key_combo",
  set_monitor: "view",
  set_quality: "view",
  clipboard_paste: "clipboard",
  clipboard_fetch: "clipboard",
  exec_script: "scripts",
  stop_script: "scripts",
  script_attach: "scripts",
  list_files: "files_read",
  file_download: "files_read",
  file_upload_start: "files_write",
  file_upload_chunk: "files_write",
  file_upload_end: "files_write",
  chat_message: "chat",
  terminal_open: "terminal",
  terminal_input: "terminal",
  terminal_resize: "terminal",
  terminal_ack: "terminal",
  terminal_close: "terminal",
  frame_ack: "view",
  refresh: "view",
  start_stream: "view",
  stop_stream: "view",
  pointer: "view",
  take_control: "control",
  give_control: "control",
  ask_for_control: "control",
  decline_control: "control",
};

const LARGE_MESSAGES: Partial<Record<ViewerMessageType, number>> = {
  clipboard_paste: MAX_CLIPBOARD_BYTES,
  exec_script: MAX_SCRIPT_BYTES,
  file_upload_chunk: MAX_FILE_CHUNK_BYTES,
  terminal_input: MAX_TERMINAL_DATA_BYTES,
};

/** Bytes a message of this type may have as JSON text: escaping can make text six times as long, base64 four thirds. */
export function maxViewerMessageBytes(type: ViewerMessageType): number {
  const content = LARGE_MESSAGES[type];
  return content ? Math.min(content * 6 + MAX_CONTROL_BYTES, MAX_MESSAGE_BYTES) : MAX_CONTROL_BYTES * 2;
}
