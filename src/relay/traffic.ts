/** What goes through the relay, counted: plain numbers that somebody may read now and then. */

export type Side = "agents" | "viewers";
export type Direction = "received" | "sent";

export type RelayTraffic = {
  messages: Record<Side, Record<Direction, number>>;
  bytes: Record<Side, Record<Direction, number>>;
  /** Times that a viewer was taken out of what all are sent at once: it does not keep up, or has a stream of its own now. */
  fellBehind: number;
  /** Sockets that were closed because their other end did not read. */
  closedUnread: number;
};

export function createTraffic(): RelayTraffic {
  const none = () => ({ agents: { received: 0, sent: 0 }, viewers: { received: 0, sent: 0 } });
  return { messages: none(), bytes: none(), fellBehind: 0, closedUnread: 0 };
}

/** How many viewers are in each topic: what is published once is sent so often. */
export type TopicMembers = Map<string, number>;

export function count(
  traffic: RelayTraffic,
  { side, direction, bytes, times = 1 }: { side: Side; direction: Direction; bytes: number; times?: number },
): void {
  traffic.messages[side][direction] += times;
  traffic.bytes[side][direction] += bytes * times;
}
