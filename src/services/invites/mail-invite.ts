/** The mail that brings an invitation's link; whether it went is the inviter's to know. */
import type { MailOutcome } from "../../../protocol/rest/users.ts";
import type { ServiceContext } from "../context.ts";
import { inviteLetter } from "../mail/letters.ts";
import type { InviteRecord } from "./invite-record.ts";

export function mailInvite(context: ServiceContext, invite: InviteRecord, url: string): Promise<MailOutcome> {
  const { name: server } = context.serverSettings.current();
  const { email, invitedBy: inviter, expiresAt } = invite;
  return context.mail.send(email, inviteLetter({ server, url, inviter, expiresAt }));
}
