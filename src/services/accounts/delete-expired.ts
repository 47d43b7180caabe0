/** Sign-ins and proofs that have run out let nobody in any more; their rows need not stay. */
import { lt } from "drizzle-orm";
import { authSessions } from "../../db/schema/auth-sessions.ts";
import { authVerifications } from "../../db/schema/auth-verifications.ts";
import { signInSteps } from "../../db/schema/sign-in-steps.ts";
import type { ServiceContext } from "../context.ts";

export async function deleteExpired({ db, now }: Pick<ServiceContext, "db" | "now">): Promise<void> {
  await db.delete(authSessions).where(lt(authSessions.expiresAt, now()));
  await db.delete(signInSteps).where(lt(signInSteps.expiresAt, now()));
  await db.delete(authVerifications).where(lt(authVerifications.expiresAt, now()));
}
