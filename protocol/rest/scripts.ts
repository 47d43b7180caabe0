/** REST shapes of saved scripts and of their runs on many machines (docs/protocol.md). */
import { z } from "zod";
import {
  DEFAULT_SCRIPT_TIMEOUT_S,
  MAX_NAME_LENGTH,
  MAX_RUN_MACHINES,
  MAX_SCRIPT_BYTES,
  MAX_SCRIPT_PARAMETER_BYTES,
  MAX_SCRIPT_PARAMETERS,
  MAX_SCRIPT_TIMEOUT_S,
} from "../limits.ts";
import { parameterName, scriptParameters, shell, textOf } from "../messages/fields.ts";
import { id, pageQuery, time } from "./shapes.ts";

/** What a script asks for when it is run: an environment variable of that name. Values are never kept. */
export const scriptParameter = z.object({
  name: parameterName,
  /** For people; empty: the name itself. */
  label: z.string().trim().max(MAX_NAME_LENGTH).default(""),
  default: textOf(MAX_SCRIPT_PARAMETER_BYTES).default(""),
  required: z.boolean().default(false),
  /** Typed unseen; has no default. */
  secret: z.boolean().default(false),
});
export type ScriptParameter = z.infer<typeof scriptParameter>;

const name = z.string().trim().min(1, "a name is needed").max(MAX_NAME_LENGTH);
const text = textOf(MAX_SCRIPT_BYTES).refine((script) => script.trim() !== "", { message: "the script is empty" });
const timeout = z.int().min(1).max(MAX_SCRIPT_TIMEOUT_S);
const parameters = z
  .array(scriptParameter)
  .max(MAX_SCRIPT_PARAMETERS)
  .refine((list) => new Set(list.map((one) => one.name)).size === list.length, {
    message: "two parameters have the same name",
  });

export const scriptRequest = z.object({
  name,
  description: z.string().trim().max(2_000).default(""),
  shell,
  script: text,
  timeout_s: timeout.default(DEFAULT_SCRIPT_TIMEOUT_S),
  parameters: parameters.default([]),
});
export type ScriptRequest = z.infer<typeof scriptRequest>;

export const scriptPatch = z.object({
  name: name.optional(),
  description: z.string().trim().max(2_000).optional(),
  shell: shell.optional(),
  script: text.optional(),
  timeout_s: timeout.optional(),
  parameters: parameters.optional(),
});
export type ScriptPatch = z.infer<typeof scriptPatch>;

export const savedScript = z.object({
  id,
  name: z.string(),
  description: z.string(),
  shell,
  script: z.string(),
  timeout_s: z.int(),
  parameters: z.array(scriptParameter),
  /** null: their account is gone. */
  created_by: z.object({ id, name: z.string() }).nullable(),
  created_at: time,
  updated_at: time,
  /** The caller wrote it, or is an administrator. */
  may_change: z.boolean(),
});
export type SavedScript = z.infer<typeof savedScript>;

/**
 * queued → running → one of the rest. `done`: it ended by itself, whatever its exit code. `not_started`: the machine could not
 * (no such shell). `refused`: by the machine's own policy, or the right was lost meanwhile. `needs_consent`: its person is asked
 * before anything, so that only a session can do it. `unsupported`: the agent is too old. `unknown`: it was lost sight of, and may
 * have run.
 */
export const runMachineState = z.enum([
  "queued",
  "running",
  "done",
  "timed_out",
  "stopped",
  "not_started",
  "offline",
  "needs_consent",
  "refused",
  "unsupported",
  "removed",
  "unknown",
]);
export type RunMachineState = z.infer<typeof runMachineState>;

export const runMachine = z.object({
  machine_id: id,
  machine_name: z.string(),
  state: runMachineState,
  /** null: none (yet), or it was killed. */
  exit_code: z.int().nullable(),
  /** What to know about a state that is no success. */
  message: z.string(),
  started_at: time.nullable(),
  ended_at: time.nullable(),
  output_cut: z.boolean(),
});
export type RunMachine = z.infer<typeof runMachine>;

export const scriptRun = z.object({
  id,
  /** null: written for this run, or the saved one is gone. */
  script_id: id.nullable(),
  name: z.string(),
  shell,
  timeout_s: z.int(),
  elevated: z.boolean(),
  /** Names only. */
  parameters: z.array(z.string()),
  created_by: z.object({ id: id.nullable(), name: z.string() }),
  created_at: time,
  ended_at: time.nullable(),
  machine_count: z.int(),
  /** So many machines are in each state; `done` with an exit code other than 0 counts as `failed`. */
  counts: z.object({ waiting: z.int(), running: z.int(), succeeded: z.int(), failed: z.int(), other: z.int() }),
});
export type ScriptRun = z.infer<typeof scriptRun>;

export const scriptRunDetail = scriptRun.extend({ script: z.string(), machines: z.array(runMachine) });
export type ScriptRunDetail = z.infer<typeof scriptRunDetail>;

export const scriptRunRequest = z
  .object({
    /** One of the library; or `script`, with `shell`. */
    script_id: id.nullish(),
    script: text.nullish(),
    shell: shell.nullish(),
    /** Of a script that is not saved. */
    name: z.string().trim().max(MAX_NAME_LENGTH).nullish(),
    timeout_s: timeout.nullish(),
    machine_ids: z.array(id).min(1, "choose a machine").max(MAX_RUN_MACHINES),
    parameters: scriptParameters.default({}),
    elevated: z.boolean().default(false),
  })
  .refine(({ script_id, script, shell }) => (script_id ? !script : Boolean(script && shell)), {
    message: "either script_id, or script and shell",
  });
export type ScriptRunRequest = z.input<typeof scriptRunRequest>;

export const scriptRunQuery = pageQuery.extend({ script_id: id.optional() });

export const runOutputQuery = z.object({ offset: z.coerce.number().int().min(0).default(0) });
export const runOutput = z.object({
  parts: z.array(z.object({ stream: z.enum(["stdout", "stderr"]), data: z.string() })),
  /** Ask from here on for what follows (UTF-16 units). */
  next_offset: z.int(),
  /** More came than is kept. */
  is_cut: z.boolean(),
  /** Nothing more will come. */
  is_over: z.boolean(),
});
export type RunOutput = z.infer<typeof runOutput>;
