/** `DELETE /api/sign-ins`, `/:id`: browsers that are signed out from here; their open sessions end within seconds. */
import { and, eq, ne } from "drizzle-orm";
import { authSessions } from "../../db/schema/auth-sessions.ts";
import { asTarget, signedInPerson } from "../accounts/own-account.ts";
import type { Actor } from "../actor.ts";
import { type AuditEntry, recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../failures.ts";

/** @param which one by its id, or all but the one that asks */
export async function endSignIns(
  context: ServiceContext,
  actor: Actor,
  which: { id: string } | "others",
): Promise<void> {
  const person = signedInPerson(actor, "sign_ins.manage");
  await context.db.transaction(async (tx) => {
    const named = which === "others" ? ne(authSessions.id, person.signInId) : eq(authSessions.id, which.id);
    const ended = await tx
      .delete(authSessions)
      .where(and(eq(authSessions.userId, person.id), named))
      .returning({ address: authSessions.ipAddress });
    if (ended.length === 0) {
      if (which === "others") return;
      throw notFound("sign-in");
    }
    const details = { count: ended.length, addresses: [...new Set(ended.map(({ address }) => address))] };
    const entry: AuditEntry = { action: "user.sign_ins_ended", target: asTarget(person), details };
    await recordAudit(tx, person, entry, context.now());
  });
}
