/**
 * Every action that the audit log knows, with its words: `label` in lists of choices, `sentence` after the name of who acted
 * ("{target}" is what it was done to), `own` in its place where somebody did it to themselves. The server can record nothing that is not here.
 */

export const AUDIT_KINDS = {
  accounts: "Sign-ins and accounts",
  groups: "Groups",
  sessions: "Sessions",
  files: "Files",
  scripts: "Scripts",
  machines: "Machines",
  enrollment: "Enrollment",
  recordings: "Recordings",
  server: "Server",
  refusals: "Refusals",
} as const;
export type AuditKind = keyof typeof AUDIT_KINDS;

type AuditWords = { kind: AuditKind; label: string; sentence: string; own?: string };

export const AUDIT_ACTIONS = {
  "installation.set_up": { kind: "accounts", label: "Server set up", sentence: "set the server up" },
  "user.signed_in": { kind: "accounts", label: "Signed in", sentence: "signed in" },
  "user.renamed": {
    kind: "accounts",
    label: "Name changed",
    sentence: "changed the name of {target}",
    own: "changed their name",
  },
  "user.created": { kind: "accounts", label: "Account made", sentence: "made an account for {target}" },
  "user.password_changed": {
    kind: "accounts",
    label: "Password changed",
    sentence: "changed the password of {target}",
    own: "changed their password",
  },
  "user.authenticator_added": {
    kind: "accounts",
    label: "Authenticator app set up",
    sentence: "set up an authenticator app for {target}",
    own: "set up an authenticator app",
  },
  "user.authenticator_removed": {
    kind: "accounts",
    label: "Authenticator app turned off",
    sentence: "turned off the authenticator app of {target}",
    own: "turned off their authenticator app",
  },
  "user.recovery_codes_renewed": {
    kind: "accounts",
    label: "Recovery codes renewed",
    sentence: "made new recovery codes for {target}",
    own: "made new recovery codes",
  },
  "user.recovery_code_used": {
    kind: "accounts",
    label: "Recovery code used",
    sentence: "used a recovery code of {target}",
    own: "used a recovery code",
  },
  "user.second_factor_removed": {
    kind: "accounts",
    label: "Second factor removed",
    sentence: "removed the second factor of {target}",
    own: "removed their own second factor",
  },
  "user.passkey_added": {
    kind: "accounts",
    label: "Passkey added",
    sentence: "added a passkey for {target}",
    own: "added a passkey",
  },
  "user.passkey_removed": {
    kind: "accounts",
    label: "Passkey removed",
    sentence: "removed a passkey of {target}",
    own: "removed a passkey",
  },
  "user.identity_linked": {
    kind: "accounts",
    label: "Identity linked",
    sentence: "linked {target} to an identity provider",
    own: "linked their account to an identity provider",
  },
  "user.identity_unlinked": {
    kind: "accounts",
    label: "Identity unlinked",
    sentence: "unlinked {target} from an identity provider",
    own: "unlinked their account from an identity provider",
  },
  "user.came_by_provider": {
    kind: "accounts",
    label: "Account made by a provider",
    sentence: "came in for the first time, by an identity provider",
  },
  "user.sign_ins_ended": { kind: "accounts", label: "Browsers signed out", sentence: "signed other browsers out" },
  "api_key.created": { kind: "accounts", label: "API key made", sentence: "made the API key {target}" },
  "api_key.revoked": { kind: "accounts", label: "API key revoked", sentence: "revoked the API key {target}" },
  "auth_provider.created": {
    kind: "server",
    label: "Identity provider added",
    sentence: "added the identity provider {target}",
  },
  "auth_provider.changed": {
    kind: "server",
    label: "Identity provider changed",
    sentence: "changed the identity provider {target}",
  },
  "auth_provider.removed": {
    kind: "server",
    label: "Identity provider removed",
    sentence: "removed the identity provider {target}",
  },
  "user.password_reset_made": {
    kind: "accounts",
    label: "Link for a new password made",
    sentence: "made a link for a new password of {target}",
    own: "made a link for a new password of their own",
  },
  "user.password_reset_requested": {
    kind: "accounts",
    label: "New password asked for",
    sentence: "asked for a new password of {target}",
    own: "asked for a new password",
  },
  "user.password_reset": {
    kind: "accounts",
    label: "New password set",
    sentence: "set a new password of {target}",
    own: "set a new password",
  },
  "user.role_changed": {
    kind: "accounts",
    label: "Role changed",
    sentence: "changed the role of {target}",
    own: "changed their own role",
  },
  "user.disabled": {
    kind: "accounts",
    label: "Account disabled",
    sentence: "disabled the account of {target}",
    own: "disabled their own account",
  },
  "user.enabled": {
    kind: "accounts",
    label: "Account enabled",
    sentence: "enabled the account of {target}",
    own: "enabled their own account",
  },
  "user.removed": {
    kind: "accounts",
    label: "Account removed",
    sentence: "removed the account of {target}",
    own: "removed their own account",
  },
  "invite.created": { kind: "accounts", label: "Invited", sentence: "invited {target}" },
  "invite.renewed": { kind: "accounts", label: "Invited again", sentence: "invited {target} again" },
  "invite.revoked": { kind: "accounts", label: "Invitation revoked", sentence: "revoked the invitation of {target}" },
  "invite.accepted": { kind: "accounts", label: "Invitation accepted", sentence: "accepted an invitation" },

  "group.created": { kind: "groups", label: "Group made", sentence: "made the group {target}" },
  "group.renamed": { kind: "groups", label: "Group renamed", sentence: "renamed the group {target}" },
  "group.removed": { kind: "groups", label: "Group removed", sentence: "removed the group {target}" },
  "group.member_set": {
    kind: "groups",
    label: "Membership given",
    sentence: "set what a member of the group {target} may do",
  },
  "group.member_removed": {
    kind: "groups",
    label: "Membership ended",
    sentence: "ended a membership of the group {target}",
  },

  "session.started": { kind: "sessions", label: "Session started", sentence: "started a session on {target}" },
  "session.joined": { kind: "sessions", label: "Session joined", sentence: "joined the session on {target}" },
  "session.ended": {
    kind: "sessions",
    label: "Session ended",
    sentence: "ended the session on {target}",
    own: "ended the session",
  },
  "session.notes_changed": {
    kind: "sessions",
    label: "Session notes written",
    sentence: "wrote notes on the session on {target}",
  },
  "session.script_run": { kind: "sessions", label: "Script run", sentence: "ran a script on {target}" },
  "session.terminal_opened": { kind: "sessions", label: "Terminal opened", sentence: "opened a terminal on {target}" },

  "session.file_downloaded": { kind: "files", label: "File downloaded", sentence: "downloaded files from {target}" },
  "session.file_uploaded": { kind: "files", label: "File uploaded", sentence: "uploaded a file to {target}" },
  "session.files_uploaded": { kind: "files", label: "Files uploaded", sentence: "uploaded files to {target}" },
  "session.files_deleted": { kind: "files", label: "Files deleted", sentence: "deleted files on {target}" },
  "session.file_renamed": { kind: "files", label: "File renamed", sentence: "renamed a file on {target}" },
  "session.folder_created": { kind: "files", label: "Folder made", sentence: "made a folder on {target}" },

  "script.created": { kind: "scripts", label: "Script saved", sentence: "saved the script {target}" },
  "script.changed": { kind: "scripts", label: "Script changed", sentence: "changed the script {target}" },
  "script.removed": { kind: "scripts", label: "Script deleted", sentence: "deleted the script {target}" },
  "script_run.started": { kind: "scripts", label: "Run started", sentence: "started a run of {target}" },
  "script_run.stopped": { kind: "scripts", label: "Run stopped", sentence: "stopped the run of {target}" },
  "machine.script_run": {
    kind: "scripts",
    label: "Script run on a machine",
    sentence: "ran a script on {target}",
  },

  "machine.enrolled": { kind: "machines", label: "Machine enrolled", sentence: "enrolled {target}" },
  "machine.cloned": {
    kind: "machines",
    label: "Machine cloned",
    sentence: "was cloned: the copy is now {target}",
  },
  "machine.hardware_changed": {
    kind: "machines",
    label: "Hardware changed",
    sentence: "came back on other hardware as {target}",
    own: "came back on other hardware",
  },
  "machine.changed": { kind: "machines", label: "Machine changed", sentence: "changed {target}" },
  "machine.removed": { kind: "machines", label: "Machine removed", sentence: "removed {target}" },
  "machine.wake_sent": { kind: "machines", label: "Machine woken", sentence: "sent a wake-up call to {target}" },
  "machine.update_asked": {
    kind: "machines",
    label: "Agent update asked for",
    sentence: "asked for the newest agent on {target}",
  },
  "machine.agent_changed": {
    kind: "machines",
    label: "Agent changed its version",
    sentence: "runs another version of the agent on {target}",
  },
  "machine.visit_ended": { kind: "machines", label: "Visit ended", sentence: "ended the visit of {target}" },

  "machine.accepted": { kind: "machines", label: "Machine accepted", sentence: "accepted {target}" },
  "machine.rejected": { kind: "machines", label: "Machine rejected", sentence: "rejected {target}" },

  "enrollment_token.created": {
    kind: "enrollment",
    label: "Enrollment token made",
    sentence: "made the enrollment token {target}",
  },
  "enrollment_token.changed": {
    kind: "enrollment",
    label: "Enrollment token changed",
    sentence: "changed the enrollment token {target}",
  },
  "enrollment_token.renewed": {
    kind: "enrollment",
    label: "Enrollment token renewed",
    sentence: "made a new text for the enrollment token {target}",
  },
  "enrollment_token.revoked": {
    kind: "enrollment",
    label: "Enrollment token revoked",
    sentence: "revoked the enrollment token {target}",
  },
  "support_link.created": {
    kind: "enrollment",
    label: "Support link made",
    sentence: "made a support link for {target}",
  },
  "support_link.cancelled": {
    kind: "enrollment",
    label: "Support link cancelled",
    sentence: "cancelled the support link for {target}",
  },

  "recording.viewed": { kind: "recordings", label: "Recording watched", sentence: "watched the recording of {target}" },
  "recording.downloaded": {
    kind: "recordings",
    label: "Recording downloaded",
    sentence: "downloaded the recording of {target}",
  },
  "recording.removed": {
    kind: "recordings",
    label: "Recording removed",
    sentence: "removed the recording of {target}",
  },
  "recording.failed": {
    kind: "recordings",
    label: "Recording failed",
    sentence: "could not go on recording the session on {target}",
  },

  "webhook.created": { kind: "server", label: "Webhook made", sentence: "made the webhook {target}" },
  "webhook.changed": { kind: "server", label: "Webhook changed", sentence: "changed the webhook {target}" },
  "webhook.removed": { kind: "server", label: "Webhook deleted", sentence: "deleted the webhook {target}" },
  "webhook.tested": { kind: "server", label: "Webhook tested", sentence: "sent a test to the webhook {target}" },
  "webhook.retried": {
    kind: "server",
    label: "Webhook message sent again",
    sentence: "had a message sent again to the webhook {target}",
  },
  "webhook.disabled": {
    kind: "server",
    label: "Webhook turned off",
    sentence: "turned off the webhook {target}, which nothing got through to",
  },
  "settings.changed": { kind: "server", label: "Settings changed", sentence: "changed the server's settings" },
  "server.backed_up": { kind: "server", label: "Backup made", sentence: "made a backup" },
  "audit.exported": { kind: "server", label: "Audit log exported", sentence: "exported the audit log" },

  "user.sign_in_refused": { kind: "refusals", label: "Sign-in refused", sentence: "was refused a sign-in as {target}" },
  "installation.set_up_refused": {
    kind: "refusals",
    label: "Account refused",
    sentence: "was refused making an account as {target}",
  },
  "machine.enrollment_refused": {
    kind: "refusals",
    label: "Enrollment refused",
    sentence: "was refused enrolling {target}",
  },
  "session.code_refused": {
    kind: "refusals",
    label: "Session code refused",
    sentence: "gave a session code that is none",
  },
  "session.action_refused": {
    kind: "refusals",
    label: "Action in a session refused",
    sentence: "was refused an action on {target}",
  },
  "request.refused": { kind: "refusals", label: "Request refused", sentence: "was refused {target}" },
} as const satisfies Record<string, AuditWords>;

export type AuditAction = keyof typeof AUDIT_ACTIONS;

/** Words of any action, also of one that a newer server wrote. */
export function wordsOf(action: string): AuditWords {
  const known: Readonly<Record<string, AuditWords>> = AUDIT_ACTIONS;
  return known[action] ?? { kind: "server", label: action, sentence: `${action} {target}` };
}

/** In the order of the catalogue. */
export function actionsOfKind(kind: AuditKind): AuditAction[] {
  return (Object.keys(AUDIT_ACTIONS) as AuditAction[]).filter((action) => AUDIT_ACTIONS[action].kind === kind);
}
