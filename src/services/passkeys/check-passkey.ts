/** Whose a passkey's answer is. The device and what unlocked it are two factors: nothing more is asked. */
import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from "@simplewebauthn/server";
import { and, eq } from "drizzle-orm";
import { passkeys } from "../../db/schema/passkeys.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { throttled } from "../throttles.ts";
import { relyingPartyOf } from "./relying-party.ts";
import { takeChallenge } from "./take-challenge.ts";

type From = { origin: string; address: string | null };

/** @returns the user's id. @throws ServiceFailure (`unknown_passkey`, one answer for all that is wrong) */
export async function checkPasskey(
  context: ServiceContext,
  response: AuthenticationResponseJSON,
  from: From,
): Promise<string> {
  const keys = [`address:${from.address ?? "unknown"}`, "all:"];
  const userId = await throttled(
    context.throttles.signIn,
    keys,
    () => ownerOf(context, response, from.origin),
    (outcome) => "result" in outcome && outcome.result === null,
  );
  if (userId !== null) return userId;
  throw new ServiceFailure("invalid_request", "this passkey is not known here, or it took too long: try again", {
    code: "unknown_passkey",
  });
}

async function ownerOf(context: ServiceContext, response: AuthenticationResponseJSON, origin: string) {
  const { db, now } = context;
  const party = relyingPartyOf(origin);
  const [own] = await db.select().from(passkeys).where(eq(passkeys.credentialId, response.id));
  if (!own) return null;
  const { authenticationInfo, verified } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: takeChallenge(context, "sign_in", null),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: {
      id: own.credentialId,
      publicKey: new Uint8Array(Buffer.from(own.publicKey, "base64url")),
      counter: own.counter,
      transports: own.transports,
    },
  }).catch((error: Error) => {
    context.warn("a passkey was refused", { reason: error.message });
    return { verified: false as const, authenticationInfo: undefined };
  });
  if (!verified || !authenticationInfo) return null;
  const { newCounter, credentialBackedUp } = authenticationInfo;
  // Where the device counts, a copy of it that signs at the same moment comes second.
  const isUnchanged = and(eq(passkeys.id, own.id), eq(passkeys.counter, own.counter));
  const used = await db
    .update(passkeys)
    .set({ counter: newCounter, isBackedUp: credentialBackedUp, lastUsedAt: now() })
    .where(isUnchanged)
    .returning({ userId: passkeys.userId });
  return used[0]?.userId ?? null;
}
