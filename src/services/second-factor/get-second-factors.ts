/** `GET /api/auth/second-factors`: one's own, for the settings. */
import type { SecondFactorState } from "../../../protocol/rest/sign-in.ts";
import { signedInPerson } from "../accounts/own-account.ts";
import type { Actor } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { shapePasskey } from "../passkeys/shape-passkey.ts";
import { readSecondFactors } from "./read-second-factors.ts";

export async function getSecondFactors(context: ServiceContext, actor: Actor): Promise<SecondFactorState> {
  const person = signedInPerson(actor);
  const own = await readSecondFactors(context.db, person.id);
  return {
    authenticator: own.authenticatorSince && { since: own.authenticatorSince.toISOString() },
    passkeys: own.passkeys.map(shapePasskey),
    recovery_codes_left: own.recoveryCodesLeft,
    has_password: own.hasPassword,
  };
}
