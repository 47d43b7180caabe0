/** What the relay needs of the services; `main.ts` hands it in, tests hand in their own. */
import type { AuditAction } from "../../protocol/audit-actions.ts";
import type { Permission } from "../../protocol/permissions.ts";

/** `hardwareId`: the one that is kept of this machine. */
export type AgentIdentity = { machineId: string; name: string; canWake: boolean; hardwareId?: string | null };

/** An agent that came in, and where its connection comes from: as far as the proxies in between are trusted to say. */
export type AdmittedAgent = Pick<AgentIdentity, "machineId" | "name"> & { address: string | null };

/** Who a viewer is and what it may do, as fixed when the session was created. */
export type ViewerTicket = {
  ticketId: string;
  sessionId: string;
  machineId: string;
  machineName: string;
  /** A MAC address is known, so Wake-on-LAN can be tried. */
  canWake: boolean;
  userId: string | null;
  userName: string;
  userEmail: string;
  viewOnly: boolean;
  /** An administrator, or the person who started the session: may take control from whoever has it. */
  mayTakeOver: boolean;
  /** Why the session was started, in the technician's words; empty: not said. */
  reason: string;
  permissions: ReadonlySet<Permission>;
};

/** A viewer that came in: its ticket, and where its connection comes from. */
export type AdmittedViewer = ViewerTicket & { address: string | null };

export type ViewerAdmission =
  | { kind: "admitted"; ticket: ViewerTicket }
  /** Unknown session, or a token that is not this session's: one answer for both. */
  | { kind: "unknown" }
  | { kind: "ended" }
  /** The person was disabled or lost the machine since the session was created. */
  | { kind: "forbidden" };

export interface SessionRecording {
  /** One frame at a time. Rejects once, when nothing more can be written. */
  write(jpeg: Uint8Array, atMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface RelayServices {
  /** Checks an access key against its hash; null for any mismatch. Runs before the upgrade. */
  authenticateAgent(machineId: string, accessKey: string): Promise<AgentIdentity | null>;
  admitViewer(sessionId: string, viewerToken: string): Promise<ViewerAdmission>;
  /** Presence is kept in memory and written in batches; these never wait. */
  agentConnected(machineId: string): void;
  agentDisconnected(machineId: string): void;
  agentSeen(machineId: string): void;
  /** From now on this is the machine's hardware; `before` is what was kept until now. */
  keepHardware?(agent: AdmittedAgent, hardwareId: string, before: string | null): Promise<void>;
  /**
   * Writes into the audit log what a viewer is about to do on the machine.
   * Rejects when it cannot be written: then it is not done.
   */
  recordAction(viewer: AdmittedViewer, action: AuditAction, details: Record<string, unknown>): Promise<void>;
  /** A viewer asked for what it may not do; never waits. */
  actionRefused(viewer: AdmittedViewer, refusal: { message: string; permission: Permission }): void;
  /** What the installation has people at attended machines agree to; empty: no more than who asks for what. */
  consentText?(): string;
  /** Null: sessions are not recorded. */
  openRecording?(ticket: ViewerTicket): SessionRecording | null;
  /** Marks the session as over; `endedBy` is for people: a name, "agent", "idle". `agent`: it was its machine that ended it. */
  sessionEnded(sessionId: string, endedBy: string, agent: AdmittedAgent | null): Promise<void>;
}
