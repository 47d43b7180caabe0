/** An agent's socket: pictures and messages of one machine, each to the viewers of the session that it belongs to. */
import { readCursorPosition, readCursorShape } from "../../protocol/binary/cursor.ts";
import { readFramebufferUpdate } from "../../protocol/binary/framebuffer-update.ts";
import { isWholeJpeg, MalformedMessageError, MESSAGE_TYPE } from "../../protocol/binary/message-type.ts";
import { readWholeFrame } from "../../protocol/binary/whole-frame.ts";
import { CLOSE } from "../../protocol/close-codes.ts";
import { type AgentMessage, agentMessage, maxAgentMessageBytes } from "../../protocol/messages/agent-to-relay.ts";
import type { RelayCommand } from "../../protocol/messages/relay-to-agent.ts";
import type { Permission } from "../../protocol/permissions.ts";
import type { Clock } from "./clock.ts";
import type { Connection, SocketPeer } from "./connection.ts";
import { InputQueue } from "./input-queue.ts";
import { keepHardware } from "./keep-hardware.ts";
import type { RelayLimits } from "./limits.ts";
import type { AgentLink, ForwardOrigin, ViewerLink } from "./links.ts";
import type { LiveSessions } from "./live-sessions.ts";
import { MessageGuard } from "./message-guard.ts";
import { AGENT_RATES } from "./message-rates.ts";
import { errorText } from "./notices.ts";
import type { AdmittedAgent, AgentIdentity, RelayServices } from "./ports.ts";
import type { SessionPictures } from "./session-pictures.ts";
import { UploadTurn } from "./upload-turn.ts";

/** What an agent says of itself at its upgrade. */
export type AgentTraits = {
  /** Null: it tells nothing of its hardware. */
  hardwareId: string | null;
  isAttended: boolean;
  speaksBinary: boolean;
  sideStreams: number;
  /** Null: it names no policy of its own. */
  allowed: ReadonlySet<Permission> | null;
};

export type AgentSocketOptions = {
  identity: AgentIdentity;
  address: string | null;
  traits: AgentTraits;
  sessions: LiveSessions;
  services: RelayServices;
  clock: Clock;
  limits: RelayLimits;
  reportFault(error: unknown, during: string): void;
};

export class AgentSocket implements SocketPeer, AgentLink {
  readonly side = "agents";
  readonly machineId: string;
  readonly origin: AdmittedAgent;
  readonly isAttended: boolean;
  readonly hardwareId: string | null;
  readonly isOnKeptHardware: boolean;
  readonly sideStreams: number;
  readonly allowed: ReadonlySet<Permission> | null;
  readonly uploads: UploadTurn;
  readonly #options: AgentSocketOptions;
  readonly #end = new AbortController();
  readonly #guard: MessageGuard<AgentMessage>;
  readonly #waiting: InputQueue;
  /** No more than there are large messages in the socket's queue (`agentBusyBytes`). */
  readonly #waitingForRoom: (() => void)[] = [];
  #speaksBinary: boolean;
  #connection: Connection | null = null;

  constructor(options: AgentSocketOptions) {
    const { clock, limits } = options;
    this.#options = options;
    const { machineId, name } = options.identity;
    this.machineId = machineId;
    this.origin = { machineId, name, address: options.address };
    this.isAttended = options.traits.isAttended;
    this.hardwareId = options.traits.hardwareId;
    this.isOnKeptHardware = this.hardwareId !== null && this.hardwareId === options.identity.hardwareId;
    this.sideStreams = options.traits.sideStreams;
    this.allowed = options.traits.allowed;
    this.uploads = new UploadTurn(clock);
    this.#speaksBinary = options.traits.speaksBinary;
    const rules = { schema: agentMessage, maxBytes: maxAgentMessageBytes, rates: AGENT_RATES };
    this.#guard = new MessageGuard(rules, clock, limits);
    this.#waiting = new InputQueue(clock, limits, {
      send: (text) => this.#connection?.send(text),
      dropped: (viewer) => {
        viewer.send(
          errorText("stale_input", "the machine did not answer in time: what was typed or clicked was dropped"),
        );
        viewer.releaseKeys();
      },
    });
  }

  get gone(): AbortSignal {
    return this.#end.signal;
  }

  get speaksBinary(): boolean {
    return this.#speaksBinary;
  }

  opened(connection: Connection): void {
    this.#connection = connection;
    this.#options.sessions.attach(this);
    if (connection.isOpen) keepHardware(this, this.#options);
  }

  closed(): void {
    this.#options.sessions.detach(this);
    this.#end.abort();
  }

  drained(): void {
    this.#waiting.flush();
    for (const run of this.#waitingForRoom.splice(0)) this.whenRoomy(run);
  }

  ponged(): void {
    this.#options.services.agentSeen(this.machineId);
  }

  received(message: string | Buffer<ArrayBuffer>): void {
    if (typeof message === "string") this.#receiveText(message);
    else if (!this.#guard.mayTake()) this.close(CLOSE.tooMany, "too many messages");
    else this.#receiveBinary(message);
  }

  send(command: RelayCommand): void {
    this.#connection?.send(JSON.stringify(command));
  }

  forward(text: string, { viewer, kind }: ForwardOrigin): void {
    const hasRoom = this.#waiting.isEmpty && (this.#connection?.bufferedBytes ?? 0) === 0;
    // What is no input does not grow stale: it may as well wait in the socket.
    if (hasRoom || kind === "other") this.#connection?.send(text);
    else this.#waiting.push({ text, viewer, kind });
  }

  forget(viewer: ViewerLink): void {
    this.#waiting.forget(viewer);
  }

  publish(topic: string, message: Uint8Array): void {
    this.#connection?.publish(topic, message);
  }

  whenRoomy(run: () => void): void {
    if ((this.#connection?.bufferedBytes ?? 0) <= this.#options.limits.agentRoomyBytes) run();
    else this.#waitingForRoom.push(run);
  }

  async isAlive(): Promise<boolean> {
    return (await this.#connection?.answersWithin(this.#options.limits.signOfLifeMs)) ?? false;
  }

  isBusy(): boolean {
    return (this.#connection?.bufferedBytes ?? 0) > this.#options.limits.agentBusyBytes;
  }

  close(code: number, reason: string): void {
    this.#connection?.close(code, reason);
  }

  #receiveText(text: string): void {
    const checked = this.#guard.check(text);
    switch (checked.kind) {
      case "invalid":
        this.#refuse("invalid_message", checked.reason);
        break;
      case "limited":
        this.#connection?.send(errorText("rate_limited", `too many ${checked.type} messages: dropped`));
        return;
      case "flooding":
        this.close(CLOSE.tooMany, "too many messages");
        break;
      case "valid":
        this.#take(checked.message);
        break;
    }
  }

  #take(message: AgentMessage): void {
    const { sessions, services, clock } = this.#options;
    if (message.type === "ping") {
      services.agentSeen(this.machineId);
      this.send({ type: "pong", server_time: clock.isoTime() });
    } else if (message.session_id === undefined) {
      for (const session of sessions.ofMachine(this.machineId)) session.fromAgent(message);
    } else {
      const session = sessions.find(message.session_id, this.machineId);
      if (session === "unknown") this.#refuse("no_such_session", `${message.type}: no such session`);
      else if (session !== "ended") session.fromAgent(message);
    }
  }

  #receiveBinary(message: Buffer<ArrayBuffer>): void {
    try {
      if (isWholeJpeg(message)) this.#takeBareFrame(message);
      else this.#takePicture(message);
    } catch (error) {
      if (!(error instanceof MalformedMessageError)) throw error;
      this.#refuse("invalid_message", error.message);
    }
  }

  /** The plain protocol's picture names no session: it belongs to all of them. */
  #takeBareFrame(jpeg: Uint8Array): void {
    for (const session of this.#options.sessions.ofMachine(this.machineId)) {
      if (!session.isStreaming) continue;
      session.noteAgentSendsPictures();
      session.pictures.wholeFrame(jpeg, this.#speaksBinary ? "jpeg" : "all");
    }
  }

  #takePicture(message: Buffer<ArrayBuffer>): void {
    const take = PICTURES[message[0] ?? 0];
    if (!take) throw new MalformedMessageError(`message type ${message[0] ?? "none"} is not known`);
    if (message.length < 4) throw new MalformedMessageError(`${message.length} bytes are no message`);
    // Of a stream that is over something may always be under way.
    const found = this.#options.sessions.findByStream(message.readUInt16BE(2), this.machineId);
    if (!found) return;
    const { session, pictures } = found;
    take(this, pictures, message);
    if (!this.#speaksBinary) this.#turnsOutToSpeakBinary();
    session.noteAgentSendsPictures();
  }

  #turnsOutToSpeakBinary(): void {
    this.#speaksBinary = true;
    for (const session of this.#options.sessions.ofMachine(this.machineId)) session.noteAgentTraits();
  }

  /** Says what was wrong; whoever is wrong too often is put out. */
  #refuse(code: string, reason: string): void {
    if (this.#guard.noteInvalid()) this.close(CLOSE.protocolBreach, "too many invalid messages");
    else this.#connection?.send(errorText(code, reason));
  }
}

type TakePicture = (agent: AgentLink, pictures: SessionPictures, message: Uint8Array) => void;

/** What becomes of a binary message, by its first byte. Each is checked whole before anyone is sent it. */
const PICTURES: Readonly<Record<number, TakePicture>> = {
  [MESSAGE_TYPE.framebufferUpdate]: (agent, pictures, message) => {
    pictures.update(agent, readFramebufferUpdate(message), message);
  },
  [MESSAGE_TYPE.cursorShape]: (agent, pictures, message) => {
    readCursorShape(message);
    pictures.cursor(agent, "shape", message);
  },
  [MESSAGE_TYPE.cursorPosition]: (agent, pictures, message) => {
    readCursorPosition(message);
    pictures.cursor(agent, "position", message);
  },
  [MESSAGE_TYPE.wholeFrame]: (_agent, pictures, message) => {
    pictures.wholeFrame(readWholeFrame(message).jpeg, "jpeg");
  },
};
