/** A support link's code, spent by the agent that comes with it: one statement that checks and takes, so that one of many gets in. */
import { and, eq, gt, isNull } from "drizzle-orm";
import type { Transaction } from "../../db/database.ts";
import { type SupportLinkRow, supportLinks } from "../../db/schema/support-links.ts";
import { users } from "../../db/schema/users.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { normalizedCode } from "../session-code.ts";

/** @throws ServiceFailure (`invalid_support_code`): one answer for wrong, spent, expired and cancelled */
export async function spendSupportCode(
  context: Pick<ServiceContext, "keys" | "now">,
  tx: Transaction,
  text: string,
  machineId: string,
): Promise<{ link: SupportLinkRow; technician: string }> {
  const code = normalizedCode(text);
  const at = context.now();
  const [link] = code
    ? await tx
        .update(supportLinks)
        .set({ usedAt: at, machineId })
        .where(
          and(
            eq(supportLinks.codeHash, context.keys.hashToken("support_code", code)),
            isNull(supportLinks.usedAt),
            isNull(supportLinks.revokedAt),
            gt(supportLinks.expiresAt, at),
          ),
        )
        .returning()
    : [];
  const [user] = link
    ? await tx
        .select({ name: users.name })
        .from(users)
        .where(and(eq(users.id, link.userId), isNull(users.disabledAt)))
    : [];
  if (link && user) return { link, technician: user.name };
  throw new ServiceFailure("forbidden", "this code is wrong, used or too old: ask for a new link", {
    code: "invalid_support_code",
  });
}
