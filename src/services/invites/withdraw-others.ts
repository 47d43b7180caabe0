/** One invitation makes the account: any other that is still open for its address is withdrawn, on record, and waits for nobody. */
import { and, eq, gt, ne } from "drizzle-orm";
import type { Transaction } from "../../db/database.ts";
import { type InviteRow, invites } from "../../db/schema/invites.ts";
import { type AuditActor, type AuditEntry, recordAudits } from "../audit/record.ts";
import { isUnanswered } from "./invite-record.ts";

/** Left open, it would make an account anew once this one is removed. @returns the ids of those that were withdrawn */
export async function withdrawOtherInvites(
  tx: Transaction,
  actor: AuditActor,
  accepted: Pick<InviteRow, "id" | "email">,
  at: Date,
): Promise<string[]> {
  const withdrawn = await tx
    .update(invites)
    .set({ revokedAt: at })
    .where(
      and(eq(invites.email, accepted.email), ne(invites.id, accepted.id), isUnanswered(), gt(invites.expiresAt, at)),
    )
    .returning({ id: invites.id });
  const entries = withdrawn.map(
    ({ id }): AuditEntry => ({
      action: "invite.revoked",
      target: { kind: "invite", id, name: accepted.email },
      details: { accepted_instead: accepted.id },
    }),
  );
  await recordAudits(tx, actor, entries, at);
  return withdrawn.map(({ id }) => id);
}
