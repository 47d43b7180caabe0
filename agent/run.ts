/** A started agent: knows which server it belongs to, gets in, stays connected, and ends with a reason. */
import { basename } from "node:path";
import { readHelpFileName } from "../protocol/help-file-name.ts";
import type { CliOptions } from "./cli.ts";
import {
  type AgentConfig,
  defaultConfigPath,
  prepareConfigDirectory,
  readConfig,
  writeConfig,
} from "./config/config-file.ts";
import { lockConfig } from "./config/lock.ts";
import { parseServerAddress } from "./config/server-address.ts";
import { readToken } from "./config/token.ts";
import { enroll } from "./enroll.ts";
import { EXIT, type ExitCode, FatalError } from "./exit.ts";
import { becomeOwnMachine, ClonedError } from "./hardware/become-own-machine.ts";
import type { Log } from "./log.ts";
import { keepLibrariesForVisit } from "./native/visit-libraries.ts";
import { type ServeOptions, serve } from "./serve.ts";
import { openFailedUpdates } from "./update/failed-update.ts";
import { ownSlots } from "./update/slots.ts";
import { takeOver } from "./update/take-over.ts";
import { takeTrialMark } from "./update/trial.ts";
import type { Prepared } from "./update/updater.ts";
import { AGENT_VERSION } from "./version.ts";

/** Resolves with the exit code when the agent is told to end. @throws FatalError */
export async function run(options: CliOptions, log: Log, stopped: AbortSignal): Promise<ExitCode> {
  refuseUnsafeEnvironment();
  const asked = asNamed(options);
  return asked.runOnce ? runOnce(asked, log, stopped) : runEnrolled(asked, log, stopped);
}

async function runEnrolled(options: CliOptions, log: Log, stopped: AbortSignal): Promise<ExitCode> {
  const path = options.config ?? defaultConfigPath();
  const before = readConfig(path);
  const server = options.server === undefined ? before?.server : parseServerAddress(options.server);
  if (server === undefined) {
    throw new FatalError(
      `this machine is not enrolled (no ${path}): run with --server https://your-server and --enroll TOKEN`,
      EXIT.usage,
    );
  }
  const token = readToken(options);
  prepareConfigDirectory(path);
  let enrolled: AgentConfig | null = null;
  const isOnTrial = takeTrialMark(process.env);
  const failed = openFailedUpdates(path, { version: AGENT_VERSION, nowMs: Date.now, log });
  for (;;) {
    let prepared: Prepared | null = null;
    const unlock = lockConfig(path);
    try {
      const config: AgentConfig =
        enrolled ?? (await orStopped(configFor(server, before, token, options, log), stopped));
      // A config that already says this is not written again: nothing is at risk at an ordinary start.
      if (JSON.stringify(config) !== JSON.stringify(enrolled ?? before)) writeConfig(path, config);
      const updates = {
        failed,
        ready(update: Prepared) {
          prepared = update;
        },
      };
      const code = await serveAsOneself(config, { path, log, stopped, capture: options.capture, isOnTrial, updates });
      if (code !== EXIT.updateReady) return code;
    } finally {
      unlock();
    }
    const slots = ownSlots();
    if (!slots || !prepared) return EXIT.failure;
    const args = ["--capture", options.capture, ...(options.verbose ? ["--verbose"] : [])];
    const code = await takeOver({ slots, prepared, failed, configPath: path, args, stopped, log });
    if (code !== null) return code;
    // As it stands: the one on trial may have written it.
    enrolled = readConfig(path);
  }
}

/** A copy of another machine goes on as a machine of its own. */
async function serveAsOneself(
  first: AgentConfig,
  { path, ...options }: Omit<ServeOptions, "config" | "once" | "configPath"> & { path: string },
): Promise<ExitCode> {
  const { log, stopped } = options;
  for (let config = first; ; ) {
    try {
      return await serve({ ...options, config, configPath: path });
    } catch (failure) {
      if (!(failure instanceof ClonedError)) throw failure;
      log.info(failure.message);
    }
    const identity = await becomeOwnMachine(config, log, stopped);
    if (identity) {
      config = { ...config, ...identity };
      writeConfig(path, config);
    }
    // Only now: an identity that was given is not lost to Ctrl+C.
    if (stopped.aborted) return EXIT.ok;
  }
}

async function configFor(
  server: string,
  before: AgentConfig | null,
  token: string | undefined,
  options: CliOptions,
  log: Log,
): Promise<AgentConfig> {
  const known = before?.server === server ? before : undefined;
  const overrides = (config: AgentConfig): AgentConfig => ({
    ...config,
    attended: options.attended ?? config.attended,
    thumbnails: options.thumbnails ?? config.thumbnails,
    updates: options.updates ?? config.updates,
    allowed_permissions: allowedOf(options, config),
  });
  // An ordinary start asks nothing: the server may be down, and the relay checks the key anyway.
  if (known && token === undefined && options.name === undefined && options.relay === undefined)
    return overrides(known);
  const enrolled = await enroll({ server, token, name: options.name, relay: options.relay, known }, log);
  return overrides({
    // Also at another server: what the machine allows is its own business.
    attended: before?.attended ?? false,
    thumbnails: before?.thumbnails,
    updates: before?.updates,
    allowed_permissions: before?.allowed_permissions,
    ...enrolled,
  });
}

/** The config's list unless the command line has one; undefined: no limit of the machine's own. */
function allowedOf(
  { allowed }: CliOptions,
  config: Pick<AgentConfig, "allowed_permissions">,
): AgentConfig["allowed_permissions"] {
  if (allowed === undefined) return config.allowed_permissions;
  return allowed === null ? undefined : [...allowed];
}

/** One session by its code. Nothing is written: the key that the server gave is forgotten with the process. */
async function runOnce(options: CliOptions, log: Log, stopped: AbortSignal): Promise<ExitCode> {
  if (options.server === undefined) {
    throw new FatalError("--run-once needs --server https://your-server: a support link names it", EXIT.usage);
  }
  const server = parseServerAddress(options.server);
  const { supportCode, name, relay } = options;
  const token = supportCode === undefined ? readToken(options) : undefined;
  const request = { server, token, supportCode, isTemporary: true, name, relay };
  const enrolled = await orStopped(enroll(request, log), stopped);
  const once = supportCode === undefined ? "by_code" : "by_link";
  // A code is read out to somebody; a file may have been sent by anybody, under a name that leads to a server of theirs.
  const attended = options.attended ?? once === "by_link";
  const config = { ...enrolled, attended, allowed_permissions: allowedOf(options, {}) };
  const removeLibraries = keepLibrariesForVisit();
  try {
    return await serve({ config, log, stopped, capture: options.capture, once });
  } finally {
    removeLibraries();
  }
}

/** A file that came from a support link says by its name where to go, unless the command line says something else. */
function asNamed(options: CliOptions): CliOptions {
  const named = readHelpFileName(basename(process.execPath));
  const isPlain = options.server === undefined && options.token === undefined && options.config === undefined;
  if (!named || !isPlain || options.wants !== "run") return options;
  return {
    ...options,
    server: named.server ?? undefined,
    supportCode: options.supportCode ?? named.code,
    runOnce: true,
  };
}

/** Ctrl+C at the terminal ends the wait for a server that does not answer. */
async function orStopped<Answer>(work: Promise<Answer>, stopped: AbortSignal): Promise<Answer> {
  const interrupted = Promise.withResolvers<never>();
  stopped.addEventListener("abort", () =>
    interrupted.reject(new FatalError("stopped before this machine was enrolled")),
  );
  return Promise.race([work, interrupted.promise]);
}

/** Bun's own switch to accept any certificate: with it, https would protect nothing. */
function refuseUnsafeEnvironment(): void {
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === "0") {
    throw new FatalError(
      "NODE_TLS_REJECT_UNAUTHORIZED=0 turns off the check of the server's certificate: unset it. " +
        "A private CA is trusted with NODE_EXTRA_CA_CERTS=/path/to/ca.pem",
    );
  }
}
