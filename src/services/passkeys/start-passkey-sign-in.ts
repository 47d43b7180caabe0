/** `POST /api/auth/passkey-challenge`: public. Names no account: the browser offers the passkeys that it has for this server. */
import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import type { ServiceContext } from "../context.ts";
import { rateLimited } from "../failures.ts";
import { openStep } from "../sign-ins/sign-in-steps.ts";
import { relyingPartyOf } from "./relying-party.ts";

export async function startPasskeySignIn(
  context: ServiceContext,
  { origin, address }: { origin: string; address: string | null },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const booking = context.throttles.passkeyChallenge.begin([`address:${address ?? "unknown"}`, "all:"]);
  if (booking.kind === "blocked") throw rateLimited("too many challenges", booking.retryAfterS);
  const options = await generateAuthenticationOptions({
    rpID: relyingPartyOf(origin).id,
    userVerification: "required",
  });
  await openStep(context, "passkey", { userId: null, details: { purpose: "sign_in" } }, options.challenge);
  return options;
}
