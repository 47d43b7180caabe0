/** The person's side of a support link, without a sign-in: whoever has its token may learn who asks, and start the agent once. */
import { and, eq, isNull } from "drizzle-orm";
import { supportLinks } from "../../db/schema/support-links.ts";
import { users } from "../../db/schema/users.ts";
import type { Nobody } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { throttled } from "../throttles.ts";
import { type LinkRecord, selectLinks } from "./link-record.ts";
import { stateOf } from "./shape-link.ts";

export type Help = {
  technician: string;
  expiresAt: Date;
  /** `started`: the code is spent, by this person or another. */
  state: "open" | "started";
  code: string;
};

/** `GET /api/help/:token`. @throws ServiceFailure (`invalid_link`, `rate_limited`) */
export async function openHelp(context: ServiceContext, caller: Nobody, token: string): Promise<Help> {
  return throttledByAddress(context, caller, async () => {
    const { link, technician } = await find(context, token);
    await note(context, link, "openedAt");
    const state = link.usedAt ? "started" : "open";
    return { technician, expiresAt: link.expiresAt, state, code: context.keys.codeOfToken(token) };
  });
}

/** The code for the name of the file. @throws ServiceFailure (`invalid_link`, `rate_limited`) */
export async function startHelpDownload(context: ServiceContext, caller: Nobody, token: string): Promise<string> {
  return throttledByAddress(context, caller, async () => {
    const { link } = await find(context, token);
    if (link.usedAt) throw invalidLink();
    await note(context, link, "downloadedAt");
    return context.keys.codeOfToken(token);
  });
}

function throttledByAddress<Result>(context: ServiceContext, caller: Nobody, attempt: () => Promise<Result>) {
  const keys = [`address:${caller.address ?? "unknown"}`];
  return throttled(context.throttles.supportLink, keys, attempt, (outcome) => "error" in outcome);
}

async function find(context: ServiceContext, token: string): Promise<{ link: LinkRecord; technician: string }> {
  const tokenHash = context.keys.hashToken("support_link", token);
  const [link] = await selectLinks(context.db, eq(supportLinks.tokenHash, tokenHash));
  if (!link || ["cancelled", "ended", "expired"].includes(stateOf(context, link))) throw invalidLink();
  const [user] = await context.db
    .select({ name: users.name })
    .from(users)
    .where(and(eq(users.id, link.userId), isNull(users.disabledAt)));
  if (!user) throw invalidLink();
  return { link, technician: user.name };
}

/** The first time counts: a page that is reloaded changes nothing. */
async function note(context: ServiceContext, link: LinkRecord, time: "openedAt" | "downloadedAt"): Promise<void> {
  if (link[time]) return;
  const at = context.now();
  const [noted] = await context.db
    .update(supportLinks)
    .set({ [time]: at })
    .where(and(eq(supportLinks.id, link.id), isNull(supportLinks[time])))
    .returning({ id: supportLinks.id });
  if (noted) context.events.publish({ type: "support_link.updated", link: { ...link, [time]: at } });
}

/** One answer for unknown, expired, cancelled and over: a guess learns nothing. */
function invalidLink(): ServiceFailure {
  return new ServiceFailure("not_found", "this link is not valid (any more): ask who sent it for a new one", {
    code: "invalid_link",
  });
}
