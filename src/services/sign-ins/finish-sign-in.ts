/** `POST /api/auth/sign-in/second-factor`: the second step, by a code. No session exists before it. */

import { eq } from "drizzle-orm";
import { z } from "zod";
import { SIGN_IN_METHODS } from "../../db/schema/auth-sessions.ts";
import { users } from "../../db/schema/users.ts";
import type { NewSignIn } from "../accounts/auth.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { type GivenCode, requireCode } from "../second-factor/check-code.ts";
import { provingAtTheDoor } from "./proving-at-the-door.ts";
import { findStep, takeStep } from "./sign-in-steps.ts";

const stepDetails = z.object({ method: z.enum(SIGN_IN_METHODS) });

/** @param token of the step, from its cookie */
export async function finishSignIn(
  context: ServiceContext,
  token: string | undefined,
  given: GivenCode,
  address: string | null,
): Promise<NewSignIn> {
  const step = token === undefined ? null : await findStep(context, "second_factor", token);
  if (!step?.userId || token === undefined) throw over();
  const [person] = await context.db.select().from(users).where(eq(users.id, step.userId));
  if (!person) throw over();
  const proving = requireCode(context, { ...person, kind: "user", memberships: new Map(), address }, given);
  await provingAtTheDoor(proving, person.email);
  // Two requests with two codes that are both right: one sign-in.
  if (!(await takeStep(context, "second_factor", token))) throw over();
  return { userId: step.userId, hasSecondFactor: true, ...stepDetails.parse(step.details) };
}

function over(): ServiceFailure {
  return new ServiceFailure("unauthenticated", "this took too long: sign in again from the beginning", {
    code: "sign_in_expired",
  });
}
