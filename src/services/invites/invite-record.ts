/** An invitation as administrators see it, and the one place that tells its state. */
import { and, eq, getTableColumns, isNull, type SQL } from "drizzle-orm";
import type { Invite, InviteState } from "../../../protocol/rest/invites.ts";
import type { Database, Transaction } from "../../db/database.ts";
import { type InviteRow, invites } from "../../db/schema/invites.ts";
import { users } from "../../db/schema/users.ts";
import { notFound } from "../failures.ts";

export const INVITE_TTL_MS = 7 * 24 * 3_600_000;

const { tokenHash: _, ...readable } = getTableColumns(invites);

export type InviteRecord = Omit<InviteRow, "tokenHash"> & { invitedBy: string | null };

export function selectInvites(db: Database | Transaction, condition: SQL | undefined) {
  return db
    .select({ ...readable, invitedBy: users.name })
    .from(invites)
    .leftJoin(users, eq(users.id, invites.createdBy))
    .where(condition);
}

/** @throws ServiceFailure (`not_found`); the caller authorizes */
export async function findInvite(db: Database | Transaction, id: string): Promise<InviteRecord> {
  const [invite] = await selectInvites(db, eq(invites.id, id));
  if (!invite) throw notFound("invitation");
  return invite;
}

/** Neither accepted nor revoked: whether it has run out is another question. */
export const isUnanswered = () => and(isNull(invites.acceptedAt), isNull(invites.revokedAt));

export function stateOf(invite: Pick<InviteRow, "acceptedAt" | "revokedAt" | "expiresAt">, now: Date): InviteState {
  if (invite.acceptedAt) return "accepted";
  if (invite.revokedAt) return "revoked";
  return invite.expiresAt <= now ? "expired" : "open";
}

export function shapeInvite(record: InviteRecord, now: Date): Invite {
  return {
    id: record.id,
    email: record.email,
    role: record.role,
    state: stateOf(record, now),
    invited_by: record.invitedBy,
    created_at: record.createdAt.toISOString(),
    expires_at: record.expiresAt.toISOString(),
    groups: record.groups,
  };
}
