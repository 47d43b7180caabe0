/** The rows of a new account: the person, and their password as the way to prove who they are. */
import type { Transaction } from "../../db/database.ts";
import { authAccounts } from "../../db/schema/auth-accounts.ts";
import { users } from "../../db/schema/users.ts";

export type NewAccount = {
  id: string;
  name: string;
  email: string;
  role: "admin" | "user";
  /** Hashed. */
  password: string;
  at: Date;
};

export async function insertAccount(
  tx: Transaction,
  { id, name, email, role, password, at }: NewAccount,
): Promise<void> {
  await tx.insert(users).values({ id, name, email, role, createdAt: at, updatedAt: at });
  await insertPassword(tx, { userId: id, password, at });
}

/** For whom has none yet. */
export async function insertPassword(
  tx: Transaction,
  { userId, password, at }: { userId: string; password: string; at: Date },
): Promise<void> {
  const account = { userId, accountId: userId, providerId: "credential", password };
  await tx.insert(authAccounts).values({ ...account, createdAt: at, updatedAt: at });
}
