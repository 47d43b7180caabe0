/** Resolves when something listens on a local TCP port. */
const DEADLINE_MS = 15_000;

export async function waitForPort(port: number): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    try {
      const socket = await Bun.connect({ hostname: "127.0.0.1", port, socket: { data() {} } });
      socket.end();
      return;
    } catch (cause) {
      if (performance.now() > deadline) throw new Error(`nothing listens on port ${port}`, { cause });
      await Bun.sleep(50);
    }
  }
}
