/** `GET /api/password-resets/by-token/:token`, without a sign-in: whose password the link sets. */
import { and, eq, gt, isNull } from "drizzle-orm";
import type { OpenPasswordReset } from "../../../protocol/rest/users.ts";
import type { Database, Transaction } from "../../db/database.ts";
import { passwordResets } from "../../db/schema/password-resets.ts";
import { users } from "../../db/schema/users.ts";
import type { Nobody } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { throttled } from "../throttles.ts";

/** @throws ServiceFailure (`invalid_reset`, `rate_limited`) */
export async function openReset(context: ServiceContext, caller: Nobody, token: string): Promise<OpenPasswordReset> {
  const { reset, user } = await throttledReset(context, caller, () => findOpenReset(context, context.db, token));
  return { email: user.email, expires_at: reset.expiresAt.toISOString() };
}

export function throttledReset<Result>(context: ServiceContext, caller: Nobody, attempt: () => Promise<Result>) {
  const keys = [`address:${caller.address ?? "unknown"}`];
  return throttled(context.throttles.personalLink, keys, attempt, (outcome) => "error" in outcome);
}

/** @throws ServiceFailure (`invalid_reset`): one answer for unknown, expired, voided and used */
export async function findOpenReset(
  { keys, now }: Pick<ServiceContext, "keys" | "now">,
  db: Database | Transaction,
  token: string,
) {
  const tokenHash = keys.hashToken("password_reset", token);
  const isOpen = and(isNull(passwordResets.usedAt), gt(passwordResets.expiresAt, now()));
  const [found] = await db
    .select({ reset: passwordResets, user: users })
    .from(passwordResets)
    .innerJoin(users, eq(users.id, passwordResets.userId))
    .where(and(eq(passwordResets.tokenHash, tokenHash), isOpen));
  if (!found) throw invalidReset();
  return found;
}

export function invalidReset(): ServiceFailure {
  return new ServiceFailure("not_found", "this link is not valid (any more): ask for a new one", {
    code: "invalid_reset",
  });
}
