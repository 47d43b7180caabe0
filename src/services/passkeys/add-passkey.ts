/** `POST /api/auth/passkeys`: the passkey that the browser made. */
import { type RegistrationResponseJSON, verifyRegistrationResponse } from "@simplewebauthn/server";
import type { Passkey } from "../../../protocol/rest/sign-in.ts";
import { isUniqueViolation } from "../../db/away.ts";
import { passkeys } from "../../db/schema/passkeys.ts";
import { asTarget, recentlyProven } from "../accounts/own-account.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { factorAdded, lockFactors } from "../second-factor/factor-changed.ts";
import { relyingPartyOf } from "./relying-party.ts";
import { shapePasskey } from "./shape-passkey.ts";
import { takeChallenge } from "./take-challenge.ts";

/** @throws ServiceFailure (`invalid_passkey`) */
export async function addPasskey(
  context: ServiceContext,
  actor: Actor,
  { name, response }: { name: string; response: RegistrationResponseJSON },
  origin: string,
): Promise<{ passkey: Passkey; recovery_codes: string[] | null }> {
  const person = recentlyProven(context, actor);
  const party = relyingPartyOf(origin);
  const { registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge: takeChallenge(context, "make", person.id),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch((error: Error) => {
    throw invalidPasskey(error.message);
  });
  if (!registrationInfo) throw invalidPasskey("it could not be verified");
  const { credential, credentialBackedUp } = registrationInfo;
  try {
    const added = await context.db.transaction(async (tx) => {
      const before = await lockFactors(tx, person.id);
      const values = {
        userId: person.id,
        name,
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey).toString("base64url"),
        counter: credential.counter,
        transports: credential.transports ?? [],
        isBackedUp: credentialBackedUp,
        createdAt: context.now(),
      };
      const [row] = await tx.insert(passkeys).values(values).returning();
      if (!row) throw new Error("a passkey was inserted but not returned");
      const recovery_codes = await factorAdded(context, tx, person, before);
      const details = { passkey: name };
      await recordAudit(tx, person, { action: "user.passkey_added", target: asTarget(person), details }, context.now());
      return { passkey: shapePasskey(row), recovery_codes };
    });
    context.events.publish({ type: "user.changed", userId: person.id });
    return added;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ServiceFailure("conflict", "this passkey is known already");
  }
}

export function invalidPasskey(reason: string): ServiceFailure {
  return new ServiceFailure("invalid_request", `this passkey was not accepted: ${reason}`, { code: "invalid_passkey" });
}
