/** `POST /api/auth/passkeys/options`: what a browser needs to make a passkey. The challenge is good once, for minutes. */
import { generateRegistrationOptions, type PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import { eq } from "drizzle-orm";
import { passkeys } from "../../db/schema/passkeys.ts";
import { recentlyProven } from "../accounts/own-account.ts";
import type { Actor } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { openStep } from "../sign-ins/sign-in-steps.ts";
import { relyingPartyOf } from "./relying-party.ts";

export async function startPasskey(
  context: ServiceContext,
  actor: Actor,
  origin: string,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const person = recentlyProven(context, actor);
  const own = await context.db.select().from(passkeys).where(eq(passkeys.userId, person.id));
  const options = await generateRegistrationOptions({
    rpName: "RemoteLink",
    rpID: relyingPartyOf(origin).id,
    userName: person.email,
    userDisplayName: person.name,
    userID: new TextEncoder().encode(person.id),
    attestationType: "none",
    excludeCredentials: own.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    // Found without a name being typed, and unlocked by finger, face or PIN: with the device these are two factors.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  await openStep(context, "passkey", { userId: person.id, details: { purpose: "make" } }, options.challenge);
  return options;
}
