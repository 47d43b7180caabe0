/** `GET /api/settings`: all of them, where each comes from, and of the SMTP URL what is no secret. */
import type { ServerSettingsAnswer } from "../../../protocol/rest/server-settings.ts";
import type { Actor } from "../actor.ts";
import { countOpenlyEnrolled } from "../agents/open-enrollment-limit.ts";
import { findOpenEnrollmentOwner } from "../agents/open-enrollment-owner.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";

export async function getSettings(context: ServiceContext, actor: Actor): Promise<ServerSettingsAnswer> {
  requireAllowed(actor, "settings.manage", null);
  const { settings, sources, updated } = context.serverSettings.state();
  const { mail, ...others } = settings;
  return {
    settings: { ...others, mail: { smtp: mail.smtp_url === null ? null : partsOf(mail.smtp_url), from: mail.from } },
    sources,
    open_enrollment_owner: await findOpenEnrollmentOwner(context),
    open_enrollment_machines: await countOpenlyEnrolled(context.db),
    is_recording: context.settings.recordingDirectory !== undefined,
    updated_at: updated?.at.toISOString() ?? null,
    updated_by: updated?.by ?? null,
  };
}

function partsOf(smtpUrl: string): NonNullable<ServerSettingsAnswer["settings"]["mail"]["smtp"]> {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  return {
    is_secure: protocol === "smtps:",
    host: hostname,
    port: port === "" ? null : Number(port),
    user: username === "" ? null : decoded(username),
    has_password: password !== "",
  };
}

/** By hand it may have been written with a bare percent sign. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
