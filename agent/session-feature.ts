/** What a feature of a session is, and what it is handed; the list of them is in session-features.ts. */
import type { AgentMessage } from "../protocol/messages/agent-to-relay.ts";
import type { ForwardedMessage } from "../protocol/messages/relay-to-agent.ts";
import type { StreamRequestKind } from "../protocol/messages/stream-request.ts";
import type { Clock } from "./clock.ts";
import type { Desktop } from "./desktop.ts";
import type { Log } from "./log.ts";
import type { Person } from "./person/person.ts";
import type { BoardViewer, SessionBoard } from "./person/session-board.ts";
import type { Terminal } from "./person/terminal.ts";
import type { OpenedStream } from "./streams/opened-stream.ts";

/** What is said within a session; the session adds its own id. */
export type SessionMessage = AgentMessage extends infer Message
  ? Message extends unknown
    ? Omit<Message, "session_id">
    : never
  : never;

export interface SessionFeature {
  readonly takes: ReadonlySet<ForwardedMessage["type"]>;
  /** Permission and consent have been checked. Must not throw for what a viewer may send: it says `error` instead. */
  receive(message: ForwardedMessage): void;
  /** Requests that are answered over HTTP (agent/streams). */
  readonly answers?: ReadonlySet<StreamRequestKind>;
  /** Permission and consent have been checked. Every way it ends, it answers or refuses; resolves when it has. */
  answer?(stream: OpenedStream): Promise<void>;
  /** Who is in the session now, with what each may do in fact. Told again when that changes. */
  viewers?(viewers: readonly BoardViewer[]): void;
  viewerLeft?(viewerId: string): void;
  /** Nobody watches any more, or the relay is away; the session may go on. */
  suspend?(): void;
  /** The session is over: nothing of it may go on. */
  end(): void;
}

export type FeatureContext = {
  sessionId: string;
  desktop: Desktop;
  /** @returns false: there is no connection now, and it was not sent */
  say(message: SessionMessage): boolean;
  /** Who sits at this machine, and what they are told: a notice such as "a recording runs". */
  person: Person;
  terminal: Terminal;
  board: SessionBoard;
  /** Bytes that wait in the socket: what is long waits for room, so that pictures do not wait behind it. */
  bufferedBytes(): number;
  clock: Clock;
  log: Log;
};
