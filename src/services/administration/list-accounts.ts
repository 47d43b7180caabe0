/** `admin list`: who has an account. */
import { asc } from "drizzle-orm";
import { z } from "zod";
import { role } from "../../../protocol/rest/people.ts";
import { users } from "../../db/schema/users.ts";
import type { ServiceContext } from "../context.ts";

export const listedAccount = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role,
  disabled: z.boolean(),
  created_at: z.string(),
});
export type ListedAccount = z.infer<typeof listedAccount>;

export async function listAccounts({ db }: Pick<ServiceContext, "db">): Promise<ListedAccount[]> {
  const rows = await db.select().from(users).orderBy(asc(users.email));
  return rows.map(({ id, email, name, role, disabledAt, createdAt }) => {
    return { id, email, name, role, disabled: disabledAt !== null, created_at: createdAt.toISOString() };
  });
}
