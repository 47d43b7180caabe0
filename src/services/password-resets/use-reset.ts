/** `POST /api/auth/reset-password`: the link's one use. Every sign-in of the person ends, and every other link is void. */
import { and, eq, gt, isNull } from "drizzle-orm";
import { passwordResets } from "../../db/schema/password-resets.ts";
import { followRights } from "../accounts/follow-rights.ts";
import { hashPassword } from "../accounts/passwords.ts";
import { replacePassword } from "../accounts/replace-password.ts";
import type { Nobody } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { voidResets } from "./make-reset.ts";
import { findOpenReset, invalidReset, throttledReset } from "./open-reset.ts";

/** @throws ServiceFailure (`invalid_reset`, `rate_limited`) */
export async function useReset(
  context: ServiceContext,
  caller: Nobody,
  { token, newPassword }: { token: string; newPassword: string },
): Promise<void> {
  // Looked at before the hash, which takes a quarter of a second: that is for who holds a link.
  const { user } = await throttledReset(context, caller, () => findOpenReset(context, context.db, token));
  const password = await hashPassword(newPassword);
  await context.db.transaction(async (tx) => {
    const at = context.now();
    const [used] = await tx
      .update(passwordResets)
      .set({ usedAt: at })
      .where(
        and(
          eq(passwordResets.tokenHash, context.keys.hashToken("password_reset", token)),
          isNull(passwordResets.usedAt),
          gt(passwordResets.expiresAt, at),
        ),
      )
      .returning({ userId: passwordResets.userId });
    if (!used) throw invalidReset();
    await replacePassword(tx, { userId: user.id, password, at });
    await voidResets(tx, user.id, at);
    const target = { kind: "user", id: user.id, name: user.name };
    await recordAudit(tx, caller, { action: "user.password_reset", target }, at);
  });
  await followRights(context, [user.id]);
}
