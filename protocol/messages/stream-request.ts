/**
 * What the server asks of an agent that takes more than a message: the command names a stream, and the agent answers over
 * HTTP at `/api/agent/streams/:id`. GET brings the bytes that belong to the request, PUT takes the answer.
 */
import { z } from "zod";
import { MAX_NAME_LENGTH, MAX_SCRIPT_TIMEOUT_S, MAX_STREAM_PATHS } from "../limits.ts";
import type { Permission } from "../permissions.ts";
import * as field from "./fields.ts";

/** As root an agent does files as the person at the console; this asks for root itself, and needs that permission. */
const asWhom = { elevated: z.boolean().default(false) };
/** Names the source of an upload, so that only what came from the same one is gone on with. */
const uploadId = z.string().max(MAX_NAME_LENGTH).default("");
const length = z.int().min(0);

export const streamRequest = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("file_list"), ...asWhom, path: field.remotePath }),
  z.object({ kind: z.literal("file_look"), ...asWhom, path: field.remotePath }),
  /** How much of an upload to that place is there already. */
  z.object({ kind: z.literal("upload_look"), ...asWhom, path: field.remotePath, upload_id: uploadId }),
  /** One file, or from several paths or a folder a zip of them. */
  z.object({
    kind: z.literal("file_read"),
    ...asWhom,
    paths: z.array(field.remotePath).min(1).max(MAX_STREAM_PATHS),
    /** Of a single file: the bytes from the first to the last, both included; `first` below zero counts from the end. */
    range: z.object({ first: z.int(), last: length.optional() }).optional(),
    /** The range holds only while the file has this tag; else it is sent whole. */
    if_tag: z.string().max(200).optional(),
  }),
  z.object({
    kind: z.literal("file_write"),
    ...asWhom,
    path: field.remotePath,
    overwrite: z.boolean(),
    upload_id: uploadId,
    /** Goes on here; absent: from the beginning, whatever is there. */
    offset: length.optional(),
    /** Bytes of this body; absent: unknown. */
    length: length.optional(),
    /** Of the whole file, hexadecimal: another one is refused. */
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    /** False: more will come, and the file is not put in place yet. */
    is_last: z.boolean().default(true),
  }),
  /** Many small files in one body (`protocol/file-batch.ts`), into folders below `path`. */
  z.object({ kind: z.literal("file_write_batch"), ...asWhom, path: field.remotePath, overwrite: z.boolean() }),
  z.object({ kind: z.literal("folder_create"), ...asWhom, path: field.remotePath }),
  z.object({ kind: z.literal("file_rename"), ...asWhom, path: field.remotePath, new_path: field.remotePath }),
  z.object({
    kind: z.literal("file_delete"),
    ...asWhom,
    paths: z.array(field.remotePath).min(1).max(MAX_STREAM_PATHS),
  }),
  z.object({ kind: z.literal("clipboard_read") }),
  z.object({ kind: z.literal("clipboard_write"), content: z.enum(["text", "image"]) }),
  /**
   * A script of a run on many machines; its text and parameters are the bytes (`protocol/script-run.ts`), and the answer is its
   * output as it comes, line by line. A run that is known already is not started again.
   */
  z.object({
    kind: z.literal("script_run"),
    ...asWhom,
    run_id: field.runId,
    shell: field.shell,
    timeout_s: z.int().min(1).max(MAX_SCRIPT_TIMEOUT_S),
  }),
  /** Ends it with everything that it started. */
  z.object({ kind: z.literal("script_stop"), run_id: field.runId }),
  /** One small picture of the screen, as a JPEG of at most 320 × 200 and 12 KiB. */
  z.object({ kind: z.literal("thumbnail") }),
]);
export type StreamRequest = z.infer<typeof streamRequest>;
export type StreamRequestKind = StreamRequest["kind"];

/** The permission that each takes: checked by the server, and again by the agent. */
export const STREAM_REQUEST_PERMISSION: Readonly<Record<StreamRequestKind, Permission>> = {
  file_list: "files_read",
  file_look: "files_read",
  file_read: "files_read",
  upload_look: "files_write",
  file_write: "files_write",
  file_write_batch: "files_write",
  folder_create: "files_write",
  file_rename: "files_write",
  file_delete: "files_write",
  clipboard_read: "clipboard",
  clipboard_write: "clipboard",
  script_run: "scripts",
  script_stop: "scripts",
  thumbnail: "view",
};

/** Of no session: whoever asks has the right on the machine itself, and nobody watches. */
export const MACHINE_REQUESTS: ReadonlySet<StreamRequestKind> = new Set(["script_run", "script_stop", "thumbnail"]);

/** What a request takes: the permission of its kind, and that of doing it as the machine's administrator. */
export function neededForRequest(request: StreamRequest): Permission[] {
  const isElevated = "elevated" in request && request.elevated;
  return [STREAM_REQUEST_PERMISSION[request.kind], ...(isElevated ? (["elevated"] as const) : [])];
}

/** Request header of the agent's PUT: one of these as JSON in ASCII. The body, if there is one, is what was asked for. */
export const STREAM_ANSWER_HEADER = "X-Stream-Answer";
export const streamAnswer = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), facts: z.record(z.string(), z.unknown()) }),
  z.object({
    ok: z.literal(false),
    kind: z.enum(["invalid_request", "forbidden", "not_found", "conflict", "gone", "payload_too_large", "unavailable"]),
    code: z.string().max(64),
    message: z.string().max(1_000),
    facts: z.record(z.string(), z.unknown()).optional(),
  }),
]);
export type StreamAnswer = z.infer<typeof streamAnswer>;
export type StreamRefusal = Extract<StreamAnswer, { ok: false }>;
