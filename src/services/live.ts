/** What services may ask of live sockets. The relay implements it and `main.ts` passes it in. */
export interface LiveConnections {
  isMachineOnline(machineId: string): boolean;
  onlineMachineIds(): ReadonlySet<string>;
  /** The session has a viewer, or had one until a moment ago: the relay will tell when it is over. */
  hasSession(sessionId: string, machineId: string): boolean;
  /** Tells agent and viewers that the session is over and closes its viewers (4410). */
  endSession(sessionId: string, endedBy: string): void;
  /** The machine was removed or its key revoked: closes its agent (4401) and all its sessions. */
  dropMachine(machineId: string): void;
  /** The person was disabled or lost rights: closes their viewers (4403) on the given machine, or on all. */
  dropUser(userId: string, machineId?: string): void;
}
