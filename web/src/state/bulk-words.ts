/** What is said of an act on many machines, and of those that it did not reach. */
import type { BulkResult } from "../../../protocol/rest/machine-bulk.ts";
import type { BulkAct } from "../api/machine-bulk.ts";

export type BulkWords = { doing: string; done: string; undone: string };

const WORDS: Readonly<Record<BulkAct["action"], BulkWords>> = {
  tag: { doing: "Tagging", done: "tagged", undone: "The tags were not changed" },
  move: { doing: "Moving", done: "moved", undone: "They were not moved" },
  wake: { doing: "Waking", done: "sent a packet to wake up", undone: "They were not woken" },
  update_agent: {
    doing: "Asking",
    done: "will update when no session is open",
    undone: "Their agents are not updated",
  },
  remove: { doing: "Removing", done: "removed", undone: "They were not removed" },
};

export function bulkWords(act: BulkAct): BulkWords {
  return WORDS[act.action];
}

/** Names that fit a notice; the others are counted. */
const NAMED = 3;

/** The same reason is said once, with the names of those it kept. */
export function failureWords(failed: readonly BulkResult[], nameOf: (id: string) => string): string {
  const byReason = new Map<string, string[]>();
  for (const result of failed) {
    if (result.ok) continue;
    const names = byReason.get(result.error.message) ?? [];
    names.push(nameOf(result.machine_id));
    byReason.set(result.error.message, names);
  }
  return [...byReason]
    .map(([reason, names]) => {
      const rest = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
      return `${names.slice(0, NAMED).join(", ")}${rest}: ${reason}`;
    })
    .join("; ");
}
