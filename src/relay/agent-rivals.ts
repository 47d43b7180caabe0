/** Two agents with one identity: the same machine once more, or a disk that was copied with its agent in it. */
import { CLOSE } from "../../protocol/close-codes.ts";
import type { AgentLink } from "./links.ts";
import type { AgentIdentity } from "./ports.ts";

type Rival = Pick<AgentLink, "hardwareId" | "isOnKeptHardware">;

export type OfTwoAgents = "replaced" | "newcomer_is_clone" | "present_is_clone";

/** Who of the two is the machine. Without a word about the hardware of both there is one machine, as far as is known. */
export function ofTwoAgents(present: Rival, newcomer: Rival): OfTwoAgents {
  if (present.hardwareId === null || newcomer.hardwareId === null) return "replaced";
  if (present.hardwareId === newcomer.hardwareId) return "replaced";
  return newcomer.isOnKeptHardware ? "present_is_clone" : "newcomer_is_clone";
}

/**
 * Whether who wants to come in is a copy of who is there. One that is there no more but for its socket, as after a power
 * cut, is put out: the disk may have been moved, and the machine must not have to wait for the other's silence to be noticed.
 */
export async function isCloneOfLiveAgent(
  present: AgentLink | undefined,
  { hardwareId: kept }: AgentIdentity,
  hardwareId: string | null,
): Promise<boolean> {
  if (!present || hardwareId === null) return false;
  if (ofTwoAgents(present, { hardwareId, isOnKeptHardware: hardwareId === kept }) !== "newcomer_is_clone") return false;
  if (await present.isAlive()) return true;
  present.close(CLOSE.timedOut, "silent");
  return false;
}
