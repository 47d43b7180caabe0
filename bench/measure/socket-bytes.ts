/**
 * Bytes on the wire by the kernel's own count (TCP_INFO through `ss`): exact, and without a proxy in the way of what is
 * timed. Seen from the clients' side of a loopback connection, so that each belongs to a process.
 */

export type ClientConnection = {
  /** The client's end, such as "127.0.0.1:40123": tells connections apart. */
  address: string;
  pid: number;
  sentBytes: number;
  receivedBytes: number;
};

/** Every open connection of this machine to a local TCP port. */
export async function connectionsTo(port: number): Promise<ClientConnection[]> {
  const ss = Bun.spawn(["ss", "-tinpHO", "state", "established", `( dport = :${port} )`], {
    stdout: "pipe",
    stderr: "inherit",
  });
  const lines = (await new Response(ss.stdout).text()).split("\n").filter((line) => line.trim());
  if ((await ss.exited) !== 0) throw new Error("`ss` (iproute2) is needed to count bytes on the wire");
  return lines.map((line) => ({
    address: line.trim().split(/\s+/)[2] ?? "",
    pid: Number(/pid=(\d+)/.exec(line)?.[1] ?? 0),
    sentBytes: Number(/bytes_sent:(\d+)/.exec(line)?.[1] ?? 0),
    receivedBytes: Number(/bytes_received:(\d+)/.exec(line)?.[1] ?? 0),
  }));
}

/** What a server sent to everyone but the given processes (its own agents). */
export async function bytesToViewers(port: number, otherPids: readonly number[]): Promise<number> {
  const connections = await connectionsTo(port);
  return connections
    .filter((connection) => !otherPids.includes(connection.pid))
    .reduce((sum, connection) => sum + connection.receivedBytes, 0);
}

const POLL_MS = 250;

/**
 * Counts the bytes both ways between one process and a port, of connections that come and go as well.
 * @returns a meter whose `stop` tells them
 */
export async function startByteMeter(port: number, pid: number): Promise<{ stop(): Promise<number> }> {
  const total = new Map<string, number>();
  const poll = async (): Promise<void> => {
    for (const connection of await connectionsTo(port)) {
      if (connection.pid === pid) total.set(connection.address, connection.sentBytes + connection.receivedBytes);
    }
  };
  const sum = (): number => [...total.values()].reduce((bytes, each) => bytes + each, 0);
  await poll();
  const before = sum();
  let isRunning = true;
  const polling = (async () => {
    while (isRunning) {
      await Bun.sleep(POLL_MS);
      await poll();
    }
  })();
  return {
    async stop() {
      isRunning = false;
      await polling;
      return sum() - before;
    },
  };
}
