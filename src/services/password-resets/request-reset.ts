/** `POST /api/auth/request-password-reset`: "Forgot password?". Whether there is such an account is not told, by no answer and no delay. */
import { and, eq, isNull } from "drizzle-orm";
import { users } from "../../db/schema/users.ts";
import type { Nobody } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { rateLimited, ServiceFailure } from "../failures.ts";
import { mailReset } from "./mail-reset.ts";
import { insertReset } from "./make-reset.ts";

/**
 * Its link must lead to where the app is known to be: without APP_URL that would be whatever address a stranger's request
 * names, and the mail would carry the token there.
 */
export function mailsPasswordResets({ mail, settings }: Pick<ServiceContext, "mail" | "settings">): boolean {
  return settings.appUrl !== undefined && mail.isOn();
}

/** Answers before anything is looked up. @throws ServiceFailure (`mail_off`, `rate_limited`) */
export function requestReset(context: ServiceContext, caller: Nobody, email: string): void {
  const { appUrl } = context.settings;
  if (appUrl === undefined || !mailsPasswordResets(context)) {
    throw new ServiceFailure("conflict", "this server sends no mail: ask an administrator for a link", {
      code: "mail_off",
    });
  }
  const keys = [`account:${email}`, `address:${caller.address ?? "unknown"}`, "all:"];
  // Each counts, whatever comes of it.
  const booking = context.throttles.passwordMail.begin(keys);
  if (booking.kind === "blocked") throw rateLimited("too many links were asked for", booking.retryAfterS);
  mailLink(context, caller, email, appUrl).catch((error: unknown) =>
    context.warn("a link for a new password was not sent", { err: error }),
  );
}

async function mailLink(context: ServiceContext, caller: Nobody, email: string, origin: string): Promise<void> {
  const made = await context.db.transaction(async (tx) => {
    const [user] = await tx
      .select({ id: users.id, name: users.name })
      .from(users)
      .where(and(eq(users.email, email), isNull(users.disabledAt)));
    if (!user) return null;
    // Those before stay: or anybody could void what an administrator has made.
    const made = await insertReset(context, tx, user.id, null);
    const target = { kind: "user", id: user.id, name: user.name };
    await recordAudit(tx, caller, { action: "user.password_reset_requested", target }, context.now());
    return made;
  });
  if (!made) return;
  const url = `${origin}/reset/${made.token}`;
  await mailReset(context, email, { url, expiresAt: made.expiresAt });
}
