/** What the person is asked, in words: who, why, and what it would let them do. */
import { MAX_CONSENT_TEXT_LENGTH } from "../../protocol/limits.ts";
import type { Permission } from "../../protocol/permissions.ts";
import { oneLine } from "../log.ts";

export type Question = {
  technician: string;
  /** Undefined: the relay does not say. */
  permissions: readonly Permission[] | undefined;
  reason?: string;
  /** What the installation has people agree to, in its own words. */
  consentText?: string;
  /** The server keeps what is shown. */
  isRecorded?: boolean;
  /** The technician joins a session that runs. */
  isFurther?: boolean;
};

const MAX_NAME_SHOWN = 80;
const MAX_REASON_SHOWN = 200;
/** More lines than this would push the question and its buttons off a small screen. */
const MAX_CONSENT_LINES = 8;

const SPOKEN: Partial<Record<Permission, string>> = {
  view: "see this screen",
  control: "use the mouse and the keyboard",
  key_combo: "use the mouse and the keyboard",
  clipboard: "share the clipboard",
  files_read: "read files on this computer",
  files_write: "change files on this computer",
  chat: "write messages to you",
  terminal: "open a terminal and run any program",
  scripts: "run scripts",
  elevated: "do all this as the administrator",
};

/** Nothing that the person would notice: it is not worth a question. */
export function isSpokenOf(permission: Permission): boolean {
  return Object.hasOwn(SPOKEN, permission);
}

export function questionText({
  technician,
  permissions = ["view", "control"],
  reason,
  consentText,
  isRecorded,
  isFurther,
}: Question): string {
  const name = oneLine(technician, MAX_NAME_SHOWN) || "A technician";
  const rights = [...new Set(permissions.flatMap((permission) => SPOKEN[permission] ?? []))];
  const why = oneLine(reason ?? "", MAX_REASON_SHOWN);
  return [
    isFurther
      ? `${name} joins the remote session on this computer, and asks for more.`
      : `${name} asks to connect to this computer.`,
    ...(why ? [`Reason: ${why}`] : []),
    ["This allows them to:", ...rights.map((right) => `  •  ${right}`)].join("\n"),
    ...shownConsentText(consentText),
    ...(isRecorded ? ["What is seen of this screen is recorded."] : []),
    "Allow it only if you expect this. No answer within 30 seconds is a no.",
  ].join("\n\n");
}

/** It comes after what is true whatever the server says, and can neither look like it nor hide it. */
function shownConsentText(text = ""): string[] {
  const lines = text
    .slice(0, MAX_CONSENT_TEXT_LENGTH)
    .split(/\r?\n/)
    .map((line) => oneLine(line))
    .filter(Boolean);
  return lines.length > 0 ? [lines.slice(0, MAX_CONSENT_LINES).join("\n")] : [];
}
