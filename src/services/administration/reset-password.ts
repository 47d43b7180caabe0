/** `admin reset-password`: a new password for an account; all of its sign-ins end. */
import { eq } from "drizzle-orm";
import { z } from "zod";
import { users } from "../../db/schema/users.ts";
import { hashPassword, newPassword } from "../accounts/passwords.ts";
import { replacePassword } from "../accounts/replace-password.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { voidResets } from "../password-resets/make-reset.ts";
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
    await replacePassword(tx, { userId: user.id, password: hash, at });
    // A link that was sent for the same is of no use any more.
    await voidResets(tx, user.id, at);
    const target = { kind: "user", id: user.id, name: user.name };
    await recordAudit(tx, OPERATOR, { action: "user.password_reset", target, details: { email } }, at);
    return { isDisabled: user.disabledAt !== null };
  });
}
