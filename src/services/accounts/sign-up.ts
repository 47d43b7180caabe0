/** `POST /api/auth/sign-up/email`: the first account, the administrator (exactly one, however many try at once), or by invitation. */
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { MAX_NAME_LENGTH } from "../../../protocol/limits.ts";
import { installation } from "../../db/schema/installation.ts";
import type { Person } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { throttled } from "../throttles.ts";
import { acceptInvite } from "./accept-invite.ts";
import { insertAccount } from "./insert-account.ts";
import { hashPassword, newPassword } from "./passwords.ts";
import { isSetupCode, isSetupOpen, type Origin } from "./set-up.ts";

export const signUpRequest = z.object({
  name: z.string().trim().min(1, "a name is needed").max(MAX_NAME_LENGTH),
  email: z.email("not an e-mail address").max(254).toLowerCase(),
  password: newPassword,
  /** Needed for the first account unless it is made on the server's own machine. */
  setup_code: z.string().max(200).optional(),
  /** Needed for every later one. */
  invite_token: z.string().max(200).optional(),
});
export type SignUpRequest = z.infer<typeof signUpRequest>;

/** @returns the new user's id */
export async function signUp(context: ServiceContext, request: SignUpRequest, from: Origin): Promise<string> {
  const { invite_token } = request;
  if (invite_token !== undefined) return acceptInvite(context, { ...request, invite_token }, from);
  if (!(await isSetupOpen(context.db))) throw closed();
  await checkCode(context, request, from);
  // Before the transaction: hashing takes a quarter of a second, and the embedded database runs one at a time.
  const password = await hashPassword(request.password);
  return createFirstUser(context, request, password, from.address);
}

async function checkCode(context: ServiceContext, request: SignUpRequest, from: Origin): Promise<void> {
  if (from.isLocal) return;
  await throttled(
    context.throttles.setUp,
    [`address:${from.address ?? "unknown"}`, "all:"],
    async () => isSetupCode(request.setup_code, context.settings.setupCode),
    (outcome) => !("result" in outcome && outcome.result),
  ).then((isRight) => {
    if (isRight) return;
    throw new ServiceFailure("forbidden", "the set-up code is missing or wrong: use the link that the server printed", {
      code: "setup_code_required",
    });
  });
}

async function createFirstUser(
  context: ServiceContext,
  { name, email }: SignUpRequest,
  password: string,
  address: string | null,
): Promise<string> {
  const at = context.now();
  const id = Bun.randomUUIDv7();
  await context.db.transaction(async (tx) => {
    if (!(await isSetupOpen(tx))) throw closed();
    // Whoever comes second waits here for the first one's commit, and then finds nothing to change.
    const won = await tx
      .update(installation)
      .set({ setUpAt: at })
      .where(and(eq(installation.isOnlyRow, true), isNull(installation.setUpAt)))
      .returning();
    if (won.length === 0) throw closed();
    await insertAccount(tx, { id, name, email, role: "admin", password, at });
    const person: Person = { kind: "user", id, email, name, role: "admin", memberships: new Map(), address };
    const target = { kind: "user", id, name };
    await recordAudit(tx, person, { action: "installation.set_up", target, details: { email } }, at);
  });
  return id;
}

function closed(): ServiceFailure {
  return new ServiceFailure("forbidden", "accounts are made by invitation: ask an administrator for one", {
    code: "sign_up_closed",
  });
}
