/** Everything that is live on this relay: agents by machine, sessions by id and by stream; who may find which. */
import { CLOSE } from "../../protocol/close-codes.ts";
import type { AgentCommand, AskedAgent, OpenTicket } from "../services/live.ts";
import { ofTwoAgents } from "./agent-rivals.ts";
import { askAgent } from "./ask-agent.ts";
import type { Clock } from "./clock.ts";
import type { RelayLimits } from "./limits.ts";
import type { AgentLink, ViewerLink } from "./links.ts";
import { LiveSession } from "./live-session.ts";
import type { RelayServices, ViewerTicket } from "./ports.ts";
import type { SessionPictures } from "./session-pictures.ts";

/** Sessions that an agent may still speak of for a moment after they ended. */
const MAX_REMEMBERED_ENDS = 1_000;
const MAX_STREAM = 0xffff;

export type LiveSessionsOptions = {
  services: RelayServices;
  clock: Clock;
  limits: RelayLimits;
  /** A promise of the services failed; nothing here waits for it. */
  reportFault(error: unknown, during: string): void;
};

export class LiveSessions {
  readonly #options: LiveSessionsOptions;
  readonly #agents = new Map<string, AgentLink>();
  readonly #sessions = new Map<string, LiveSession>();
  readonly #byMachine = new Map<string, Set<LiveSession>>();
  readonly #byStream = new Map<number, LiveSession>();
  readonly #endedIds = new Set<string>();
  #lastStream = 0;
  #revocations = 0;

  constructor(options: LiveSessionsOptions) {
    this.#options = options;
  }

  /** Grows whenever somebody's right to be here ends: an admission that was under way then is to be asked again. */
  get revocations(): number {
    return this.#revocations;
  }

  get count(): number {
    return this.#sessions.size;
  }

  isOnline(machineId: string): boolean {
    return this.#agents.has(machineId);
  }

  agentOf(machineId: string): AgentLink | undefined {
    return this.#agents.get(machineId);
  }

  onlineMachineIds(): ReadonlySet<string> {
    return new Set(this.#agents.keys());
  }

  /** The session if it runs on this machine: to one machine, another's session is as unknown as none. */
  find(sessionId: string, machineId: string): LiveSession | "ended" | "unknown" {
    const session = this.#sessions.get(sessionId);
    if (session?.machine.id === machineId) return session;
    return this.#endedIds.has(endedKey(sessionId, machineId)) ? "ended" : "unknown";
  }

  /** The machine's session that this stream is a present one of, and the stream's pictures. */
  findByStream(stream: number, machineId: string): { session: LiveSession; pictures: SessionPictures } | null {
    const session = this.#byStream.get(stream);
    const pictures = session?.machine.id === machineId ? session.picturesOfStream(stream) : null;
    return session && pictures ? { session, pictures } : null;
  }

  ofMachine(machineId: string): readonly LiveSession[] {
    return [...(this.#byMachine.get(machineId) ?? [])];
  }

  /** Also for a session that nobody watches: its ticket is what counts, unless a person has to be asked first. */
  askAgent(machineId: string, command: AgentCommand): AskedAgent {
    const session = this.find(command.session_id, machineId);
    if (session === "ended") return { kind: "ended" };
    if (session !== "unknown") return session.askAgent(command);
    const agent = this.#agents.get(machineId);
    return agent?.isAttended ? { kind: "waiting_consent" } : askAgent(agent, command);
  }

  /** A second connection of the same machine takes the place of the first (4409); of a clone and its original, the original stays (4412). */
  attach(agent: AgentLink): void {
    const { machineId } = agent;
    const before = this.#agents.get(machineId);
    const outcome = before ? ofTwoAgents(before, agent) : "replaced";
    if (outcome === "newcomer_is_clone") {
      agent.close(CLOSE.cloned, "another machine has this identity");
      return;
    }
    this.#agents.set(machineId, agent);
    if (outcome === "replaced") before?.close(CLOSE.replaced, "replaced by a newer connection");
    else before?.close(CLOSE.cloned, "the machine whose identity this is has come back");
    this.#options.services.agentConnected(machineId);
    for (const session of this.ofMachine(machineId)) session.attachAgent(agent);
  }

  detach(agent: AgentLink): void {
    const { machineId } = agent;
    if (this.#agents.get(machineId) !== agent) return;
    this.#agents.delete(machineId);
    this.#options.services.agentDisconnected(machineId);
    for (const session of this.ofMachine(machineId)) session.detachAgent();
  }

  join(ticket: ViewerTicket, viewer: ViewerLink): LiveSession | "full" {
    const session = this.#sessions.get(ticket.sessionId) ?? this.#open(ticket);
    if (session.viewers.size >= this.#options.limits.maxViewersPerSession) return "full";
    session.join(viewer);
    return session;
  }

  /** Ends a session that the services have already marked as over. */
  end(sessionId: string, endedBy: string): void {
    this.#revocations++;
    const session = this.#sessions.get(sessionId);
    if (!session) return;
    session.end(endedBy);
    this.#remove(session);
  }

  dropMachine(machineId: string): void {
    this.#revocations++;
    for (const session of this.ofMachine(machineId)) this.end(session.id, "machine removed");
    this.#agents.get(machineId)?.close(CLOSE.badCredentials, "access key revoked");
  }

  dropUser(userId: string, machineId?: string): void {
    this.#revocations++;
    for (const session of this.#sessions.values()) {
      if (machineId !== undefined && session.machine.id !== machineId) continue;
      for (const viewer of session.viewers) {
        if (viewer.userId === userId) viewer.close(CLOSE.notAllowed, "no longer allowed");
      }
    }
  }

  /** @returns how many agents were asked */
  wakePeers(machineIds: readonly string[], macAddresses: readonly string[]): number {
    const peers = machineIds.flatMap((id) => this.#agents.get(id) ?? []).filter((agent) => agent.speaksBinary);
    for (const agent of peers) agent.send({ type: "wake_peer", mac_addresses: [...macAddresses] });
    return peers.length;
  }

  checkUpdates(machineIds: readonly string[]): void {
    for (const id of machineIds) {
      const agent = this.#agents.get(id);
      if (agent?.speaksBinary) agent.send({ type: "check_update" });
    }
  }

  openTickets(): OpenTicket[] {
    return [...this.#sessions.values()].flatMap((session) =>
      [...session.viewers].map(({ ticketId, permissions, mayTakeOver }) => ({ ticketId, permissions, mayTakeOver })),
    );
  }

  dropTicket(ticketId: string, why: "changed" | "not_allowed"): void {
    this.#revocations++;
    for (const session of this.#sessions.values()) {
      for (const viewer of session.viewers) {
        if (viewer.ticketId !== ticketId) continue;
        if (why === "changed") viewer.close(CLOSE.serviceRestart, "rights have changed");
        else viewer.close(CLOSE.notAllowed, "no longer allowed");
      }
    }
  }

  /** Another node has the agent now. */
  agentIsElsewhere(machineId: string): void {
    this.#agents.get(machineId)?.close(CLOSE.replaced, "replaced by a newer connection");
  }

  /** Timers stop; the sessions themselves outlive this process. */
  suspend(): void {
    for (const session of this.#sessions.values()) session.suspend();
  }

  #open(ticket: ViewerTicket): LiveSession {
    const { clock, limits } = this.#options;
    const session: LiveSession = new LiveSession({
      id: ticket.sessionId,
      machine: { id: ticket.machineId, name: ticket.machineName, can_wake: ticket.canWake },
      reason: ticket.reason,
      consentText: () => this.#options.services.consentText?.() ?? "",
      clock,
      limits,
      recording: this.#options.services.openRecording?.(ticket) ?? null,
      takeStream: () => this.#takeStream(session),
      giveStream: (stream) => this.#byStream.delete(stream),
      isMachineStreamingElsewhere: () =>
        this.ofMachine(session.machine.id).some((other) => other !== session && other.isStreaming),
      ended: (endedBy, agent) => {
        this.#remove(session);
        this.#options.services
          .sessionEnded(session.id, endedBy, agent)
          .catch((error: unknown) => this.#options.reportFault(error, `ending session ${session.id}`));
      },
    });
    this.#sessions.set(session.id, session);
    const ofMachine = this.#byMachine.get(session.machine.id) ?? new Set();
    this.#byMachine.set(session.machine.id, ofMachine.add(session));
    const agent = this.#agents.get(session.machine.id);
    if (agent) session.attachAgent(agent);
    return session;
  }

  #remove(session: LiveSession): void {
    this.#sessions.delete(session.id);
    const ofMachine = this.#byMachine.get(session.machine.id);
    ofMachine?.delete(session);
    if (ofMachine?.size === 0) this.#byMachine.delete(session.machine.id);
    for (const [stream, owner] of this.#byStream) if (owner === session) this.#byStream.delete(stream);
    this.#endedIds.add(endedKey(session.id, session.machine.id));
    for (const oldest of this.#endedIds) {
      if (this.#endedIds.size <= MAX_REMEMBERED_ENDS) break;
      this.#endedIds.delete(oldest);
    }
  }

  /** Each start gets a new number, so that what is still under way from the one before is told apart. */
  #takeStream(session: LiveSession): number {
    do this.#lastStream = this.#lastStream >= MAX_STREAM ? 1 : this.#lastStream + 1;
    while (this.#byStream.has(this.#lastStream));
    this.#byStream.set(this.#lastStream, session);
    return this.#lastStream;
  }
}

function endedKey(sessionId: string, machineId: string): string {
  return `${machineId}/${sessionId}`;
}
