/** `POST /api/auth/sign-in/email`: the password, and what comes after it. */
import { checkPassword } from "../accounts/check-password.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { type Begun, beginSignIn } from "./begin-sign-in.ts";

/** @throws ServiceFailure (401 `invalid_email_or_password`: which of the two is not told) */
export async function beginByPassword(
  context: ServiceContext,
  given: { email: string; password: string },
): Promise<Begun> {
  const userId = await checkPassword(context, given);
  if (userId === null) {
    throw new ServiceFailure("unauthenticated", "e-mail or password is wrong", { code: "invalid_email_or_password" });
  }
  return beginSignIn(context, { userId, method: "password", hasSecondFactor: false });
}
