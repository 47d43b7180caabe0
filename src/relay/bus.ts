/**
 * What relays on several server processes tell one another: an order about a session, machine or person reaches the
 * process that holds its sockets. In memory for one process; a bus between processes implements the same interface.
 */

export type RelayOrder =
  | { kind: "end_session"; sessionId: string; endedBy: string }
  | { kind: "drop_machine"; machineId: string }
  | { kind: "drop_user"; userId: string; machineId?: string }
  /** An agent connected to `node`: any other node that holds a connection of it closes that one (4409). */
  | { kind: "agent_connected"; machineId: string; node: string };

export interface RelayBus {
  /** Reaches every subscriber on every node, the sender's own included. */
  publish(order: RelayOrder): void;
  /** The answer ends the subscription. */
  subscribe(receive: (order: RelayOrder) => void): () => void;
}

/** For one process: orders are carried out before `publish` returns. */
export function createMemoryBus(): RelayBus {
  const receivers = new Set<(order: RelayOrder) => void>();
  return {
    publish(order) {
      for (const receive of receivers) receive(order);
    },
    subscribe(receive) {
      receivers.add(receive);
      return () => receivers.delete(receive);
    },
  };
}
