/** `POST /api/auth/change-password`: a person's own. It ends their other sign-ins, in the same transaction. */
import { and, eq, ne } from "drizzle-orm";
import { authAccounts } from "../../db/schema/auth-accounts.ts";
import { authSessions } from "../../db/schema/auth-sessions.ts";
import { signInSteps } from "../../db/schema/sign-in-steps.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { voidResets } from "../password-resets/make-reset.ts";
import { signedInPerson } from "./own-account.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";

export type PasswordChange = { currentPassword: string; newPassword: string };

/** @throws ServiceFailure (`invalid_password`) where the present one is wrong */
export async function changePassword(context: ServiceContext, actor: Actor, change: PasswordChange): Promise<void> {
  const person = signedInPerson(actor);
  const isOwn = and(eq(authAccounts.userId, person.id), eq(authAccounts.providerId, "credential"));
  const [account] = await context.db.select({ password: authAccounts.password }).from(authAccounts).where(isOwn);
  const { password } = account ?? {};
  if (!password || !(await verifyPassword({ hash: password, password: change.currentPassword }))) {
    throw new ServiceFailure("invalid_request", "the present password is not right", { code: "invalid_password" });
  }
  const changed = await hashPassword(change.newPassword);
  await context.db.transaction(async (tx) => {
    const [row] = await tx
      .update(authAccounts)
      .set({ password: changed, updatedAt: context.now() })
      .where(and(isOwn, eq(authAccounts.password, password)))
      .returning({ id: authAccounts.id });
    if (!row) throw new ServiceFailure("conflict", "the password was changed meanwhile");
    const others = and(eq(authSessions.userId, person.id), ne(authSessions.id, person.signInId));
    await tx.delete(authSessions).where(others);
    // A link that was asked for before, by whoever reads their mail, is not to set it again.
    await voidResets(tx, person.id, context.now());
    // Nor goes a sign-in on that the old one began.
    await tx.delete(signInSteps).where(eq(signInSteps.userId, person.id));
    const target = { kind: "user", id: person.id, name: person.name };
    await recordAudit(tx, person, { action: "user.password_changed", target }, context.now());
  });
}
