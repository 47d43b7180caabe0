/** The password asked again of who is signed in. Guessing counts as guessing at the sign-in does. */
import type { Person } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { throttled } from "../throttles.ts";
import { checkPassword } from "./check-password.ts";

/** @throws ServiceFailure (`invalid_password`, `rate_limited`) */
export async function requireOwnPassword(context: ServiceContext, person: Person, password: string): Promise<void> {
  const keys = [`account:${person.email}`, `address:${person.address ?? "unknown"}`, "all:"];
  const isRight = await throttled(
    context.throttles.signIn,
    keys,
    async () => (await checkPassword(context, { email: person.email, password })) === person.id,
    (outcome) => "result" in outcome && !outcome.result,
  );
  if (isRight) return;
  throw new ServiceFailure("invalid_request", "the password is not right", { code: "invalid_password" });
}
