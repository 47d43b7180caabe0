/** Nobody locks themselves out: something that signs a person in must be left. */
import { eq } from "drizzle-orm";
import type { Transaction } from "../../db/database.ts";
import { authIdentities } from "../../db/schema/auth-identities.ts";
import { ServiceFailure } from "../failures.ts";
import { readSecondFactors } from "../second-factor/read-second-factors.ts";

/** Asked within the transaction that has taken one away. @throws ServiceFailure (`last_way_in`) */
export async function requireAnotherWayIn(tx: Transaction, userId: string): Promise<void> {
  const { hasPassword, passkeys } = await readSecondFactors(tx, userId);
  if (hasPassword || passkeys.length > 0) return;
  if ((await tx.$count(authIdentities, eq(authIdentities.userId, userId))) > 0) return;
  throw new ServiceFailure("conflict", "this is the only way in that is left: add another before you remove it", {
    code: "last_way_in",
  });
}
