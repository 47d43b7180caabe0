/** One invitation makes the account: any other that is still open for its address is withdrawn, on record, and waits for nobody. */
import { and, eq, ne } from "drizzle-orm";
import type { Transaction } from "../../db/database.ts";
import { type InviteRow, invites } from "../../db/schema/invites.ts";
import type { AuditActor } from "../audit/record.ts";
import { withdrawInvites } from "./withdraw-invites.ts";

/** Left open, it would make an account anew once this one is removed. @returns the ids of those that were withdrawn */
export function withdrawOtherInvites(
  tx: Transaction,
  actor: AuditActor,
  accepted: Pick<InviteRow, "id" | "email">,
  at: Date,
): Promise<string[]> {
  const which = and(eq(invites.email, accepted.email), ne(invites.id, accepted.id));
  return withdrawInvites(tx, actor, { which, details: { accepted_instead: accepted.id }, at });
}
