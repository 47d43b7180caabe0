/** `POST /api/users/:id/password-reset`: a link by which the person sets a new password, once, within a day. Voids those before. */
import { and, eq, isNull } from "drizzle-orm";
import type { PasswordReset } from "../../../protocol/rest/users.ts";
import type { Transaction } from "../../db/database.ts";
import { passwordResets } from "../../db/schema/password-resets.ts";
import { makeLinkToken } from "../../lib/random-token.ts";
import { recentlyProven } from "../accounts/own-account.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { findUser } from "../users/user-record.ts";
import { mailReset } from "./mail-reset.ts";

const RESET_TTL_MS = 24 * 3_600_000;

/**
 * Opens the account to whoever holds the link: by an administrator in person who just proved who they are, or an open browser
 * and a key that leaked were a way to anybody's password, one's own without the present one.
 * @param origin where people reach the app
 */
export async function makeReset(
  context: ServiceContext,
  actor: Actor,
  userId: string,
  origin: string,
): Promise<PasswordReset> {
  const admin = recentlyProven(context, actor, "users.manage");
  const { email, token, expiresAt } = await context.db.transaction(async (tx) => {
    const { name, email } = await findUser(tx, userId);
    await voidResets(tx, userId, context.now());
    const made = await insertReset(context, tx, userId, admin.id);
    const target = { kind: "user", id: userId, name };
    await recordAudit(tx, actor, { action: "user.password_reset_made", target }, context.now());
    return { email, ...made };
  });
  const url = `${origin}/reset/${token}`;
  return {
    url,
    expires_at: expiresAt.toISOString(),
    mail: await mailReset(context, email, { url, expiresAt }),
  };
}

export async function insertReset(
  { keys, now }: Pick<ServiceContext, "keys" | "now">,
  tx: Transaction,
  userId: string,
  createdBy: string | null,
): Promise<{ token: string; expiresAt: Date }> {
  const [token, createdAt] = [makeLinkToken("rlp_"), now()];
  const expiresAt = new Date(createdAt.getTime() + RESET_TTL_MS);
  const tokenHash = keys.hashToken("password_reset", token);
  await tx.insert(passwordResets).values({ userId, tokenHash, createdBy, createdAt, expiresAt });
  return { token, expiresAt };
}

export async function voidResets(tx: Transaction, userId: string, at: Date): Promise<void> {
  await tx
    .update(passwordResets)
    .set({ usedAt: at })
    .where(and(eq(passwordResets.userId, userId), isNull(passwordResets.usedAt)));
}
