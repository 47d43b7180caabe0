/**
 * What an administrator handed out and nobody has used yet ends with their rights: links for new passwords and invitations, by
 * which they, or whoever they gave them to, would come back in somebody else's name.
 */
import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "../../db/database.ts";
import { invites } from "../../db/schema/invites.ts";
import { passwordResets } from "../../db/schema/password-resets.ts";
import type { Actor } from "../actor.ts";
import { withdrawInvites } from "../invites/withdraw-invites.ts";

/** @returns the ids of the invitations, to be told of after the commit */
export async function withdrawLinksOf(tx: Transaction, actor: Actor, userId: string, at: Date): Promise<string[]> {
  await tx
    .update(passwordResets)
    .set({ usedAt: at })
    .where(and(eq(passwordResets.createdBy, userId), isNull(passwordResets.usedAt)));
  const details = { inviter_is_no_administrator: userId };
  return withdrawInvites(tx, actor, { which: eq(invites.createdBy, userId), details, at });
}
