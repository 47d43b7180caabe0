/** Whether the first account is still to be made, and who may make it. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { SetupState } from "../../../protocol/rest/setup.ts";
import type { Database, Transaction } from "../../db/database.ts";
import { installation } from "../../db/schema/installation.ts";
import { users } from "../../db/schema/users.ts";
import type { ServiceContext } from "../context.ts";
import { mailsPasswordResets } from "../password-resets/request-reset.ts";

/** Where a request came from, as far as set-up asks: straight from this very machine, or through anything else. */
export type Origin = { address: string | null; isLocal: boolean };

export async function getSetupState(context: ServiceContext, from: Origin): Promise<SetupState> {
  const open = await isSetupOpen(context.db);
  return { open, needs_code: open && !from.isLocal, mails_password_resets: mailsPasswordResets(context) };
}

/** Closed for good by the first account, even if every user is deleted; closed also where users are without it. */
export async function isSetupOpen(db: Database | Transaction): Promise<boolean> {
  const [state] = await db.select({ setUpAt: installation.setUpAt }).from(installation);
  if (state?.setUpAt !== null) return false;
  const [anyone] = await db.select({ id: users.id }).from(users).limit(1);
  return anyone === undefined;
}

/** In constant time, whatever the lengths. */
export function isSetupCode(given: string | undefined, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(expected));
}
