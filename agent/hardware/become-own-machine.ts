/** A machine that was copied with its agent: the server knows the original, and is asked for an identity of the copy's own. */
import type { AgentConfig } from "../config/config-file.ts";
import { EXIT, FatalError, reasonOf } from "../exit.ts";
import { describeMachine } from "../inventory.ts";
import type { Log } from "../log.ts";
import { createServerApi, NotRemoteLinkError, RefusedError, UnreachableError } from "../server-api.ts";

/** The relay closed with 4412. Where the agent has no config of its own to write into, it ends by this. */
export class ClonedError extends FatalError {
  constructor() {
    super("this machine is a copy of one that is connected", EXIT.replaced);
  }
}

/** With as much again at random: the copies of one disk are often started together. */
const PAUSE_MS = 5_000;
/** The server lets an identity be copied so many times an hour, and says so with 429. */
const FULL_PAUSE_MS = 60_000;

/**
 * Waits for the server as long as it takes, or until `stopped`.
 * @returns null where the original is gone by now: the old identity may be this machine's after all
 * @throws FatalError when the server refuses for good
 */
export async function becomeOwnMachine(
  config: AgentConfig,
  log: Log,
  stopped: AbortSignal,
): Promise<Pick<AgentConfig, "machine_id" | "access_key"> | null> {
  const { server, machine_id, access_key } = config;
  const api = createServerApi(server);
  while (!stopped.aborted) {
    try {
      const answer = await api.register({ ...describeMachine(), machine_id, access_key, cloned: true });
      // A server from before copies were noticed would answer with the identity that was sent.
      if (answer.machine_id === machine_id) throw new ClonedError();
      log.info(`enrolled at ${server} as a machine of its own, ${answer.machine_id}`);
      if (answer.quarantined)
        log.info("an administrator has to accept this machine there before anybody can connect to it");
      return { machine_id: answer.machine_id, access_key: answer.access_key };
    } catch (failure) {
      const outlook = outlookOf(failure);
      if (outlook === "final") {
        throw failure instanceof FatalError ? failure : new FatalError(reasonOf(failure), EXIT.notAccepted);
      }
      log.info(`no identity of its own yet (${reasonOf(failure)})`);
      await pause(outlook === "full" ? FULL_PAUSE_MS : PAUSE_MS, stopped);
      if (outlook === "gone") return null;
    }
  }
  return null;
}

/** `gone`: the original is. `passing`: the server restarts, or something between here and there answers in its place. */
function outlookOf(failure: unknown): "final" | "full" | "gone" | "passing" {
  if (failure instanceof UnreachableError || failure instanceof NotRemoteLinkError) return "passing";
  if (!(failure instanceof RefusedError)) return "final";
  if (failure.status === 429) return "full";
  if (failure.status === 409) return "gone";
  return failure.status >= 500 ? "passing" : "final";
}

async function pause(ms: number, stopped: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms * (1 + Math.random()));
  stopped.addEventListener("abort", () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}
