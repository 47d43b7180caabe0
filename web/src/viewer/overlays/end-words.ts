/** How a session ended, in words. The relay says who, by name, or one of a few words of its own. */

const WORDS: Readonly<Record<string, string>> = {
  agent: "The machine ended it.",
  person: "The person at the machine ended it.",
  idle: "Nobody was in it for a while.",
  declined: "The person at the machine declined.",
  "no answer": "Nobody at the machine answered within 30 seconds.",
  "machine removed": "The machine was removed from this server.",
  "user removed": "The account it was started from was removed.",
  system: "The server ended it.",
  left: "It goes on without you. The link you came by opens it again.",
};

export function endTitle(reason: string | null): string {
  return reason === "left" ? "You have left the session" : "The session has ended";
}

/** @param ownName of who is signed in here, if anyone */
export function endWords(reason: string | null, ownName: string | null): string {
  if (!reason || reason === "session ended") return "It is over for everyone who was in it.";
  if (Object.hasOwn(WORDS, reason)) return WORDS[reason] ?? "";
  return reason === ownName ? "You ended it." : `${reason} ended it.`;
}
