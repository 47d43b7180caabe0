/** Sign-ins and proofs that have run out let nobody in any more; their rows need not stay. */
import { lt } from "drizzle-orm";
import { authSessions } from "../../db/schema/auth-sessions.ts";
import { authVerifications } from "../../db/schema/auth-verifications.ts";
import { invites } from "../../db/schema/invites.ts";
import { passwordResets } from "../../db/schema/password-resets.ts";
import { signInSteps } from "../../db/schema/sign-in-steps.ts";
import type { ServiceContext } from "../context.ts";

/** So long the list shows what became of an invitation. */
const INVITES_KEPT_MS = 30 * 24 * 3_600_000;

export async function deleteExpired({ db, now }: Pick<ServiceContext, "db" | "now">): Promise<void> {
  await db.delete(authSessions).where(lt(authSessions.expiresAt, now()));
  await db.delete(signInSteps).where(lt(signInSteps.expiresAt, now()));
  await db.delete(authVerifications).where(lt(authVerifications.expiresAt, now()));
  await db.delete(passwordResets).where(lt(passwordResets.expiresAt, now()));
  await db.delete(invites).where(lt(invites.expiresAt, new Date(now().getTime() - INVITES_KEPT_MS)));
}
