/** `GET /api/auth/callback`: back from the provider. What was begun is taken once, and only by the browser that began it. */
import { timingSafeEqual } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { providerPurpose } from "../../../protocol/rest/auth-providers.ts";
import { authIdentities } from "../../db/schema/auth-identities.ts";
import { type AuthProviderRow, authProviders } from "../../db/schema/auth-providers.ts";
import { signedInPerson } from "../accounts/own-account.ts";
import { markProven } from "../accounts/prove-again.ts";
import { type Actor, personOf } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { failureOf, type ServiceFailure } from "../failures.ts";
import { type Begun, beginSignIn } from "../sign-ins/begin-sign-in.ts";
import { takeStep } from "../sign-ins/sign-in-steps.ts";
import { accountOf } from "./account-of.ts";
import { askProvider, type ProvenIdentity } from "./ask-provider.ts";
import { linkIdentity } from "./link-identity.ts";
import { refused } from "./refused.ts";
import { hashOf } from "./start-provider.ts";

const begun = z.object({
  purpose: providerPurpose,
  next: z.string(),
  origin: z.string(),
  provider: z.string(),
  verifier: z.string(),
  nonce: z.string(),
  browser: z.string(),
  begunAtMs: z.number(),
});

/** Their clock and ours. */
const CLOCK_SKEW_MS = 60_000;

export type Returned = { state: string; code?: string; error?: string; browser: string | undefined };
/** `failure`: they did not prove it, which the page they come back to tells the one that asked. */
export type Finished = { next: string; begun: Begun | null; failure?: ServiceFailure };

export async function finishProvider(context: ServiceContext, actor: Actor, returned: Returned): Promise<Finished> {
  const step = await takeStep(context, "provider", returned.state);
  if (!step) throw refused("this took too long, or was used already: begin again", "sign_in_expired");
  const details = begun.parse(step.details);
  const [browser, expected] = [hashOf(returned.browser ?? ""), details.browser].map((text) => Buffer.from(text));
  if (!browser || !expected || browser.length !== expected.length || !timingSafeEqual(browser, expected)) {
    throw refused("this was begun in another browser: begin again", "sign_in_expired");
  }
  try {
    return {
      next: details.next,
      begun: await finish(context, actor, { ...details, userId: step.userId }, returned.code),
    };
  } catch (error) {
    const failure = details.purpose === "prove" ? failureOf(error) : null;
    if (!failure) throw error;
    return { next: details.next, begun: null, failure };
  }
}

async function finish(
  context: ServiceContext,
  actor: Actor,
  details: z.output<typeof begun> & { userId: string | null },
  code: string | undefined,
): Promise<Begun | null> {
  if (!code) throw refused("the identity provider let nobody in", "provider_refused");
  const [provider] = await context.db.select().from(authProviders).where(eq(authProviders.id, details.provider));
  if (!provider) throw refused("this identity provider is not used any more", "provider_refused");
  const identity = await askProvider(context, { ...details, provider, code });
  if (details.purpose === "sign_in") {
    const userId = await accountOf(context, provider, identity, actor.kind === "system" ? null : addressOf(actor));
    const signIn = { userId, method: "provider", hasSecondFactor: provider.isTrustedForTwoFactor } as const;
    return await beginSignIn(context, signIn);
  }
  // Somebody else may have signed in in this browser meanwhile.
  if (personOf(actor).id !== details.userId) throw refused("somebody else is signed in here by now", "sign_in_expired");
  if (details.purpose === "link") await linkIdentity(context, actor, provider, identity);
  else await proveByIdentity(context, actor, provider, { ...identity, since: details.begunAtMs });
  return null;
}

const addressOf = (actor: Exclude<Actor, { kind: "system" }>) => actor.address;

async function proveByIdentity(
  context: ServiceContext,
  actor: Actor,
  provider: AuthProviderRow,
  identity: ProvenIdentity & { since: number },
) {
  // Asked to let them prove it anew (`prompt=login`), a provider may still answer by a sign-in of last week.
  if (!identity.provenAt || identity.provenAt.getTime() < identity.since - CLOCK_SKEW_MS) {
    throw refused("the identity provider did not ask you again: prove it in another way", "not_proven_again");
  }
  const person = signedInPerson(actor);
  const isOwn = and(
    eq(authIdentities.userId, person.id),
    eq(authIdentities.providerId, provider.id),
    eq(authIdentities.subject, identity.subject),
  );
  const [own] = await context.db.select({ id: authIdentities.id }).from(authIdentities).where(isOwn);
  if (!own) throw refused("this identity is not yours", "not_linked");
  await markProven(context, person);
}
