/** What an agent costs that nobody is connected to: CPU, network, memory, and how soon it is online. */
import { residentBytes, startCpuMeter } from "../measure/process-usage.ts";
import { startByteMeter } from "../measure/socket-bytes.ts";
import { startRemoteLink } from "./remotelink.ts";

export type IdleAgent = {
  startToOnlineMs: number;
  cores: number;
  bytesPerMinute: number;
  residentBytes: number;
  serverCores: number;
  serverResidentBytes: number;
};

/** Start-up's work is over: registration, inventory, garbage. */
const SETTLE_MS = 3_000;
/** Two periods of the heartbeat and of pings, whichever is longer. */
const WATCH_MS = 60_000;

export async function measureIdleAgent(): Promise<IdleAgent> {
  const product = await startRemoteLink();
  try {
    const { agent, server } = product;
    await Bun.sleep(SETTLE_MS);
    const agentMeter = startCpuMeter([agent.pid]);
    const serverMeter = startCpuMeter([server.pid]);
    const byteMeter = await startByteMeter(server.port, agent.pid);
    await Bun.sleep(WATCH_MS);
    return {
      startToOnlineMs: product.startToOnlineMs,
      cores: agentMeter.stop(),
      bytesPerMinute: (await byteMeter.stop()) / (WATCH_MS / 60_000),
      residentBytes: residentBytes(agent.pid),
      serverCores: serverMeter.stop(),
      serverResidentBytes: residentBytes(server.pid),
    };
  } finally {
    await product.stop();
  }
}
