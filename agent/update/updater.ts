/** What becomes of an offered update until it lies ready to be tried: checked, fetched when the network is quiet, started once. */
import type { AgentUpdate, UpdateFailure } from "../../protocol/agent-update.ts";
import type { Clock } from "../clock.ts";
import { reasonOf } from "../exit.ts";
import type { Log } from "../log.ts";
import { type CheckedUpdate, checkOffer, type Own, UpdateError } from "./check-offer.ts";
import type { FailedUpdates } from "./failed-update.ts";
import { fetchUpdate } from "./fetch-update.ts";
import { type Slots, whyNotReplaceable } from "./slots.ts";

/** Those whose turn it is hear so within a minute, when a server comes back: they fetch it over this time. */
const SPREAD_MS = 10 * 60_000;
const IDLE_CHECK_MS = 2_000;
const SELF_TEST_TIMEOUT_MS = 20_000;

export type Prepared = Pick<CheckedUpdate, "version" | "sha256" | "asked_at">;

export type UpdaterOptions = {
  slots: Slots;
  server: string;
  own: () => Own;
  failed: FailedUpdates;
  /** No session is open, and nothing runs for anybody. */
  isIdle(): boolean;
  /** It lies in `slots.next`. Called once. */
  ready(prepared: Prepared): void;
  /** What is told of failures has changed. */
  changed(): void;
  /** Aborts when the agent ends. */
  closed: AbortSignal;
  clock: Clock;
  log: Log;
  random?: () => number;
};

export type Updater = {
  /** What a heartbeat's answer said. */
  offer(update: AgentUpdate | null): void;
  failure(): UpdateFailure | null;
};

export function createUpdater(options: UpdaterOptions): Updater {
  const { slots, server, failed, clock, log, closed, random = Math.random } = options;
  /** One at a time; the next offer comes with the next heartbeat. */
  let isBusy = false;
  let cannot: UpdateFailure | null = null;
  /** Ends the wait for a quiet moment of the network. */
  let hasten = () => {};

  async function take(offer: AgentUpdate): Promise<void> {
    let update: CheckedUpdate | null = null;
    let isFetched = false;
    try {
      update = checkOffer(offer, options.own());
      if (failed.isRefused(update)) return;
      const obstacle = whyNotReplaceable(slots);
      if (obstacle) {
        tellObstacle(update.version, obstacle);
        return;
      }
      cannot = null;
      const hastened = Promise.withResolvers<void>();
      hasten = hastened.resolve;
      await Promise.race([pause(update.asked_at === undefined ? random() * SPREAD_MS : 0), hastened.promise]);
      log.info(`fetching the agent's version ${update.version}`);
      await fetchUpdate(update, { server, place: slots.next, signal: closed });
      isFetched = true;
      await selfTest(slots.next, update.version);
      while (!options.isIdle()) await pause(IDLE_CHECK_MS);
      options.ready(update);
    } catch (failure) {
      if (closed.aborted) return;
      const reason = reasonOf(failure);
      log.warn(`version ${offer.version} is not taken: ${reason}`);
      if (!update) {
        // Nothing that was not signed is worth remembering, or telling twice.
        tellObstacle(offer.version, reason);
        return;
      }
      failed.note(update, isFetched ? "tried" : "fetched", reason);
      options.changed();
    }
  }

  function tellObstacle(version: string, reason: string): void {
    if (cannot?.version === version && cannot.reason === reason) return;
    cannot = { version, reason: reason.slice(0, 300) };
    options.changed();
  }

  function pause(ms: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const cancel = clock.after(ms, resolve);
    const end = () => {
      cancel();
      reject(new UpdateError("the agent ends"));
    };
    if (closed.aborted) end();
    closed.addEventListener("abort", end, { once: true });
    return promise.finally(() => closed.removeEventListener("abort", end));
  }

  return {
    offer(update) {
      if (update && isBusy && update.asked_at !== undefined) hasten();
      if (!update || isBusy) return;
      isBusy = true;
      void take(update).finally(() => {
        isBusy = false;
      });
    },
    failure: () => cannot ?? failed.latest(),
  };
}

/** It runs on this machine at all, and is what it was said to be. @throws UpdateError */
async function selfTest(program: string, version: string): Promise<void> {
  const child = Bun.spawn([program, "--version"], {
    env: {},
    stdin: "ignore",
    stdout: "pipe",
    stderr: "ignore",
    timeout: SELF_TEST_TIMEOUT_MS,
    killSignal: "SIGKILL",
  });
  const printed = await new Response(child.stdout).text();
  const code = await child.exited;
  if (code !== 0 || printed.trim() !== `remotelink-agent ${version}`) {
    throw new UpdateError(`it does not run on this machine (exit code ${code})`);
  }
}
