/** Tells the server about the machine: at once when online, again when something changed, else now and then. */
import type { HeartbeatRequest } from "../protocol/rest/agent.ts";
import { type Clock, systemClock } from "./clock.ts";
import { reasonOf } from "./exit.ts";
import type { Log } from "./log.ts";

/** How often the machine is looked at. */
const CHECK_INTERVAL_MS = 60_000;
/**
 * How long an unchanged machine stays silent. That it is there the WebSocket tells; a request is ~1.2 KB with its
 * headers both ways, and an idle agent has 1 KB a minute for everything.
 */
const SILENCE_MS = 10 * 60_000;

export type HeartbeatOptions = {
  send: (request: HeartbeatRequest) => Promise<unknown>;
  takeInventory: () => HeartbeatRequest;
  log: Log;
  clock?: Clock;
};

export type Heartbeat = {
  /** Asks the server now, though nothing has changed. */
  beatNow(): void;
  stop(): void;
};

export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  const clock = options.clock ?? systemClock;
  let sent = "";
  let sentAt = Number.NEGATIVE_INFINITY;
  let cancel = () => {};
  let isStopped = false;
  let isBeating = false;
  let isWanted = false;

  async function beat(): Promise<void> {
    isBeating = true;
    try {
      const inventory = options.takeInventory();
      const { memory_used_bytes, disks, battery, ...steady } = inventory;
      const text = JSON.stringify(steady);
      const isNews = text !== sent;
      if (!isNews && !isWanted && clock.now() - sentAt < SILENCE_MS) return;
      isWanted = false;
      // What moves all the time is told with what does not, and now and then.
      await options.send(
        isNews ? inventory : { agent_version: inventory.agent_version, memory_used_bytes, disks, battery },
      );
      sent = text;
      sentAt = clock.now();
    } catch (failure) {
      options.log.detail(`heartbeat failed: ${reasonOf(failure)}`);
    } finally {
      isBeating = false;
      if (!isStopped) cancel = clock.after(isWanted ? 0 : CHECK_INTERVAL_MS, beat);
    }
  }

  void beat();
  return {
    beatNow() {
      isWanted = true;
      if (isBeating || isStopped) return;
      cancel();
      void beat();
    },
    stop() {
      isStopped = true;
      cancel();
    },
  };
}
