/**
 * The one door for everything the relay says: checked form, checked permission, a session that was started, and then
 * to that session. What does not pass is answered `error` and dropped.
 */
import { SESSION_LINGER_MS } from "../protocol/limits.ts";
import type { AgentMessage } from "../protocol/messages/agent-to-relay.ts";
import type { ForwardedMessage, RelayCommand } from "../protocol/messages/relay-to-agent.ts";
import { MACHINE_REQUESTS, neededForRequest } from "../protocol/messages/stream-request.ts";
import type { Permission } from "../protocol/permissions.ts";
import { type Clock, systemClock } from "./clock.ts";
import { reasonOf } from "./exit.ts";
import { PLAIN_SESSION_ID, readInbound } from "./inbound.ts";
import type { Log } from "./log.ts";
import type { OpenStreamCommand, Session, StartStream } from "./session.ts";
import { Refusal } from "./streams/exchange.ts";

/** Sessions one machine serves at once; each has a capture of its own. */
const MAX_SESSIONS = 16;

const MAX_REMEMBERED_ENDS = 100;
/** As viewers and the session's record are told it. */
const ENDED_BY_PERSON = "person";

export type DispatchOptions = {
  createSession(sessionId: string): Session;
  send(message: AgentMessage): void;
  /** A request of no session (`MACHINE_REQUESTS`); its permission has been checked. */
  openForMachine(command: OpenStreamCommand): void;
  /** A no to a request that is answered over HTTP. */
  refuseStream(streamId: string, refusal: Refusal): void;
  log: Log;
  /** Local policy; undefined: whatever the session's ticket allows. */
  allowedPermissions?: readonly Permission[];
  /** Told when a session is over. */
  sessionEnded?(sessionId: string): void;
  clock?: Clock;
  /** Machines of this subnet are to be woken. */
  wakePeers?(macAddresses: readonly string[]): void;
  /** Somebody waits for this machine to ask for its update. */
  checkUpdate?(): void;
  /** Further sessions are refused while this says so (`--run-once`). */
  isFull?(): boolean;
};

export interface Dispatch {
  receive(text: string): void;
  /** The connection is gone: pictures stop, what is held comes up; the sessions themselves wait for it to return. */
  suspend(): void;
  /** The person here ends this session, or all. @returns how many there were to end */
  endByPerson(sessionId?: string): number;
  /** No session is open. */
  isIdle(): boolean;
  /** Ends every session. */
  close(): void;
}

type SessionCommand = Exclude<Extract<RelayCommand, { session_id: string }>, StartStream | OpenStreamCommand>;

export function createDispatch(options: DispatchOptions): Dispatch {
  const { log } = options;
  const clock = options.clock ?? systemClock;
  const sessions = new Map<string, Session>();
  /** Ends of sessions that nobody watches: a relay that restarted may never tell that they are over. */
  const expiries = new Map<string, () => void>();
  /** Requests over HTTP that are under way in a session, which keep it: a file of an hour has no viewer. */
  const underWay = new Map<string, number>();

  /** Ended by the person here: a relay that was not there to hear it may ask for them again. */
  const endedHere = new Set<string>();

  /** A plain relay knows no sessions: its pictures stop, and it is not told why. */
  function sayEnded(sessionId: string): void {
    if (sessionId !== PLAIN_SESSION_ID) {
      options.send({ type: "session_end", session_id: sessionId, reason: ENDED_BY_PERSON });
    }
  }

  function refuse(code: string, message: string, sessionId?: string): void {
    log.detail(`refused: ${message}`);
    const session = sessionId && sessionId !== PLAIN_SESSION_ID ? { session_id: sessionId } : {};
    options.send({ type: "error", code, message, ...session });
  }

  function isAllowed(permission: Permission, granted: readonly Permission[] | undefined): boolean {
    if (granted && !granted.includes(permission)) return false;
    return options.allowedPermissions?.includes(permission) ?? true;
  }

  function command(message: RelayCommand): void {
    if (message.type === "pong") return;
    // Never answered: two sides that answer each other's errors would not stop.
    if (message.type === "error") log.detail(`the relay says: ${message.message} (${message.code})`);
    else if (message.type === "wake_peer") wakePeers(message.mac_addresses);
    else if (message.type === "check_update") options.checkUpdate?.();
    else if (message.type === "start_stream") startStream(message);
    else if (message.type === "open_stream") openStream(message);
    else sessionCommand(message);
  }

  function wakePeers(macAddresses: readonly string[]): void {
    if (isAllowed("wake", undefined)) options.wakePeers?.(macAddresses);
    else log.detail("this machine's own policy does not allow it to wake others");
  }

  function startStream(message: StartStream): void {
    if (!isAllowed("view", message.permissions)) {
      refuse("forbidden", "this machine does not allow its screen to be seen", message.session_id);
      return;
    }
    if (endedHere.has(message.session_id) && message.session_id !== PLAIN_SESSION_ID) {
      sayEnded(message.session_id);
      return;
    }
    const session = sessions.get(message.session_id) ?? create(message.session_id);
    if (!session) {
      refuse("busy", "this machine takes no further session", message.session_id);
      return;
    }
    keep(message.session_id);
    session.start(message);
  }

  /** null: this machine takes no further session. */
  function create(sessionId: string): Session | null {
    if (sessions.size >= MAX_SESSIONS || options.isFull?.()) return null;
    const session = options.createSession(sessionId);
    sessions.set(sessionId, session);
    return session;
  }

  /** Needs no viewer: whoever holds the session's ticket may ask. */
  function openStream(message: OpenStreamCommand): void {
    const { session_id, stream_id, request, permissions } = message;
    const missing = neededForRequest(request).find((permission) => !isAllowed(permission, permissions));
    if (missing) {
      const detail = `this machine does not allow "${missing}" in this session`;
      options.refuseStream(stream_id, new Refusal("forbidden", detail));
      return;
    }
    if (MACHINE_REQUESTS.has(request.kind)) {
      options.openForMachine(message);
      return;
    }
    const known = sessions.get(session_id);
    const session = known ?? create(session_id);
    if (!session) {
      const detail = "this machine takes no further session";
      options.refuseStream(stream_id, new Refusal("unavailable", detail, { code: "busy" }));
      return;
    }
    if (!known) expire(session_id, session);
    count(session_id, 1);
    void session.open(message).finally(() => count(session_id, -1));
  }

  function count(sessionId: string, change: 1 | -1): void {
    const present = (underWay.get(sessionId) ?? 0) + change;
    if (present > 0) underWay.set(sessionId, present);
    else underWay.delete(sessionId);
  }

  function stop(sessionId: string, session: Session): void {
    session.stop();
    expire(sessionId, session);
  }

  function expire(sessionId: string, session: Session): void {
    keep(sessionId);
    expiries.set(
      sessionId,
      clock.after(SESSION_LINGER_MS, () => {
        if (underWay.has(sessionId)) expire(sessionId, session);
        else end(sessionId, session);
      }),
    );
  }

  function keep(sessionId: string): void {
    expiries.get(sessionId)?.();
    expiries.delete(sessionId);
  }

  function end(sessionId: string, session: Session): void {
    keep(sessionId);
    sessions.delete(sessionId);
    session.end();
    options.sessionEnded?.(sessionId);
  }

  function sessionCommand(message: SessionCommand): void {
    const session = sessions.get(message.session_id);
    // The end of what is not there is no mistake: the relay cannot know whether the start reached us.
    if (!session) return;
    switch (message.type) {
      case "stop_stream":
        stop(message.session_id, session);
        break;
      case "session_ended":
        end(message.session_id, session);
        break;
      case "refresh_cells":
        session.refreshCells(message.cells, message.stream);
        break;
      case "frame_ack":
        session.acknowledge(message.stream, message.frame, message.decode_ms);
        break;
      case "start_side_stream":
        session.startSide(message);
        break;
      case "stop_side_stream":
        session.stopSide(message.stream);
        break;
      case "session_viewers":
        session.viewers(message.viewers);
        break;
      case "viewer_left":
        session.viewerLeft(message.viewer_id);
        break;
    }
  }

  function forwarded(message: ForwardedMessage, needs: readonly Permission[]): void {
    const missing = needs.find((permission) => !isAllowed(permission, message.permissions));
    if (missing) {
      refuse("forbidden", `${message.type} needs the permission "${missing}"`, message.session_id);
      return;
    }
    const session = sessions.get(message.session_id);
    if (!session) {
      refuse("no_such_session", `${message.type} for a session not started`, message.session_id);
      return;
    }
    const outcome = session.receive(message);
    if (outcome === "unsupported") {
      refuse("unsupported", `this agent does not know ${message.type} yet`, message.session_id);
    } else if (outcome === "not_agreed") {
      refuse("forbidden", `${message.type}: the person at this machine has not agreed to it`, message.session_id);
    }
  }

  function take(text: string): void {
    const inbound = readInbound(text);
    if (inbound.kind === "command") command(inbound.message);
    else if (inbound.kind === "forwarded") forwarded(inbound.message, inbound.needs);
    else refuse(inbound.code, inbound.detail, inbound.sessionId);
  }

  return {
    receive(text) {
      try {
        take(text);
      } catch (failure) {
        // One message that cannot be carried out must not end the others' sessions.
        log.warn(`a message of the relay failed: ${reasonOf(failure)}`);
      }
    },
    endByPerson(sessionId) {
      const ending = [...sessions].filter(([id]) => sessionId === undefined || id === sessionId);
      for (const [id, session] of ending) {
        endedHere.add(id);
        sayEnded(id);
        end(id, session);
      }
      for (const oldest of endedHere) {
        if (endedHere.size <= MAX_REMEMBERED_ENDS) break;
        endedHere.delete(oldest);
      }
      return ending.length;
    },
    suspend() {
      for (const [sessionId, session] of sessions) stop(sessionId, session);
    },
    isIdle: () => sessions.size === 0,
    close() {
      for (const [sessionId, session] of sessions) {
        keep(sessionId);
        session.end();
      }
      sessions.clear();
    },
  };
}
