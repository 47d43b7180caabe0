/** The first step is done: in, or on to the second where the person has one. */
import { eq, sql } from "drizzle-orm";
import type { SecondFactorMethod } from "../../../protocol/rest/sign-in.ts";
import { authenticators } from "../../db/schema/authenticators.ts";
import { passkeys } from "../../db/schema/passkeys.ts";
import { users } from "../../db/schema/users.ts";
import type { NewSignIn } from "../accounts/auth.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { openStep } from "./sign-in-steps.ts";

export type Begun =
  | { kind: "proven"; signIn: NewSignIn }
  | { kind: "second_factor"; token: string; methods: SecondFactorMethod[] };

export async function beginSignIn(context: ServiceContext, signIn: NewSignIn): Promise<Begun> {
  const { userId, method, hasSecondFactor } = signIn;
  if (hasSecondFactor) return { kind: "proven", signIn };
  const methods = await methodsOf(context, userId);
  if (methods.length === 0) return { kind: "proven", signIn };
  return {
    kind: "second_factor",
    methods,
    token: await openStep(context, "second_factor", { userId, details: { method } }),
  };
}

/** @throws ServiceFailure (`account_disabled`) */
async function methodsOf({ db }: ServiceContext, userId: string): Promise<SecondFactorMethod[]> {
  const [user] = await db
    .select({
      disabledAt: users.disabledAt,
      hasAuthenticator: sql<boolean>`exists (${db
        .select({ one: sql`1` })
        .from(authenticators)
        .where(sql`${authenticators.userId} = ${users.id} and ${authenticators.confirmedAt} is not null`)})`,
      hasPasskey: sql<boolean>`exists (${db
        .select({ one: sql`1` })
        .from(passkeys)
        .where(sql`${passkeys.userId} = ${users.id}`)})`,
    })
    .from(users)
    .where(eq(users.id, userId));
  if (!user || user.disabledAt) throw disabledAccount();
  if (!user.hasAuthenticator && !user.hasPasskey) return [];
  return [
    ...(user.hasAuthenticator ? (["authenticator"] as const) : []),
    ...(user.hasPasskey ? (["passkey"] as const) : []),
    "recovery_code",
  ];
}

export function disabledAccount(): ServiceFailure {
  return new ServiceFailure("forbidden", "this account is disabled: ask an administrator", {
    code: "account_disabled",
  });
}
