/** `POST /api/auth/prove`: who is signed in shows again that it is them, for what asks that. */
import { eq } from "drizzle-orm";
import { authSessions } from "../../db/schema/auth-sessions.ts";
import type { Actor } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { requireCode } from "../second-factor/check-code.ts";
import { type SignedIn, signedInPerson } from "./own-account.ts";
import { requireOwnPassword } from "./require-own-password.ts";

/** @throws ServiceFailure (`invalid_password`, `invalid_code`) */
export async function proveAgain(
  context: ServiceContext,
  actor: Actor,
  given: { password: string } | { code: string },
): Promise<void> {
  const person = signedInPerson(actor);
  if ("password" in given) await requireOwnPassword(context, person, given.password);
  else await requireCode(context, person, given);
  await markProven(context, person);
}

export async function markProven({ db, now }: ServiceContext, { signInId }: SignedIn): Promise<void> {
  await db.update(authSessions).set({ provenAt: now() }).where(eq(authSessions.id, signInId));
}
