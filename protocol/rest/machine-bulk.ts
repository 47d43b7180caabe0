/** One act on many machines: `POST /api/machines/bulk` (docs/protocol.md, "People: REST"). */
import { z } from "zod";
import { MAX_BULK_MACHINES, MAX_TAG_LENGTH, MAX_TAGS } from "../limits.ts";
import { id } from "./shapes.ts";

const machine_ids = z.array(id).min(1).max(MAX_BULK_MACHINES);
const tags = z.array(z.string().trim().min(1).max(MAX_TAG_LENGTH)).max(MAX_TAGS);

export const bulkRequest = z.discriminatedUnion("action", [
  z.object({ action: z.literal("tag"), machine_ids, add: tags.default([]), remove: tags.default([]) }),
  /** null: out of any group. */
  z.object({ action: z.literal("move"), machine_ids, group_id: id.nullable() }),
  z.object({ action: z.literal("wake"), machine_ids }),
  /** By the newest agent that this server has: at once where it is online, else when it comes back. */
  z.object({ action: z.literal("update_agent"), machine_ids }),
  z.object({ action: z.literal("remove"), machine_ids }),
]);
export type BulkRequest = z.infer<typeof bulkRequest>;

export const bulkResult = z.discriminatedUnion("ok", [
  z.object({ machine_id: id, ok: z.literal(true) }),
  /** As the same act on this machine alone would have been refused. */
  z.object({ machine_id: id, ok: z.literal(false), error: z.object({ code: z.string(), message: z.string() }) }),
]);
export type BulkResult = z.infer<typeof bulkResult>;

/** In the order that was asked; an id that was named twice is answered once. */
export const bulkAnswer = z.object({ results: z.array(bulkResult) });
export type BulkAnswer = z.infer<typeof bulkAnswer>;
