/** `admin create-user`: an account without an invitation. The first one is an administrator's, and closes the set-up. */
import { eq } from "drizzle-orm";
import { z } from "zod";
import { MAX_NAME_LENGTH } from "../../../protocol/limits.ts";
import { role } from "../../../protocol/rest/people.ts";
import { isUniqueViolation } from "../../db/away.ts";
import { installation } from "../../db/schema/installation.ts";
import { insertAccount } from "../accounts/insert-account.ts";
import { hashPassword, newPassword } from "../accounts/passwords.ts";
import { isSetupOpen } from "../accounts/set-up.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { OPERATOR } from "./operator.ts";

export const newAccount = z.object({
  email: z.email("not an e-mail address").max(254).toLowerCase(),
  name: z.string().trim().min(1, "a name is needed").max(MAX_NAME_LENGTH),
  role,
  password: newPassword,
});

export async function createAccount(
  { db, now }: Pick<ServiceContext, "db" | "now">,
  { email, name, role, password }: z.infer<typeof newAccount>,
): Promise<{ id: string }> {
  const hash = await hashPassword(password);
  const [id, at] = [Bun.randomUUIDv7(), now()];
  await db
    .transaction(async (tx) => {
      if (await isSetupOpen(tx)) {
        if (role !== "admin") {
          throw new ServiceFailure("conflict", "the first account must be an administrator's: use --role admin");
        }
        await tx.update(installation).set({ setUpAt: at }).where(eq(installation.isOnlyRow, true));
      }
      await insertAccount(tx, { id, name, email, role, password: hash, at });
      const target = { kind: "user", id, name };
      await recordAudit(tx, OPERATOR, { action: "user.created", target, details: { email, role } }, at);
    })
    .catch((error: unknown) => {
      if (!isUniqueViolation(error)) throw error;
      throw new ServiceFailure("conflict", `${email} has an account already: use admin reset-password`);
    });
  return { id };
}
