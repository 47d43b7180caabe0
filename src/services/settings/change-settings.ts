/** `PATCH /api/settings`: in one transaction, with an audit row that names what was changed, and what to unless it is secret. */
import { and, eq, inArray, isNull } from "drizzle-orm";
import {
  SETTING_KEYS,
  type ServerSettingsAnswer,
  type ServerSettingsPatch,
  type SettingKey,
} from "../../../protocol/rest/server-settings.ts";
import type { Transaction } from "../../db/database.ts";
import { serverSettings } from "../../db/schema/server-settings.ts";
import { users } from "../../db/schema/users.ts";
import { followRights } from "../accounts/follow-rights.ts";
import { recentlyProven } from "../accounts/own-account.ts";
import { type Actor, personOf } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { getSettings } from "./get-settings.ts";
import { faultOfLogo } from "./logo.ts";

/** Never in the log: one is a secret, the other would be most of it. */
const UNTOLD: readonly SettingKey[] = ["mail.smtp_url", "logo"];

export async function changeSettings(
  context: ServiceContext,
  actor: Actor,
  patch: ServerSettingsPatch,
): Promise<ServerSettingsAnswer> {
  requireAllowed(actor, "settings.manage", null);
  const person = personOf(actor);
  const { values, reset } = changesOf(patch);
  requireLogo(values.logo);
  if (touchesSecondFactor(context, values, reset)) recentlyProven(context, actor, "settings.manage");
  const changed = [...Object.keys(values), ...reset];
  if (changed.length === 0) return getSettings(context, actor);
  await context.db.transaction(async (tx) => {
    await requirePerson(tx, values.open_enrollment_owner_id);
    const updatedAt = context.now();
    for (const [key, value] of Object.entries(values)) {
      const stored =
        key === "mail.smtp_url" && typeof value === "string" ? context.keys.seal("smtp_url", value) : value;
      const row = { value: stored, updatedAt, updatedBy: person.name };
      await tx
        .insert(serverSettings)
        .values({ key, ...row })
        .onConflictDoUpdate({ target: serverSettings.key, set: row });
    }
    if (reset.length > 0) await tx.delete(serverSettings).where(inArray(serverSettings.key, reset));
    const told = Object.fromEntries(Object.entries(values).filter(([key]) => !UNTOLD.some((untold) => untold === key)));
    const details = { changed, ...(Object.keys(told).length > 0 && { to: told }), ...(reset.length > 0 && { reset }) };
    const target = { kind: "server", id: null, name: "settings" };
    await recordAudit(tx, actor, { action: "settings.changed", target, details }, updatedAt);
  });
  await context.serverSettings.refresh();
  // Who may not be in a session without a second factor any more is put out of it now.
  if (changed.includes("two_factor_required")) await followRights(context, []);
  return getSettings(context, actor);
}

/** By key; what is both set and reset is reset. */
function changesOf({ mail = {}, reset = [], ...others }: ServerSettingsPatch) {
  const named: Partial<Record<SettingKey, unknown>> = {
    ...others,
    "mail.smtp_url": mail.smtp_url,
    "mail.from": mail.from,
  };
  const isSet = (key: SettingKey) => named[key] !== undefined && !reset.includes(key);
  return {
    values: Object.fromEntries(SETTING_KEYS.filter(isSet).map((key) => [key, named[key]])) as typeof named,
    reset: [...new Set(reset)],
  };
}

/** Whether people need more than a password is part of how they get in: an administrator in person says so. */
function touchesSecondFactor(
  { serverSettings }: Pick<ServiceContext, "serverSettings">,
  { two_factor_required: wanted }: Partial<Record<SettingKey, unknown>>,
  reset: readonly SettingKey[],
): boolean {
  if (reset.includes("two_factor_required")) return true;
  return wanted !== undefined && wanted !== serverSettings.current().two_factor_required;
}

function requireLogo(logo: unknown): void {
  const fault = typeof logo === "string" ? faultOfLogo(logo) : null;
  if (fault) throw new ServiceFailure("invalid_request", `logo: ${fault}`);
}

async function requirePerson(tx: Transaction, id: unknown): Promise<void> {
  if (typeof id !== "string") return;
  const [user] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, id), isNull(users.disabledAt)));
  if (!user) throw new ServiceFailure("invalid_request", "open_enrollment_owner_id: there is no such person");
}
