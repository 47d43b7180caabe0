/** What services may ask of live sockets. The relay implements it and `main.ts` passes it in. */
import type { RelayCommand } from "../../protocol/messages/relay-to-agent.ts";
import type { Permission } from "../../protocol/permissions.ts";

export type AgentCommand = Extract<RelayCommand, { type: "open_stream" }>;

export type AskedAgent =
  /** `gone` aborts when the connection that it was asked over is lost. */
  | { kind: "asked"; gone: AbortSignal }
  | { kind: "offline" }
  | { kind: "ended" }
  /** The person at the machine has not agreed to this session (yet). */
  | { kind: "waiting_consent" }
  /** An agent of the plain protocol. */
  | { kind: "unsupported" };

export type OpenTicket = { ticketId: string; permissions: ReadonlySet<Permission>; mayTakeOver: boolean };

export interface LiveConnections {
  isMachineOnline(machineId: string): boolean;
  /** What the agent that is connected now told of its hardware; null: none is, or it told nothing. */
  hardwareOf(machineId: string): string | null;
  onlineMachineIds(): ReadonlySet<string>;
  /** The session has a viewer, or had one until a moment ago: the relay will tell when it is over. */
  hasSession(sessionId: string, machineId: string): boolean;
  /** Tells agent and viewers that the session is over and closes its viewers (4410). */
  endSession(sessionId: string, endedBy: string): void;
  /** Says the command to the session's agent, if the session may have something done there now. */
  askAgent(machineId: string, command: AgentCommand): AskedAgent;
  /** The machine was removed or its key revoked: closes its agent (4401) and all its sessions. */
  dropMachine(machineId: string): void;
  /** The person was disabled or lost rights: closes their viewers (4403) on the given machine, or on all. */
  dropUser(userId: string, machineId?: string): void;
  /** Asks those of the machines that are online, and whose agents know how, to wake others of their subnet; how many. */
  wakePeers(machineIds: readonly string[], macAddresses: readonly string[]): number;
  /** Has those of the machines that are online ask for their update now; agents of the plain protocol do when they next beat. */
  checkUpdates(machineIds: readonly string[]): void;
  /** The tickets of the viewers that are connected to this process, with what each was let in with. */
  openTickets(): readonly OpenTicket[];
  /** Closes the viewers of a ticket: `changed` (1012), they may come again with what they are allowed now; `not_allowed` (4403). */
  dropTicket(ticketId: string, why: "changed" | "not_allowed"): void;
}
