/** `POST /api/auth/providers/:id/start`: to the provider, with PKCE, state and nonce. The browser that starts must be the one that returns. */
import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { providerStart } from "../../../protocol/rest/auth-providers.ts";
import { authProviders } from "../../db/schema/auth-providers.ts";
import { makeToken } from "../../lib/random-token.ts";
import { recentlyProven, signedInPerson } from "../accounts/own-account.ts";
import type { Actor } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { notFound, rateLimited } from "../failures.ts";
import { openStep } from "../sign-ins/sign-in-steps.ts";
import { discover } from "./discover.ts";

export type StartedProvider = {
  url: string;
  /** For a cookie: whoever comes back without it began elsewhere. */
  browser: string;
};

export const callbackOf = (origin: string) => `${origin}/api/auth/callback`;

export async function startProvider(
  context: ServiceContext,
  actor: Actor,
  id: string,
  { purpose, next, origin }: z.output<typeof providerStart> & { origin: string },
): Promise<StartedProvider> {
  const userId = ownerOf(context, actor, purpose);
  // Each is a row, and a question to the provider, by whoever comes.
  const address = actor.kind === "system" ? null : actor.address;
  const booking = context.throttles.providerStart.begin([`address:${address ?? "unknown"}`, "all:"]);
  if (booking.kind === "blocked") throw rateLimited("too many sign-ins were begun", booking.retryAfterS);
  const [provider] = await context.db.select().from(authProviders).where(eq(authProviders.id, id));
  if (!provider) throw notFound("identity provider");
  const metadata = await discover(provider.issuer);
  const [browser, verifier, nonce] = [makeToken(), makeToken(), makeToken()];
  const details = {
    purpose,
    next,
    origin,
    provider: id,
    verifier,
    nonce,
    browser: hashOf(browser),
    begunAtMs: context.now().getTime(),
  };
  const state = await openStep(context, "provider", { userId, details });
  const url = new URL(metadata.authorization_endpoint);
  const parameters = {
    response_type: "code",
    client_id: provider.clientId,
    redirect_uri: callbackOf(origin),
    scope: "openid email profile",
    state,
    nonce,
    code_challenge: hashOf(verifier),
    code_challenge_method: "S256",
    // Not by whoever happens to be signed in there.
    ...(purpose === "prove" && { prompt: "login", max_age: "0" }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { url: url.href, browser };
}

function ownerOf(context: ServiceContext, actor: Actor, purpose: z.output<typeof providerStart>["purpose"]) {
  if (purpose === "sign_in") return null;
  return purpose === "link" ? recentlyProven(context, actor).id : signedInPerson(actor).id;
}

/** RFC 7636 §4.2. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
