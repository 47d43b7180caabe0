/** The two ends of a session as the session sees them; agent-socket.ts and viewer-socket.ts implement them. */
import type { Codec } from "../../protocol/messages/fields.ts";
import type { RelayCommand } from "../../protocol/messages/relay-to-agent.ts";
import type { Permission } from "../../protocol/permissions.ts";
import type { FileChunk } from "./file-chunk-queue.ts";
import type { AdmittedAgent } from "./ports.ts";

export interface AgentLink {
  readonly machineId: string;
  readonly origin: AdmittedAgent;
  /** What it told of its hardware; null: nothing. */
  readonly hardwareId: string | null;
  /** It is what is kept of the machine's hardware. */
  readonly isOnKeptHardware: boolean;
  /** Its upgrade said that a person at the machine is asked first. */
  readonly isAttended: boolean;
  /** The machine's own policy, as its upgrade named it; null: whatever tickets say. The agent enforces it itself. */
  readonly allowed: ReadonlySet<Permission> | null;
  /** It has shown that it speaks the binary messages of §5: it may be sent acks, refreshes and the like. */
  readonly speaksBinary: boolean;
  /** Streams beside the session's own that it can make at once, for viewers on slow links. */
  readonly sideStreams: number;
  /** Whose upload goes to it, where it cannot tell them apart itself. */
  readonly uploads: Uploads;
  /** Aborts when the connection is lost. */
  readonly gone: AbortSignal;
  send(command: RelayCommand): void;
  /** A viewer's message as JSON text. Input that cannot leave at once waits, and grows stale. */
  forward(text: string, origin: ForwardOrigin): void;
  /** The viewer is gone: what of its input still waits is not sent any more. */
  forget(viewer: ViewerLink): void;
  /** To every socket subscribed to the topic. */
  publish(topic: string, message: Uint8Array): void;
  /** The agent can't take large messages now. */
  isBusy(): boolean;
  /** Runs once its link has room for large messages again: at once, where it has. Never, if it is lost before. */
  whenRoomy(run: () => void): void;
  /** Resolves with true at its next sign of life, which it is asked for; with false where none comes in time. */
  isAlive(): Promise<boolean>;
  close(code: number, reason: string): void;
}

/** As upload-turn.ts has it. */
export interface Uploads {
  /** For a message that is about to reach the agent. @returns what its sender is told instead, if it may not */
  refusal(viewer: ViewerLink, type: string): string | null;
  leave(viewer: ViewerLink): void;
}

export type ForwardOrigin = {
  viewer: ViewerLink;
  /** `keys`: keys and buttons, of which none is lost unsaid; `other` is no input and does not grow stale. */
  kind: "keys" | "move" | "scroll" | "other";
};

export interface ViewerLink {
  /** Random, for this connection only. */
  readonly id: string;
  readonly ticketId: string;
  readonly userId: string | null;
  readonly name: string;
  readonly email: string;
  readonly viewOnly: boolean;
  readonly permissions: ReadonlySet<Permission>;
  /** It may take control from whoever has it. */
  readonly mayTakeOver: boolean;
  /** What it wants to be shown; `stop_stream` empties it. */
  readonly wants: ViewerWants;
  /** Sends JSON text; a socket that does not read is closed rather than queued for without bound. */
  send(text: string): void;
  /** A piece of a file: it waits for room, and lets pictures pass. */
  sendFileChunk(chunk: FileChunk): void;
  sendBinary(message: Uint8Array): void;
  subscribe(topic: string): void;
  unsubscribe(topic: string): void;
  /** Bytes in our queue for it, beyond what the kernel has taken. */
  bufferedBytes(): number;
  /** Lets go of everything that it holds down at the machine. */
  releaseKeys(): void;
  close(code: number, reason: string): void;
}

export type ViewerWants = {
  /** False between `stop_stream` and `start_stream`. */
  pictures: boolean;
  codecs: readonly Codec[];
  maxFps: number;
};
