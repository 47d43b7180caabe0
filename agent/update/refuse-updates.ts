/** A machine whose own policy takes no updates: whoever asks for one is told so, and does not wait for ever. */
import type { UpdateFailure } from "../../protocol/agent-update.ts";
import type { Updater } from "./updater.ts";

const REASON = "this machine takes no updates: its agent was started with --no-updates";

/** @param changed what is told of failures has changed */
export function refuseUpdates(changed: () => void): Updater {
  let refused: UpdateFailure | null = null;
  return {
    offer(update) {
      // What nobody asked for is offered to all.
      const version = update?.asked_at === undefined ? null : update.version;
      if (version === (refused?.version ?? null)) return;
      refused = version === null ? null : { version, reason: REASON };
      changed();
    },
    failure: () => refused,
  };
}
