/** Whether a password is somebody's. Who has no account, or none with a password, is answered after the same time. */
import { and, eq } from "drizzle-orm";
import { authAccounts } from "../../db/schema/auth-accounts.ts";
import { users } from "../../db/schema/users.ts";
import type { ServiceContext } from "../context.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";

/** @returns whose it is; null for a wrong one, and for nobody's address */
export async function checkPassword(
  { db }: Pick<ServiceContext, "db">,
  { email, password }: { email: string; password: string },
): Promise<string | null> {
  const [found] = await db
    .select({ userId: users.id, hash: authAccounts.password })
    .from(users)
    .innerJoin(authAccounts, and(eq(authAccounts.userId, users.id), eq(authAccounts.providerId, "credential")))
    .where(eq(users.email, email));
  const isRight = await verifyPassword({ hash: found?.hash ?? (await hashOfNobody()), password });
  return found?.hash && isRight ? found.userId : null;
}

let madeOnce: Promise<string> | undefined;

function hashOfNobody(): Promise<string> {
  madeOnce ??= hashPassword(crypto.randomUUID()).catch((error) => {
    madeOnce = undefined;
    throw error;
  });
  return madeOnce;
}
