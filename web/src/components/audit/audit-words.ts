/** A row of the audit log in words. */
import { wordsOf } from "../../../../protocol/audit-actions.ts";
import type { AuditEntryRow } from "../../../../protocol/rest/audit.ts";

export function actorWords({ kind, name }: AuditEntryRow["actor"]): string {
  switch (kind) {
    case "user":
      return name || "Someone";
    case "agent":
      return `The agent of ${name}`;
    case "system":
      return name === "command line" ? "Somebody at the command line" : "The server";
    case "nobody":
      return "Someone not signed in";
  }
}

/** In place of a name that there is none of. */
const NAMELESS: Readonly<Record<string, string>> = {
  // "made the enrollment token …": what it is has been said, and a label is nothing that a token must have.
  enrollment_token: "without a label",
  user: "somebody unknown",
};

/** What was done, around the name of what it was done to; without one where it was done to who did it. */
export function sentenceParts({ action, actor, target }: AuditEntryRow): {
  before: string;
  target: string;
  after: string;
} {
  const words = wordsOf(action);
  const sentence = (isSame(actor, target) && words.own) || words.sentence;
  const at = sentence.indexOf("{target}");
  if (at < 0) return { before: sentence, target: "", after: "" };
  const name = target.name || NAMELESS[target.kind] || "something without a name";
  return { before: sentence.slice(0, at), target: name, after: sentence.slice(at + "{target}".length) };
}

/** A person and their account, an agent and its machine. */
function isSame(actor: AuditEntryRow["actor"], target: AuditEntryRow["target"]): boolean {
  return target.id !== null && actor.id === target.id;
}

/** Facts of a row as lines: names as words, whatever is in them as text. */
export function detailLines(details: Readonly<Record<string, unknown>>): { name: string; value: string }[] {
  return Object.entries(details)
    .filter(([name]) => name !== "session_id")
    .map(([name, value]) => ({ name: name.replaceAll("_", " "), value: textOf(value) }));
}

function textOf(value: unknown): string {
  if (value === true) return "yes";
  if (value === false) return "no";
  if (value === null || value === "") return "none";
  if (Array.isArray(value) && value.every((item) => typeof item !== "object")) return value.join(", ") || "none";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
