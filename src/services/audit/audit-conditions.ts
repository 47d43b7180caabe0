/** What narrows the audit log, as SQL. */
import { eq, gte, ilike, inArray, like, lt, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { AuditFilter } from "../../../protocol/rest/audit.ts";
import { beginningWith, containing } from "../../db/pattern.ts";
import { auditLog } from "../../db/schema/audit-log.ts";

export function auditConditions(filter: AuditFilter): (SQL | undefined)[] {
  const { actor, action, target, session_id: sessionId, from, to } = filter;
  return [
    actor && matchesEither(actor, auditLog.actorId, auditLog.actorName),
    target && matchesEither(target, auditLog.targetId, auditLog.targetName),
    action && matchesAction(action.split(",")),
    sessionId && or(sql`${auditLog.details} ->> 'session_id' = ${sessionId}`, eq(auditLog.targetId, sessionId)),
    from && gte(auditLog.at, new Date(from)),
    to && lt(auditLog.at, new Date(to)),
  ].map((condition) => condition || undefined);
}

function matchesEither(
  text: string,
  id: typeof auditLog.actorId | typeof auditLog.targetId,
  name: typeof auditLog.actorName | typeof auditLog.targetName,
): SQL {
  return z.uuid().safeParse(text).success ? eq(id, text) : ilike(name, containing(text));
}

function matchesAction(names: readonly string[]): SQL | undefined {
  const groups = names.filter((name) => name.endsWith(".*"));
  const exact = names.filter((name) => !name.endsWith(".*"));
  return or(
    exact.length > 0 ? inArray(auditLog.action, exact) : undefined,
    ...groups.map((name) => like(auditLog.action, beginningWith(name.slice(0, -1)))),
  );
}
