/** REST shapes of the audit log (docs/protocol.md, "Audit log"). */
import { z } from "zod";
import { MAX_NAME_LENGTH } from "../limits.ts";
import { id, pageQuery, since, time } from "./shapes.ts";

export const auditActorKind = z.enum(["user", "agent", "system", "nobody"]);

export const auditRow = z.object({
  id,
  /** 1, 2, 3 … without a gap. */
  position: z.int(),
  at: time,
  actor: z.object({ kind: auditActorKind, id: id.nullable(), name: z.string() }),
  /** Where the request came from; null for what the server did by itself. */
  address: z.string().nullable(),
  action: z.string(),
  target: z.object({ kind: z.string(), id: id.nullable(), name: z.string() }),
  details: z.record(z.string(), z.unknown()),
  previous_hash: z.string(),
  hash: z.string(),
});
export type AuditEntryRow = z.infer<typeof auditRow>;

const text = z.string().trim().min(1).max(MAX_NAME_LENGTH);

/** What narrows the log; an id is compared exactly, any other text is looked for in names. */
export const auditFilter = z.object({
  actor: text.optional(),
  /** Names of actions, separated by commas; `session.*` is all that begin so. */
  action: z
    .string()
    .max(4_000)
    .regex(/^[a-z_]+\.([a-z_]+|\*)(,[a-z_]+\.([a-z_]+|\*))*$/, "name actions as session.started, or session.*")
    .optional(),
  target: text.optional(),
  session_id: id.optional(),
  from: since.optional(),
  /** Before, not at. */
  to: since.optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;

export const auditQuery = pageQuery.extend(auditFilter.shape).extend({ format: z.enum(["json", "csv"]).optional() });

export const auditVerifyQuery = z.object({
  /** An earlier answer that is no older than this will do: to read a long log takes a while. */
  max_age_s: z.coerce.number().int().min(0).max(86_400).default(0),
});

export const auditVerification = z.object({
  ok: z.boolean(),
  first_broken_id: id.nullable(),
  /** Rows that were read: all, or those up to the broken one. */
  count: z.int(),
  checked_at: time,
});
export type AuditVerification = z.infer<typeof auditVerification>;
