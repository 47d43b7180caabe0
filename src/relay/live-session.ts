/**
 * One support session while somebody is in it: who is there, what state it is in, and what passes between agent and
 * viewers. A state machine without waiting; its pictures are in session-pictures.ts.
 */
import { CLOSE } from "../../protocol/close-codes.ts";
import { AGENT_MESSAGE_PERMISSION, type AgentMessage } from "../../protocol/messages/agent-to-relay.ts";
import type { SessionState } from "../../protocol/messages/relay-to-viewer.ts";
import type { Permission } from "../../protocol/permissions.ts";
import type { AgentCommand, AskedAgent } from "../services/live.ts";
import { askAgent } from "./ask-agent.ts";
import { Consent, isRefusal } from "./consent.ts";
import { forwardKind, forwardText, isControl, isLargeMessage, type ViewerInput } from "./forwarding.ts";
import type { AgentLink, ViewerLink } from "./links.ts";
import { errorText, sessionStateText, uploadTakenText } from "./notices.ts";
import { RecordingTap } from "./recording-tap.ts";
import { SessionAudience } from "./session-audience.ts";
import { chatText, forwardedChat, notTakenText, SessionChat } from "./session-chat.ts";
import { SessionControl } from "./session-control.ts";
import { type SessionMachine, type SessionOptions, wordsForPerson } from "./session-options.ts";
import { SessionPictures } from "./session-pictures.ts";
import { SharedPointers } from "./shared-pointers.ts";
import { SideStreams } from "./side-streams.ts";
import { presentViewers, serves, startCommand, type WantedStream, wantedStream } from "./wanted-stream.ts";

export class LiveSession {
  readonly id: string;
  readonly machine: SessionMachine;
  readonly pictures: SessionPictures;
  readonly control: SessionControl;
  readonly pointers: SharedPointers;
  readonly #sides: SideStreams;
  readonly #options: SessionOptions;
  readonly #viewers = new Set<ViewerLink>();
  readonly #audience = new SessionAudience(this.#viewers, (viewer, permission) => this.allows(viewer, permission));
  #agent: AgentLink | null = null;
  readonly #consent: Consent;
  readonly #chat: SessionChat;
  readonly #tap: RecordingTap;
  #cancelLinger: (() => void) | null = null;
  /** What the agent was told to stream; null: nothing. */
  #streaming: WantedStream | null = null;
  #monitor: number | undefined;
  #quality: Extract<ViewerInput, { type: "set_quality" }>["quality"] | undefined;
  /** Kept for viewers that come later. */
  readonly #latest = new Map<"monitor_list" | "stream_state", string>();
  #isEnded = false;

  constructor(options: SessionOptions) {
    this.id = options.id;
    this.machine = options.machine;
    this.#options = options;
    this.#consent = new Consent(options.clock, options.limits.consentTimeoutMs, () => this.#endItself("no answer"));
    this.#chat = new SessionChat(options.clock);
    this.pictures = new SessionPictures(options.id, options.clock, options.limits, {
      refresh: (cells) => {
        if (this.#agent?.speaksBinary) this.#agent.send({ type: "refresh_cells", session_id: this.id, cells });
      },
      reached: (stream, frame, decodeMs) => {
        if (!this.#agent?.speaksBinary) return;
        this.#agent.send({ type: "frame_ack", session_id: this.id, stream, frame, decode_ms: decodeMs });
      },
      lags: (viewer) => void this.#sides.take(viewer),
    });
    this.#sides = new SideStreams({
      sessionId: options.id,
      clock: options.clock,
      limits: options.limits,
      main: this.pictures,
      agent: () => this.#agent,
      takeStream: () => options.takeStream(),
      giveStream: (stream) => options.giveStream(stream),
      changed: () => this.#tellState(),
    });
    this.#tap = new RecordingTap(
      options,
      () => this.pictures,
      () => this.#recordingFailed(),
    );
    this.control = new SessionControl({
      clock: options.clock,
      viewers: this.#viewers,
      changed: () => this.#controlChanged(),
    });
    this.pointers = new SharedPointers({
      clock: options.clock,
      limits: options.limits,
      viewers: this.#viewers,
      isOnSlowLink: (viewer) => this.#sides.picturesOf(viewer) !== null,
    });
  }

  /** Those of the stream that the viewer is in. */
  picturesOf(viewer: ViewerLink): SessionPictures {
    return this.#sides.picturesOf(viewer) ?? this.pictures;
  }

  picturesOfStream(stream: number): SessionPictures | null {
    return stream === this.pictures.stream ? this.pictures : this.#sides.find(stream);
  }

  get viewers(): ReadonlySet<ViewerLink> {
    return this.#viewers;
  }

  get isStreaming(): boolean {
    return this.#streaming !== null;
  }

  get state(): SessionState["state"] {
    if (this.#isEnded) return "ended";
    if (!this.#agent) return "agent_offline";
    return this.#consent.isWaiting ? "waiting_consent" : "active";
  }

  /** By its ticket, the machine's own policy, and what the person there has agreed to. */
  allows(viewer: ViewerLink, permission: Permission): boolean {
    if (!viewer.permissions.has(permission)) return false;
    const { allowed } = this.#agent ?? { allowed: null };
    return (allowed?.has(permission) ?? true) && (this.#consent.agreed?.has(permission) ?? true);
  }

  join(viewer: ViewerLink): void {
    this.#cancelLinger?.();
    this.#cancelLinger = null;
    this.#viewers.add(viewer);
    const before = this.#streaming;
    this.#updateStream();
    // A start says it, too.
    if (this.#streaming === before) this.#tellAgentWhoIsHere();
    this.#tellState();
    const history = this.#chat.history();
    if (history) this.#audience.tellOne(viewer, history, "chat");
    for (const [type, text] of this.#latest) this.#audience.tellOne(viewer, text, AGENT_MESSAGE_PERMISSION[type]);
    if (viewer.permissions.has("view")) this.pictures.admit(viewer);
  }

  leave(viewer: ViewerLink): void {
    if (!this.#viewers.delete(viewer) || this.#isEnded) return;
    this.#sides.leave(viewer);
    this.pictures.dismiss(viewer);
    this.pointers.leave(viewer);
    this.#agent?.forget(viewer);
    this.#agent?.uploads.leave(viewer);
    if (this.#agent?.speaksBinary) {
      this.#agent.send({ type: "viewer_left", session_id: this.id, viewer_id: viewer.id });
      this.#tellAgentWhoIsHere();
    }
    this.#updateStream();
    this.control.leave(viewer);
    this.#tellState();
    if (this.#viewers.size > 0) return;
    this.#cancelLinger = this.#options.clock.after(this.#options.limits.lingerMs, () => this.#endItself("idle"));
  }

  /** The viewer wants other pictures than before, or none. */
  viewerWantsChanged(viewer: ViewerLink): void {
    const before = this.state;
    this.#updateStream();
    if (this.state !== before) this.#tellState();
    this.#sides.leave(viewer);
    this.pictures.admit(viewer);
  }

  attachAgent(agent: AgentLink): void {
    this.#forgetAgent();
    this.#agent = agent;
    this.#updateStream();
    this.#tellState();
  }

  detachAgent(): void {
    this.#forgetAgent();
    this.#tellState();
  }

  /** The agent sends pictures: whoever it had to ask has agreed. */
  noteAgentSendsPictures(): void {
    if (this.#consent.isWaiting) this.#grantConsent();
  }

  /** What viewers are told of the agent has changed. */
  noteAgentTraits(): void {
    this.#tellState();
  }

  /** A checked message of the agent; it goes to the viewers that may have it. */
  fromAgent(message: AgentMessage): void {
    if (message.type === "chat_message") {
      this.#audience.tellAll(chatText(this.#chat.fromAgent(message)), "chat");
      return;
    }
    if (message.type === "chat_receipt" && !this.#chat.noteReceipt(message)) return;
    const text = JSON.stringify({ ...message, session_id: undefined });
    if (message.type === "monitor_list" || message.type === "stream_state") this.#latest.set(message.type, text);
    if (message.type === "stream_state") this.#monitor = message.monitor ?? this.#monitor;
    if (message.type === "consent" && message.granted) this.#grantConsent(message.permissions);
    const onlyFor = "viewer_id" in message ? message.viewer_id : undefined;
    if (message.type === "file_chunk") this.#audience.passFileChunk({ path: message.path, seq: message.seq, text });
    else this.#audience.tellAll(text, AGENT_MESSAGE_PERMISSION[message.type], onlyFor);
    if (message.type === "session_end") this.#endItself(message.reason ?? "agent", this.#agent);
    if (message.type === "consent" && isRefusal(message) && !this.#consent.isGranted) {
      this.#endItself(message.reason === "no_answer" ? "no answer" : "declined", this.#agent);
    }
  }

  /** A viewer's message whose permission has been checked. */
  fromViewer(viewer: ViewerLink, message: ViewerInput): void {
    // Remembered also while nobody is there to take it: the next start of the stream says so.
    if (message.type === "set_monitor") this.#monitor = message.index;
    if (message.type === "set_quality") this.#quality = message.quality;
    const kind = forwardKind(message.type);
    if (this.control.isHeldByOther(viewer) && isControl(message)) {
      const text = `${message.type}: ${this.control.controller?.name} controls the machine`;
      if (kind !== "move" && kind !== "scroll") viewer.send(errorText("not_in_control", text));
      return;
    }
    const agent = this.#agent;
    if (!agent || this.state !== "active") {
      if (kind !== "move" && kind !== "scroll") viewer.send(notTakenText(message, agent !== null));
    } else if (isLargeMessage(message.type) && agent.isBusy()) {
      viewer.send(errorText("agent_busy", `${message.type}: the machine's link is full, try again`));
    } else if (message.type === "chat_message") {
      const line = this.#chat.fromViewer(viewer.name, message);
      // A viewer that names no id has put its own message on its page already.
      const readers = [...this.#viewers].filter((other) => other !== viewer || message.id !== undefined);
      for (const reader of readers) this.#audience.tellOne(reader, chatText(line), "chat");
      const text = forwardedChat(line, this.id, viewer, this.#options.clock.now());
      agent.forward(text, { viewer, kind: "other" });
    } else if (message.type !== "release_keys" || agent.speaksBinary) {
      this.#forward(agent, viewer, message);
    }
  }

  #forward(agent: AgentLink, viewer: ViewerLink, message: ViewerInput): void {
    const refusal = agent.speaksBinary ? null : agent.uploads.refusal(viewer, message.type);
    if (refusal !== null) {
      viewer.send(refusal);
      return;
    }
    const origin = { viewer, kind: forwardKind(message.type) };
    agent.forward(forwardText(message, this.id, viewer, this.#options.clock.now()), origin);
    if (message.type === "file_upload_chunk") agent.whenRoomy(() => viewer.send(uploadTakenText(message.seq)));
  }

  /** For what is answered elsewhere: an agent that must ask is asked only by a viewer's coming. */
  askAgent(command: AgentCommand): AskedAgent {
    if (this.#isEnded) return { kind: "ended" };
    if (this.#agent?.isAttended && !this.#consent.isGranted) return { kind: "waiting_consent" };
    return askAgent(this.#agent, command);
  }

  /** Everybody in it is told, and the viewers are put out (4410). Nothing happens in it any more. */
  end(reason: string): void {
    if (this.#isEnded) return;
    this.#beginStream(0);
    this.suspend();
    this.#tellState(reason);
    for (const viewer of this.#viewers) viewer.close(CLOSE.sessionEnded, reason.slice(0, 100));
    if (this.#agent?.speaksBinary) this.#agent.send({ type: "session_ended", session_id: this.id, reason });
    else this.#stopAgent();
    this.#streaming = null;
  }

  /** Stops the timers of a session whose process is going down; it lives on with the next. */
  suspend(): void {
    this.#isEnded = true;
    this.#cancelLinger?.();
    this.#consent.forget();
    this.#sides.clear();
    this.pointers.clear();
    this.#tap.end();
    this.pictures.beginStream(0);
  }

  #recordingFailed(): void {
    if (this.#isEnded) return;
    this.#audience.tellAll(
      errorText("recording_failed", "nothing can be written: this session is not recorded any more"),
      null,
    );
    this.#updateStream();
    this.#tellState();
  }

  /** Whoever controls no more lets go; what of theirs still waits for the machine is not done any more. */
  #controlChanged(): void {
    const isActive = this.state === "active";
    for (const viewer of this.#viewers) {
      if (!this.control.isHeldByOther(viewer) || !viewer.permissions.has("control")) continue;
      this.#agent?.forget(viewer);
      if (isActive) viewer.releaseKeys();
    }
    this.#tellState();
  }

  #endItself(reason: string, by: AgentLink | null = null): void {
    if (this.#isEnded) return;
    this.end(reason);
    this.#options.ended(reason, by?.origin ?? null);
  }

  #forgetAgent(): void {
    const strays = this.#sides.clear();
    this.#agent = null;
    this.#streaming = null;
    this.#consent.forget();
    this.#latest.delete("stream_state");
    this.#beginStream(0);
    for (const viewer of strays) this.pictures.admit(viewer);
  }

  /** Starts, restarts or stops the agent's stream as the present viewers need it. */
  #updateStream(): void {
    const agent = this.#agent;
    if (!agent || this.#isEnded) return;
    const wanting = [...this.#viewers].filter((viewer) => viewer.wants.pictures && viewer.permissions.has("view"));
    const [first] = wanting;
    if (!first) {
      this.#stopAgent();
      // With nobody to show it to, the question is withdrawn; an answer that was given stands.
      if (this.#consent.isWaiting) this.#consent.forget();
      return;
    }
    const wanted = wantedStream(wanting, this.#tap.isOn ? this.#tap : null, this.#options.limits.plainViewerFps);
    // A plain agent knows one way to stream, so nothing that changes matters to it.
    const isServed = this.#streaming && (!agent.speaksBinary || serves(this.#streaming, wanted));
    if (!isServed) this.#startAgent(agent, first, wanted);
  }

  #startAgent(agent: AgentLink, asker: ViewerLink, wanted: WantedStream): void {
    const stream = this.#options.takeStream();
    this.#streaming = wanted;
    this.#beginStream(stream);
    agent.send({
      ...startCommand(wanted, asker),
      session_id: this.id,
      stream,
      monitor: this.#monitor,
      quality: this.#quality,
      ...wordsForPerson(this.#options, agent.isAttended),
      ...(this.#tap.isOn && { recorded: true }),
    });
    if (this.#tap.isOn) this.pictures.admit(this.#tap);
    this.#tellAgentWhoIsHere();
    if (agent.isAttended && !this.#consent.isGranted) this.#consent.wait();
  }

  #beginStream(stream: number): void {
    this.#options.giveStream(this.pictures.stream);
    this.pictures.beginStream(stream);
  }

  #stopAgent(): void {
    if (!this.#streaming) return;
    this.#streaming = null;
    this.#sides.clear();
    this.#beginStream(0);
    const agent = this.#agent;
    if (!agent) return;
    // A plain agent knows no sessions: to stop one would stop all.
    if (!agent.speaksBinary && this.#options.isMachineStreamingElsewhere()) return;
    agent.send({ type: "stop_stream", session_id: this.id });
  }

  #grantConsent(permissions?: readonly Permission[]): void {
    const before = this.#consent.agreed;
    const hasWaited = this.#consent.isWaiting;
    this.#consent.grant(permissions);
    if (hasWaited || before?.size !== this.#consent.agreed?.size) this.#tellState();
  }

  #tellAgentWhoIsHere(): void {
    const agent = this.#agent;
    if (!agent?.speaksBinary || !this.#streaming) return;
    agent.send({ type: "session_viewers", session_id: this.id, viewers: presentViewers(this.#viewers) });
  }

  #tellState(reason?: string): void {
    const view = {
      state: this.state,
      machine: { ...this.machine, ...(this.#agent?.speaksBinary === false && { files: "messages" as const }) },
      viewers: this.#viewers,
      controller: this.control.controller,
      isOnSlowLink: (viewer: ViewerLink) => this.#sides.picturesOf(viewer) !== null,
      consentUntil: this.#consent.until,
      isRecorded: this.#tap.isOn,
      reason,
    };
    for (const viewer of this.#viewers) {
      const permissions = [...viewer.permissions].filter((permission) => this.allows(viewer, permission));
      viewer.send(sessionStateText(view, viewer, permissions));
    }
  }
}
