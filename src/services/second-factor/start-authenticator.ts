/** `POST /api/auth/authenticator`: a new secret for an app. It asks for nothing until its first code was shown. */
import { isNull } from "drizzle-orm";
import type { AuthenticatorStarted } from "../../../protocol/rest/sign-in.ts";
import { authenticators } from "../../db/schema/authenticators.ts";
import { makeTotpSecret, totpUri } from "../../lib/totp.ts";
import { recentlyProven } from "../accounts/own-account.ts";
import type { Actor } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";

const ISSUER = "RemoteLink";

export async function startAuthenticator(context: ServiceContext, actor: Actor): Promise<AuthenticatorStarted> {
  const person = recentlyProven(context, actor);
  const secret = makeTotpSecret();
  const fresh = {
    sealedSecret: context.keys.seal(`authenticator of ${person.id}`, secret),
    lastStep: 0,
    createdAt: context.now(),
  };
  const [row] = await context.db
    .insert(authenticators)
    .values({ userId: person.id, ...fresh })
    .onConflictDoUpdate({ target: authenticators.userId, set: fresh, setWhere: isNull(authenticators.confirmedAt) })
    .returning({ userId: authenticators.userId });
  if (!row) {
    throw new ServiceFailure("conflict", "an authenticator app is set up already: turn it off first", {
      code: "already_on",
    });
  }
  return { secret, uri: totpUri(secret, { issuer: ISSUER, account: person.email }) };
}
