/** A script of a run on many machines, between server and agent: what it is sent, and the lines that it answers. */
import { z } from "zod";
import { MAX_RUN_OUTPUT_BYTES, MAX_SCRIPT_BYTES } from "./limits.ts";
import { scriptParameters, textOf } from "./messages/fields.ts";

/** The bytes that go with `script_run`: JSON. Parameters are environment variables of the script, never a part of its text. */
export const scriptRunBody = z.object({ script: textOf(MAX_SCRIPT_BYTES), parameters: scriptParameters });
export type ScriptRunBody = z.infer<typeof scriptRunBody>;

/** As JSON text: escaping can make a character six times as long. */
export const MAX_SCRIPT_RUN_BODY_BYTES = 8 * 1024 * 1024;

/** The answer is lines of JSON, each one of these; the last one is the end. */
export const scriptRunLine = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("output"),
    stream: z.enum(["stdout", "stderr"]),
    data: z.string().max(MAX_RUN_OUTPUT_BYTES),
  }),
  /** It runs, and has said nothing for a while. */
  z.object({ type: z.literal("tick") }),
  z.object({
    type: z.literal("end"),
    /** null: killed, or never started. */
    exit_code: z.int().nullable(),
    reason: z.enum(["stopped", "timed_out", "not_started"]).optional(),
    message: z.string().max(1_000).optional(),
    /** It said more than is sent. */
    truncated: z.boolean(),
  }),
]);
export type ScriptRunLine = z.infer<typeof scriptRunLine>;
export type ScriptRunEnd = Extract<ScriptRunLine, { type: "end" }>;
