/** Open invitations that are not to make an account any more: revoked, each on record with why. */
import { and, gt, type SQL } from "drizzle-orm";
import type { Transaction } from "../../db/database.ts";
import { invites } from "../../db/schema/invites.ts";
import { type AuditActor, type AuditEntry, recordAudits } from "../audit/record.ts";
import { isUnanswered } from "./invite-record.ts";

/** @param which of the open ones. @returns their ids, to be told of after the commit */
export async function withdrawInvites(
  tx: Transaction,
  actor: AuditActor,
  { which, details, at }: { which: SQL | undefined; details: Record<string, unknown>; at: Date },
): Promise<string[]> {
  const withdrawn = await tx
    .update(invites)
    .set({ revokedAt: at })
    .where(and(which, isUnanswered(), gt(invites.expiresAt, at)))
    .returning({ id: invites.id, email: invites.email });
  const entries = withdrawn.map(
    ({ id, email }): AuditEntry => ({ action: "invite.revoked", target: { kind: "invite", id, name: email }, details }),
  );
  await recordAudits(tx, actor, entries, at);
  return withdrawn.map(({ id }) => id);
}
