/** The composition of a running agent: connection, dispatch, sessions, heartbeat; and how it ends. */
import { platformOf } from "../protocol/agent-update.ts";
import type { HeartbeatRequest } from "../protocol/rest/agent.ts";
import { systemClock } from "./clock.ts";
import type { AgentConfig } from "./config/config-file.ts";
import { type Connection, type ConnectionEnd, connect } from "./connection.ts";
import { createAskConsent } from "./consent/ask-consent.ts";
import { createDesktop, type Desktop } from "./desktop.ts";
import { createDispatch, type Dispatch } from "./dispatch.ts";
import { EXIT, type ExitCode, FatalError, reasonOf } from "./exit.ts";
import { ClonedError } from "./hardware/become-own-machine.ts";
import { hardwareId } from "./hardware/hardware-id.ts";
import { type Heartbeat, startHeartbeat } from "./heartbeat.ts";
import { PLAIN_SESSION_ID } from "./inbound.ts";
import { takeInventory } from "./inventory.ts";
import { type LocalAgent, openLocalSocket } from "./local/local-socket.ts";
import type { Log } from "./log.ts";
import { createPerson, type Person } from "./person/person.ts";
import { createSessionBoard, type SessionBoard } from "./person/session-board.ts";
import { createTerminal, type Terminal } from "./person/terminal.ts";
import { createMachineScripts } from "./script/machine-scripts.ts";
import { createServerApi } from "./server-api.ts";
import { createSession, type OpenStreamCommand } from "./session.ts";
import { announceSessionCode } from "./session-code.ts";
import { webSocketTo } from "./socket.ts";
import type { CaptureBackend } from "./stream/screen-stream.ts";
import { createScreenStream } from "./stream/worker-screen-stream.ts";
import { Refusal, type StreamAddress } from "./streams/exchange.ts";
import { refuseStream } from "./streams/opened-stream.ts";
import { createMachineThumbnail } from "./thumbnail/machine-thumbnail.ts";
import { takeThumbnail } from "./thumbnail/take-thumbnail.ts";
import type { FailedUpdates } from "./update/failed-update.ts";
import { refuseUpdates } from "./update/refuse-updates.ts";
import { clearNext, ownSlots } from "./update/slots.ts";
import { runTrial } from "./update/trial.ts";
import { createUpdater, type Prepared, type Updater, type UpdaterOptions } from "./update/updater.ts";
import { AGENT_VERSION } from "./version.ts";
import { sendMagicPackets } from "./wake/send-magic-packets.ts";

export type ServeOptions = {
  config: AgentConfig;
  log: Log;
  capture: CaptureBackend;
  /** Ends the agent in order: SIGTERM, Ctrl+C. */
  stopped: AbortSignal;
  /** Takes one session, then ends: by a code that the person reads out, or by the support link that led here. */
  once?: "by_code" | "by_link";
  /** Beside it is the socket that `status` and `end` ask; undefined: nothing is to be left on this machine. */
  configPath?: string;
  /** This one is to prove itself, and ends once it has. */
  isOnTrial?: boolean;
  /** `ready` is told of a newer agent before this one ends for it (`EXIT.updateReady`); undefined: none is taken. */
  updates?: { failed: FailedUpdates; ready(prepared: Prepared): void };
};

/** @throws FatalError when the server will not have this machine any more; a ClonedError where it is a copy of one that is there */
export async function serve(options: ServeOptions): Promise<ExitCode> {
  const { config, log, stopped } = options;
  const ended = Promise.withResolvers<ExitCode>();
  const api = createServerApi(config.server);
  const desktop = createDesktop({ backend: options.capture, createScreenStream, clock: systemClock, log });
  void desktop.releaseLeftovers();
  const person = createPerson({ findDisplay: () => desktop.reach(), mayOpenWindows: config.attended, log });
  const terminal = createTerminal({ input: process.stdin, output: process.stdout });
  const board = createSessionBoard({ person, clock: systemClock });
  const presence = { person, terminal, board };
  const machineScripts = createMachineScripts({ clock: systemClock, log });
  const closing = new AbortController();
  let stopBackground = () => {};
  let hasHadSession = false;
  let isAwaited = false;
  let heartbeat: Heartbeat | null = null;

  // The three know each other only through these functions; none is called before all exist.
  const dispatch: Dispatch = createDispatch({
    createSession(sessionId) {
      hasHadSession = true;
      return newSession(sessionId, options, { desktop, presence, connection: () => connection });
    },
    send: (message) => void connection.send(JSON.stringify(message)),
    openForMachine: (command) => void openForMachine(command),
    refuseStream: (streamId, refusal) => void refuseStream(streamAddress(config, streamId), refusal),
    log,
    allowedPermissions: config.allowed_permissions,
    wakePeers(macAddresses) {
      log.info(`waking ${macAddresses.join(", ")}`);
      sendMagicPackets(macAddresses).catch((failure) => log.warn(`not woken: ${reasonOf(failure)}`));
    },
    checkUpdate: () => heartbeat?.beatNow(),
    isFull: () => Boolean(options.once && hasHadSession),
    sessionEnded: () => {
      if (options.once) ended.resolve(EXIT.ok);
    },
  });
  const connection: Connection = connect(
    {
      online() {
        log.info(`online at ${config.server}`);
        stopBackground();
        stopBackground = startBackground();
        trial?.online();
      },
      message: (text) => dispatch.receive(text),
      lost(reason) {
        log.info(`connection lost: ${reason}`);
        stopBackground();
        trial?.lost();
        isAwaited = board.entries().length > 0;
        dispatch.suspend();
      },
      retrying: (reason, delayMs) =>
        log.detail(`not connected (${reason}); trying again in ${(delayMs / 1000).toFixed(1)} s`),
      ended: (end) => ended.reject(finalError(end, config.server)),
    },
    {
      openSocket: webSocketTo(config.relay_url, config, { ...config, hardwareId: hardwareId() }),
      isAwaited: () => isAwaited,
    },
  );

  /** Nobody can be asked here: where the person decides, what nobody watches is refused. */
  async function openForMachine({ stream_id, request, permissions, technician }: OpenStreamCommand): Promise<void> {
    const address = streamAddress(config, stream_id);
    if (config.attended) {
      const message = "the person at this machine is asked before anything is done: open a session";
      await refuseStream(address, new Refusal("conflict", message, { code: "waiting_consent" }));
      return;
    }
    if (request.kind === "thumbnail") {
      await thumbnail.answer(address, closing.signal);
      return;
    }
    const name = technician?.name || technician?.email || "a technician";
    await machineScripts.answer({ request, address, permissions, technician: name, ended: closing.signal });
  }

  const showsThumbnails =
    config.thumbnails !== false &&
    !config.attended &&
    !options.once &&
    (config.allowed_permissions?.includes("view") ?? true);
  const thumbnail = createMachineThumbnail({
    isOn: showsThumbnails,
    findDisplay: () => desktop.reach(),
    take: (access) => takeThumbnail(options.capture, access),
    clock: systemClock,
  });

  const local: LocalAgent = {
    status: () => ({
      version: AGENT_VERSION,
      server: config.server,
      online: connection.isOnline(),
      machine_id: config.machine_id,
      attended: config.attended,
      allowed_permissions: config.allowed_permissions ?? null,
      thumbnails: showsThumbnails,
      sessions: board.entries(),
    }),
    end: (sessionId) => dispatch.endByPerson(sessionId),
  };

  const isIdle = () => board.entries().length === 0 && dispatch.isIdle() && machineScripts.isIdle();
  const updater = createOwnUpdater(options, {
    isIdle,
    ready: () => ended.resolve(EXIT.updateReady),
    changed: () => heartbeat?.beatNow(),
    closed: closing.signal,
  });
  const trial = options.isOnTrial
    ? runTrial({
        clock: systemClock,
        isIdle,
        passed: () => ended.resolve(EXIT.trialPassed),
        abandoned: () => ended.resolve(EXIT.failure),
      })
    : null;

  async function beat(request: HeartbeatRequest): Promise<void> {
    const { update } = await api.heartbeat(config, request);
    trial?.heard();
    updater?.offer(update);
  }

  function startBackground(): () => void {
    const beating = startHeartbeat({
      send: beat,
      takeInventory: () => ({ ...takeInventory(), update_failure: updater?.failure() ?? null }),
      log,
    });
    heartbeat = beating;
    const stopCode =
      options.once === "by_code" && !hasHadSession
        ? announceSessionCode({ request: () => api.sessionCode(config), log, isTaken: () => hasHadSession })
        : () => {};
    return () => {
      beating.stop();
      heartbeat = null;
      stopCode();
    };
  }

  const closeLocal = options.configPath === undefined ? () => {} : openLocalSocket(options.configPath, local, log);
  const stop = () => ended.resolve(EXIT.ok);
  stopped.addEventListener("abort", stop, { once: true });
  try {
    return await ended.promise;
  } finally {
    stopped.removeEventListener("abort", stop);
    trial?.close();
    stopBackground();
    closeLocal();
    machineScripts.close();
    closing.abort();
    dispatch.close();
    await closeDesktop(desktop, log);
    connection.close();
  }
}

/** null: nothing is taken here. A visit leaves nothing behind, and the one on trial is one already. */
function createOwnUpdater(
  { config, isOnTrial, updates, log }: ServeOptions,
  parts: Pick<UpdaterOptions, "isIdle" | "changed" | "closed"> & { ready(): void },
): Updater | null {
  const slots = ownSlots();
  if (!slots || isOnTrial || !updates) return null;
  if (config.updates === false) return refuseUpdates(parts.changed);
  clearNext(slots);
  return createUpdater({
    ...parts,
    slots,
    server: config.server,
    own: () => ({
      publicKey: config.update_public_key,
      version: AGENT_VERSION,
      platform: platformOf(process.platform, process.arch),
      nowMs: Date.now(),
    }),
    failed: updates.failed,
    ready(prepared) {
      updates.ready(prepared);
      parts.ready();
    },
    clock: systemClock,
    log,
  });
}

type Presence = { person: Person; terminal: Terminal; board: SessionBoard };

function newSession(
  sessionId: string,
  options: ServeOptions,
  { desktop, presence, connection }: { desktop: Desktop; presence: Presence; connection: () => Connection },
) {
  return createSession({
    sessionId,
    isPlain: sessionId === PLAIN_SESSION_ID,
    isAttended: options.config.attended,
    desktop,
    allowedPermissions: options.config.allowed_permissions,
    ...presence,
    askConsent: createAskConsent({
      findDisplay: () => desktop.reach(),
      shutOutInput: () => desktop.input.shutOut(),
      terminal: presence.terminal,
    }),
    send: (message) => connection().send(JSON.stringify(message)),
    sendBinary: (message) => void connection().send(message),
    bufferedBytes: () => connection().bufferedBytes(),
    streamAddress: (streamId) => streamAddress(options.config, streamId),
    clock: systemClock,
    log: options.log,
  });
}

function streamAddress({ server, machine_id, access_key }: AgentConfig, streamId: string): StreamAddress {
  return { server, streamId, headers: { authorization: `Bearer ${access_key}`, "x-machine-id": machine_id } };
}

function finalError(end: ConnectionEnd, server: string): FatalError {
  if (end === "cloned") return new ClonedError();
  if (end === "replaced") {
    return new FatalError(
      "another agent connected with this machine's identity, so this one ends. If the machine was cloned, delete the " +
        "clone's config and enroll the clone again",
      EXIT.replaced,
    );
  }
  return new FatalError(
    `${server} does not accept this machine's key any more (it was removed there): enroll it again with --enroll. ` +
      "The config is kept",
    EXIT.notAccepted,
  );
}

async function closeDesktop(desktop: Desktop, log: Log): Promise<void> {
  try {
    await desktop.close();
  } catch (failure) {
    log.detail(`the keyboard map was not restored: ${reasonOf(failure)}`);
  }
}
