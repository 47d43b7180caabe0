/**
 * A newer agent is tried before it replaces this one: started from beside it, it has to hold a healthy connection for a
 * minute. Meanwhile this process only watches, so that an agent that does not even start is no end of the machine's reach.
 */
import type { Clock } from "../clock.ts";
import { EXIT, reasonOf } from "../exit.ts";

/** Set for the one on trial, which takes it out of its environment at once. */
export const TRIAL_VARIABLE = "REMOTELINK_AGENT_TRIAL";
/** A connection this old is healthy. */
export const HEALTHY_AFTER_MS = 60_000;
/** So long it may take until then: the server may be restarting, too. */
const TRIAL_MS = 4 * 60_000;
/** An agent ends its sessions in much less. */
const STOP_MS = 5_000;
const HEALTHY = "healthy";

export type TrialEnd = { kind: "passed" } | { kind: "failed"; reason: string } | { kind: "stopped" };

export type TrialOptions = {
  program: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  stopped: AbortSignal;
  clock: Clock;
};

export async function tryOut({ program, args, env, stopped, clock }: TrialOptions): Promise<TrialEnd> {
  let isHealthy = false;
  let isLate = false;
  const spawn = () =>
    Bun.spawn([program, ...args], {
      env: { ...env, [TRIAL_VARIABLE]: "1" },
      stdio: ["ignore", "inherit", "inherit"],
      ipc: (message) => {
        if (message === HEALTHY) isHealthy = true;
      },
    });
  let child: ReturnType<typeof spawn>;
  try {
    child = spawn();
  } catch (failure) {
    return { kind: "failed", reason: `it cannot be started: ${reasonOf(failure)}` };
  }
  const cancel = clock.after(TRIAL_MS, () => {
    // Then only sessions keep it, which are not cut off.
    if (isHealthy) return;
    isLate = true;
    child.kill("SIGKILL");
  });
  let cancelKill = () => {};
  const stop = () => {
    child.kill("SIGTERM");
    cancelKill = clock.after(STOP_MS, () => child.kill("SIGKILL"));
  };
  if (stopped.aborted) stop();
  stopped.addEventListener("abort", stop, { once: true });
  const code = await child.exited;
  cancel();
  cancelKill();
  stopped.removeEventListener("abort", stop);
  if (stopped.aborted) return { kind: "stopped" };
  if (code === EXIT.trialPassed && isHealthy) return { kind: "passed" };
  if (isLate) return { kind: "failed", reason: `it had no healthy connection within ${TRIAL_MS / 60_000} minutes` };
  return { kind: "failed", reason: `it ended while it was tried (exit code ${code})` };
}

/** Whether this process is the one on trial. What it starts is not, nor is one that nobody watches. */
export function takeTrialMark(
  env: Record<string, string | undefined>,
  watcher: Pick<NodeJS.Process, "send"> = process,
): boolean {
  const isOnTrial = env[TRIAL_VARIABLE] !== undefined && watcher.send !== undefined;
  delete env[TRIAL_VARIABLE];
  return isOnTrial;
}

export type TrialRun = {
  online(): void;
  lost(): void;
  /** The server has answered a heartbeat: it would be told of the version after this one, too. */
  heard(): void;
  close(): void;
};

type Watcher = Pick<NodeJS.Process, "connected" | "send" | "once" | "off">;

/** The other side of it. @param passed it has proved itself, and nobody uses it at the moment */
export function runTrial(options: {
  clock: Clock;
  isIdle(): boolean;
  passed(): void;
  abandoned(): void;
  watcher?: Watcher;
}): TrialRun {
  const { clock, isIdle, passed, abandoned, watcher = process } = options;
  let cancel = () => {};
  let isSteady = false;
  let isHeard = false;
  // Whoever watched it is gone, maybe before this one had started: nobody would put it in place.
  watcher.once("disconnect", abandoned);
  if (!watcher.connected) abandoned();

  function judge(): void {
    if (!isSteady || !isHeard) return;
    watcher.send?.(HEALTHY);
    end();
  }

  function end(): void {
    if (isIdle()) passed();
    else cancel = clock.after(1_000, end);
  }
  return {
    online() {
      cancel();
      cancel = clock.after(HEALTHY_AFTER_MS, () => {
        isSteady = true;
        judge();
      });
    },
    lost() {
      cancel();
      isSteady = false;
    },
    heard() {
      if (isHeard) return;
      isHeard = true;
      judge();
    },
    close() {
      cancel();
      watcher.off("disconnect", abandoned);
    },
  };
}
