/**
 * JSON messages that an agent sends. `session_id` names the session they belong to; an agent of the plain protocol
 * leaves it out and means all its sessions. The relay forwards each to the viewers of that session only.
 */
import { z } from "zod";
import {
  MAX_CHAT_BYTES,
  MAX_CLIPBOARD_BYTES,
  MAX_CONTROL_BYTES,
  MAX_FILE_CHUNK_BYTES,
  MAX_FILE_LIST_ENTRIES,
  MAX_MESSAGE_BYTES,
  MAX_MONITORS,
  MAX_TERMINAL_DATA_BYTES,
} from "../limits.ts";
import { type Permission, permissionSchema } from "../permissions.ts";
import * as field from "./fields.ts";

const forSession = { session_id: field.sessionId.optional() };

const fileEntry = z.object({
  name: z.string().max(1_024),
  type: z.enum(["file", "directory", "symlink", "other"]),
  size: z.number().min(0),
  modified_at: z.iso.datetime().nullable().optional(),
});

export const agentMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ping") }),
  z.object({ type: z.literal("monitor_list"), ...forSession, monitors: z.array(field.monitor).max(MAX_MONITORS) }),
  z.object({
    type: z.literal("stream_state"),
    ...forSession,
    /** `ok`: the picture is live. Anything else: why there is none. */
    state: z.enum(["ok", "problem"]),
    problem: field.displayProblem.optional(),
    /** What to do about it, for the technician. */
    message: z.string().max(1_000).optional(),
    /** The monitor that is shown now. */
    monitor: z.int().min(0).max(255).optional(),
  }),
  z.object({ type: z.literal("clipboard_content"), ...forSession, content: field.textOf(MAX_CLIPBOARD_BYTES) }),
  /** What is on the clipboard takes more than a message: it is there to be fetched. */
  z.object({
    type: z.literal("clipboard_offer"),
    ...forSession,
    kind: z.enum(["text", "image", "too_large"]),
    bytes: z.int().min(0),
  }),
  z.object({
    type: z.literal("file_list"),
    ...forSession,
    path: field.remotePath,
    entries: z.array(fileEntry).max(MAX_FILE_LIST_ENTRIES),
    error: z.string().max(500).optional(),
  }),
  z.object({
    type: z.literal("file_chunk"),
    ...forSession,
    path: field.remotePath,
    seq: z.int().min(0),
    chunk: z
      .string()
      .max(Math.ceil(MAX_FILE_CHUNK_BYTES / 3) * 4)
      .regex(/^[A-Za-z0-9+/]*={0,2}$/),
    done: z.boolean(),
  }),
  z.object({
    type: z.literal("script_output"),
    ...forSession,
    run_id: field.runId.optional(),
    stream: z.enum(["stdout", "stderr"]).default("stdout"),
    data: field.textOf(MAX_TERMINAL_DATA_BYTES),
    /** UTF-16 units of this run's output that came before. */
    offset: z.int().min(0).optional(),
    /** An answer to `script_attach`: what was asked for and is missing before it is not kept any more. */
    lost: z.boolean().optional(),
  }),
  z.object({
    type: z.literal("script_exit"),
    ...forSession,
    run_id: field.runId.optional(),
    /** null: it was killed, or never started. */
    exit_code: z.int().nullable(),
    /** Why it ended before its end. */
    reason: z.enum(["stopped", "timed_out", "not_started"]).optional(),
    /** More came than is kept. */
    truncated: z.boolean().optional(),
    message: z.string().max(1_000).optional(),
  }),
  z.object({
    type: z.literal("chat_message"),
    ...forSession,
    text: field.textOf(MAX_CHAT_BYTES).min(1),
    id: field.chatId.optional(),
    /** Of an agent only the name counts: what comes from a machine is said by the person there. */
    from: field.chatAuthor.optional(),
    /** Written by the relay. */
    sent_at: z.iso.datetime().optional(),
  }),
  /** What became of a technician's message at the machine. */
  z.object({
    type: z.literal("chat_receipt"),
    ...forSession,
    id: field.chatId,
    /** `shown`: in a window or terminal there. `unseen`: nobody there can be shown it. `failed`: it never got there. */
    state: z.enum(["shown", "unseen", "failed"]),
    /** Why not, and what to do about it. */
    message: z.string().max(500).optional(),
  }),
  z.object({
    type: z.literal("terminal_output"),
    ...forSession,
    terminal_id: field.terminalId,
    data: field.textOf(MAX_TERMINAL_DATA_BYTES),
  }),
  /** So many UTF-16 units of long input are in the terminal: more may come. */
  z.object({
    type: z.literal("terminal_taken"),
    ...forSession,
    terminal_id: field.terminalId,
    characters: z.int().min(1),
  }),
  z.object({
    type: z.literal("terminal_exit"),
    ...forSession,
    terminal_id: field.terminalId,
    exit_code: z.int().nullable(),
  }),
  z.object({
    type: z.literal("consent"),
    ...forSession,
    granted: z.boolean(),
    reason: z.enum(["declined", "no_answer", "no_display"]).or(z.string().max(200)).optional(),
    /** Everything that the person has agreed to so far: nobody in the session may do more. Absent: what tickets say. */
    permissions: z.array(permissionSchema).optional(),
    /** About what this further viewer asked for; the session goes on either way. */
    viewer_id: field.viewerId.optional(),
  }),
  /** The person is being asked whether a further viewer may do what was not agreed to yet. */
  z.object({
    type: z.literal("consent_asked"),
    ...forSession,
    viewer_id: field.viewerId,
    permissions: z.array(permissionSchema),
  }),
  /** The person at the machine, or its policy, ended the session. */
  z.object({ type: z.literal("session_end"), session_id: field.sessionId, reason: z.string().max(200).optional() }),
  z.object({ type: z.literal("error"), ...forSession, code: z.string().max(64), message: z.string().max(1_000) }),
]);
export type AgentMessage = z.infer<typeof agentMessage>;
export type AgentMessageType = AgentMessage["type"];

/** The permission a viewer needs to be sent this message; null: every viewer of the session. */
export const AGENT_MESSAGE_PERMISSION: Readonly<Record<AgentMessageType, Permission | null>> = {
  ping: null,
  monitor_list: "view",
  stream_state: "view",
  clipboard_content: "clipboard",
  clipboard_offer: "clipboard",
  file_list: "files_read",
  file_chunk: "files_read",
  script_output: "scripts",
  script_exit: "scripts",
  chat_message: "chat",
  chat_receipt: "chat",
  terminal_output: "terminal",
  terminal_taken: "terminal",
  terminal_exit: "terminal",
  consent: null,
  consent_asked: null,
  session_end: null,
  error: null,
};

const LARGE_MESSAGES: Partial<Record<AgentMessageType, number>> = {
  clipboard_content: MAX_CLIPBOARD_BYTES,
  file_list: MAX_MESSAGE_BYTES,
  file_chunk: MAX_FILE_CHUNK_BYTES,
  script_output: MAX_TERMINAL_DATA_BYTES,
  terminal_output: MAX_TERMINAL_DATA_BYTES,
};

/** Bytes a message of this type may have as JSON text: escaping can make text six times as long, base64 four thirds. */
export function maxAgentMessageBytes(type: AgentMessageType): number {
  const content = LARGE_MESSAGES[type];
  return content ? Math.min(content * 6 + MAX_CONTROL_BYTES, MAX_MESSAGE_BYTES) : MAX_CONTROL_BYTES * 2;
}
