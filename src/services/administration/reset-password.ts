/** `admin reset-password`: a new password for an account; all of its sign-ins end. */
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { authAccounts } from "../../db/schema/auth-accounts.ts";
import { authSessions } from "../../db/schema/auth-sessions.ts";
import { users } from "../../db/schema/users.ts";
import { insertPassword } from "../accounts/insert-account.ts";
import { hashPassword, newPassword } from "../accounts/passwords.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { OPERATOR } from "./operator.ts";

export const passwordReset = z.object({ email: z.email("not an e-mail address").toLowerCase(), password: newPassword });

export async function resetPassword(
  { db, now }: Pick<ServiceContext, "db" | "now">,
  { email, password }: z.infer<typeof passwordReset>,
): Promise<{ isDisabled: boolean }> {
  const hash = await hashPassword(password);
  const at = now();
  return db.transaction(async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.email, email));
    if (!user) throw new ServiceFailure("not_found", `nobody has the e-mail address ${email}: see admin list`);
    const isOwn = and(eq(authAccounts.userId, user.id), eq(authAccounts.providerId, "credential"));
    const [changed] = await tx
      .update(authAccounts)
      .set({ password: hash, updatedAt: at })
      .where(isOwn)
      .returning({ id: authAccounts.id });
    // Who came by an identity provider had none so far.
    if (!changed) await insertPassword(tx, { userId: user.id, password: hash, at });
    await tx.delete(authSessions).where(eq(authSessions.userId, user.id));
    const target = { kind: "user", id: user.id, name: user.name };
    await recordAudit(tx, OPERATOR, { action: "user.password_reset", target, details: { email } }, at);
    return { isDisabled: user.disabledAt !== null };
  });
}
