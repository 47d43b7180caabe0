/** Field schemas that several messages share: every text and number that crosses a process wall is bounded here. */
import { z } from "zod";
import {
  MAX_FRAMEBUFFER_SIDE,
  MAX_NAME_LENGTH,
  MAX_PATH_LENGTH,
  MAX_SCRIPT_PARAMETER_BYTES,
  MAX_SCRIPT_PARAMETERS,
} from "../limits.ts";

const encoder = new TextEncoder();

/** Text of at most `maxBytes` as UTF-8. */
export const textOf = (maxBytes: number) =>
  z
    .string()
    .max(maxBytes)
    .refine((text) => encoder.encode(text).length <= maxBytes, { message: `longer than ${maxBytes} bytes as UTF-8` });

export const sessionId = z.uuid();
export const runId = z.string().min(1).max(64);
export const terminalId = z.string().min(1).max(64);
export const viewerId = z.string().max(64);
/** Made by whoever says it, so that receipts and echoes can name it. */
export const chatId = z.string().min(1).max(64);
/** `person`: who sits at the machine. The relay writes it; nobody can speak in another's name. */
export const chatAuthor = z.object({ kind: z.enum(["technician", "person"]), name: z.string().max(MAX_NAME_LENGTH) });
export type ChatAuthor = z.infer<typeof chatAuthor>;
export const remotePath = z.string().min(1).max(MAX_PATH_LENGTH);
export const shortName = z.string().max(MAX_NAME_LENGTH);

/** A framebuffer coordinate. Existing viewers send fractions and small overshoots; the agent rounds and clamps. */
export const coordinate = z.number().min(-MAX_FRAMEBUFFER_SIDE).max(MAX_FRAMEBUFFER_SIDE);

export const mouseButton = z.enum(["left", "middle", "right"]);
export const quality = z.enum(["high", "medium", "low", "auto"]);
export const shell = z.enum(["bash", "sh", "powershell", "cmd"]);

/** Names as shells allow them for variables; values are data and never part of a command. */
export const parameterName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/);
export const scriptParameters = z
  .record(parameterName, textOf(MAX_SCRIPT_PARAMETER_BYTES))
  .refine((values) => Object.keys(values).length <= MAX_SCRIPT_PARAMETERS, {
    message: `more than ${MAX_SCRIPT_PARAMETERS} parameters`,
  });

/**
 * What a viewer can show: `jpeg` whole frames (the default and fallback), `tiles` framebuffer updates, `scaled` beside
 * `tiles`: also rects whose picture is smaller than they are.
 */
export const codec = z.enum(["jpeg", "tiles", "scaled"]);
export type Codec = z.infer<typeof codec>;

export const monitor = z.object({
  index: z.int().min(0).max(255),
  name: shortName,
  x: z.int(),
  y: z.int(),
  width: z.int().min(1).max(MAX_FRAMEBUFFER_SIDE),
  height: z.int().min(1).max(MAX_FRAMEBUFFER_SIDE),
  /** Device pixels per logical pixel as the machine's desktop sets it. */
  scale: z.number().min(0.25).max(8).default(1),
  primary: z.boolean().default(false),
});
export type Monitor = z.infer<typeof monitor>;

/** Why a machine shows no picture, and what to do about it (UX: never a bare black canvas). */
export const displayProblem = z.enum([
  "no_display",
  "no_authority",
  "wayland",
  "display_lost",
  "no_permission",
  "monitor_asleep",
  "capture_failed",
]);
export type DisplayProblem = z.infer<typeof displayProblem>;
