/** What is under way between two requests: kept by the hash of a token, taken once, gone when its time is over. */
import { and, eq, gt } from "drizzle-orm";
import { signInSteps } from "../../db/schema/sign-in-steps.ts";
import { makeToken } from "../../lib/random-token.ts";
import type { ServiceContext } from "../context.ts";

type Kind = typeof signInSteps.$inferSelect.kind;
type Step = { userId: string | null; details: Record<string, unknown> };
type Needs = Pick<ServiceContext, "db" | "keys" | "now">;

const TTL_MS: Readonly<Record<Kind, number>> = {
  second_factor: 10 * 60_000,
  // A browser's own dialog waits five minutes.
  passkey: 6 * 60_000,
  // Somebody may have to look for a password there.
  provider: 15 * 60_000,
};

/** @param token for what brings its own (a challenge); else one of 256 bits is made */
export async function openStep(
  { db, keys, now }: Needs,
  kind: Kind,
  { userId, details }: Step,
  token: string = makeToken(),
): Promise<string> {
  const [at, tokenHash] = [now(), keys.hashToken("sign_in_step", token)];
  const expiresAt = new Date(at.getTime() + TTL_MS[kind]);
  await db.insert(signInSteps).values({ kind, tokenHash, userId, details, createdAt: at, expiresAt });
  return token;
}

export async function findStep({ db, keys, now }: Needs, kind: Kind, token: string): Promise<Step | null> {
  const [step] = await db
    .select()
    .from(signInSteps)
    .where(isStep(keys.hashToken("sign_in_step", token), kind, now()));
  return step ?? null;
}

/** Of several who come with the same token one gets it. */
export async function takeStep({ db, keys, now }: Needs, kind: Kind, token: string): Promise<Step | null> {
  const isIt = isStep(keys.hashToken("sign_in_step", token), kind, now());
  const [step] = await db.delete(signInSteps).where(isIt).returning();
  return step ?? null;
}

function isStep(hash: string, kind: Kind, at: Date) {
  return and(eq(signInSteps.tokenHash, hash), eq(signInSteps.kind, kind), gt(signInSteps.expiresAt, at));
}
