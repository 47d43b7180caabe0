/** `POST /api/auth/prove/passkey`: by a passkey of one's own. */
import type { AuthenticationResponseJSON } from "@simplewebauthn/server";
import type { Actor } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { checkPasskey } from "../passkeys/check-passkey.ts";
import { signedInPerson } from "./own-account.ts";
import { markProven } from "./prove-again.ts";

/** @throws ServiceFailure (`unknown_passkey`), also for somebody else's */
export async function provePasskey(
  context: ServiceContext,
  actor: Actor,
  response: AuthenticationResponseJSON,
  origin: string,
): Promise<void> {
  const person = signedInPerson(actor);
  const userId = await checkPasskey(context, response, { origin, address: person.address });
  if (userId !== person.id) {
    throw new ServiceFailure("invalid_request", "this passkey belongs to another account", { code: "unknown_passkey" });
  }
  await markProven(context, person);
}
