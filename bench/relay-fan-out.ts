/**
 * What the relay costs: a real relay in a process of its own, an agent and acknowledging viewers on real sockets here.
 * Updates of 100 KB to 1, 10 and 100 viewers, small ones to one, and a viewer that stops reading beside one that reads.
 */
import { connect } from "node:net";
import { ENCODING, writeFramebufferUpdate } from "../protocol/binary/framebuffer-update.ts";
import { PERMISSIONS } from "../protocol/permissions.ts";
import type { RelayServices } from "../src/relay/ports.ts";
import { createRelay } from "../src/relay/relay.ts";
import { formatTable } from "./report/table.ts";

export type FanOutRow = {
  name: string;
  /** Processor time of the relay for one update to all viewers, acknowledgements included. */
  relayMsPerUpdate: number;
  /** From sending to the last viewer's acknowledgement at the agent's side, per update, two on the way. */
  wallMsPerUpdate: number;
  /** Delivered to all viewers together. */
  megabytesPerSecond: number;
  lostPercent: number;
  relayRssMegabytes: number;
  relayGrowthMegabytes: number;
};

type Usage = { cpuMs: number; rssBytes: number };
type Load = { name: string; viewers: number; bytes: number; updates: number; silent?: boolean };

const LOADS: readonly Load[] = [
  { name: "300 B to 1 viewer", viewers: 1, bytes: 300, updates: 20_000 },
  { name: "100 KB to 1 viewer", viewers: 1, bytes: 100_000, updates: 1_000 },
  { name: "100 KB to 10 viewers", viewers: 10, bytes: 100_000, updates: 300 },
  { name: "100 KB to 100 viewers", viewers: 100, bytes: 100_000, updates: 60 },
  {
    name: "100 KB to 1 viewer beside one that stops reading",
    viewers: 1,
    bytes: 100_000,
    updates: 1_000,
    silent: true,
  },
];
const SCREEN = { width: 1920, height: 1080 };
const MACHINE_ID = "0190a7c5-1f2e-7a3b-8c4d-5e6f708192a3";
/** As our agent has on a LAN. */
const IN_FLIGHT = 2;

export async function measureRelayFanOut(): Promise<FanOutRow[]> {
  const rows: FanOutRow[] = [];
  for (const load of LOADS) rows.push(await measureLoad(load));
  return rows;
}

async function measureLoad(load: Load): Promise<FanOutRow> {
  const relay = await startRelayProcess();
  const sessionId = crypto.randomUUID();
  const url = `ws://127.0.0.1:${relay.port}/ws`;
  const agent = openSocket(`${url}/agent?machine_id=${MACHINE_ID}&access_key=k`, {
    headers: { "X-Remotelink-Protocol": "1" },
  });
  await opened(agent);
  const started = new Promise<number>((resolve) => {
    agent.addEventListener("message", ({ data }) => {
      const message = JSON.parse(String(data));
      if (message.type === "start_stream") resolve(message.stream);
    });
  });
  const viewers = await Promise.all(
    Array.from({ length: load.viewers }, () =>
      openViewer(`${url}/viewer?session_id=${sessionId}&viewer_token=t`, relay.port),
    ),
  );
  const silent = load.silent ? await openSilentViewer(sessionId, relay.port) : null;
  const stream = await started;
  const send = (frame: number) => agent.send(updateOf(stream, frame, load.bytes));

  const warmUp = Math.ceil(load.updates / 10);
  await sendAll(send, viewers, 1, warmUp);
  const before = await relay.usage();
  const countBefore = viewers.reduce((sum, viewer) => sum + viewer.frames, 0);
  const startedAt = performance.now();
  await sendAll(send, viewers, warmUp + 1, load.updates);
  const wallMs = performance.now() - startedAt;
  const after = await relay.usage();
  const delivered = viewers.reduce((sum, viewer) => sum + viewer.frames, 0) - countBefore;

  agent.close();
  for (const viewer of viewers) viewer.socket.close();
  silent?.destroy();
  await relay.stop();
  return {
    name: load.name,
    relayMsPerUpdate: (after.cpuMs - before.cpuMs) / load.updates,
    wallMsPerUpdate: wallMs / load.updates,
    megabytesPerSecond: (delivered * load.bytes) / 1_000 / wallMs,
    lostPercent: 100 * (1 - delivered / (load.updates * load.viewers)),
    relayRssMegabytes: after.rssBytes / 1_000_000,
    relayGrowthMegabytes: (after.rssBytes - before.rssBytes) / 1_000_000,
  };
}

/** Sends `count` updates from `first` on, each when the slowest viewer has all but two of those before. */
async function sendAll(send: (frame: number) => void, viewers: readonly Viewer[], first: number, count: number) {
  const last = first + count - 1;
  const slowest = () => Math.min(...viewers.map((viewer) => viewer.lastFrame));
  const { promise, resolve } = Promise.withResolvers<void>();
  let next = first;
  const advance = () => {
    while (next <= last && next - slowest() <= IN_FLIGHT) send(next++);
    if (slowest() >= last) resolve();
  };
  for (const viewer of viewers) viewer.onFrame = advance;
  advance();
  await promise;
}

/** One rect as large as the update is to be; what is in it nobody looks at. */
function updateOf(stream: number, frame: number, bytes: number): Uint8Array<ArrayBuffer> {
  const side = bytes < 1_000 ? { width: 10, height: 20 } : { width: 640, height: 512 };
  const rect = { x: 64, y: 64, ...side, encoding: ENCODING.jpeg, data: new Uint8Array(bytes - 31) };
  return writeFramebufferUpdate({ flags: 0, stream, frame, capturedAtMs: 0, ...SCREEN, rects: [rect] });
}

type Viewer = { socket: Bun.WebSocket; frames: number; lastFrame: number; onFrame: () => void };

async function openViewer(url: string, port: number): Promise<Viewer> {
  const socket = openSocket(`${url}&codecs=tiles&max_fps=60`, { headers: { Origin: `http://127.0.0.1:${port}` } });
  socket.binaryType = "nodebuffer";
  const viewer: Viewer = { socket, frames: 0, lastFrame: 0, onFrame: () => {} };
  socket.addEventListener("message", ({ data }) => {
    if (typeof data === "string") return;
    const update = data as Buffer;
    viewer.frames++;
    viewer.lastFrame = update.readUInt32BE(4);
    socket.send(`{"type":"frame_ack","stream":${update.readUInt16BE(2)},"frame":${viewer.lastFrame},"decode_ms":0}`);
    viewer.onFrame();
  });
  await opened(socket);
  return viewer;
}

/** Does the upgrade and reads nothing more. */
function openSilentViewer(sessionId: string, port: number): Promise<ReturnType<typeof connect>> {
  const socket = connect(port, "127.0.0.1");
  const lines = [
    `GET /ws/viewer?session_id=${sessionId}&viewer_token=t&codecs=tiles HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Origin: http://127.0.0.1:${port}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("data", () => {
      socket.pause();
      resolve(socket);
    });
  });
}

function openSocket(url: string, options: Bun.WebSocketOptions): Bun.WebSocket {
  const BunWebSocket = WebSocket as unknown as new (url: string, options: Bun.WebSocketOptions) => Bun.WebSocket;
  return new BunWebSocket(url, options);
}

function opened(socket: Bun.WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("close", ({ code }) => reject(new Error(`the relay closed the socket with ${code}`)));
  });
}

type RelayProcess = { port: number; usage(): Promise<Usage>; stop(): Promise<void> };

async function startRelayProcess(): Promise<RelayProcess> {
  let receive: (message: unknown) => void = () => {};
  const answer = () => new Promise<unknown>((resolve) => (receive = resolve));
  const ready = answer();
  const child = Bun.spawn([process.execPath, import.meta.path, "--serve"], {
    ipc: (message) => receive(message),
    stdout: "inherit",
    stderr: "inherit",
  });
  const port = Number(await ready);
  return {
    port,
    async usage() {
      const usage = answer();
      child.send("usage");
      return (await usage) as Usage;
    },
    async stop() {
      child.kill();
      await child.exited;
    },
  };
}

/** The process that is measured: the relay with services that admit everybody. */
function serve(): void {
  const services: RelayServices = {
    authenticateAgent: async (machineId) => ({ machineId, name: "bench", canWake: false }),
    admitViewer: async (sessionId) => ({
      kind: "admitted",
      ticket: {
        sessionId,
        machineId: MACHINE_ID,
        machineName: "bench",
        canWake: false,
        ticketId: sessionId,
        userId: null,
        userName: "bench",
        userEmail: "",
        viewOnly: false,
        mayTakeOver: false,
        reason: "",
        permissions: new Set(PERMISSIONS),
      },
    }),
    agentConnected: () => {},
    agentDisconnected: () => {},
    agentSeen: () => {},
    recordAction: async () => {},
    actionRefused: () => {},
    sessionEnded: async () => {},
  };
  const relay = createRelay({ services, limits: { messageRate: { perSecond: 1e6, burst: 1e6 } } });
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request, self) => relay.upgrade(request, self),
    websocket: relay.websocket,
  });
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1_000, rssBytes: process.memoryUsage.rss() } satisfies Usage);
  });
  process.send?.(server.port);
}

function report(rows: readonly FanOutRow[]): string {
  return formatTable([
    ["updates", "relay ms each", "wall ms each", "MB/s", "lost %", "RSS MB", "growth MB"],
    ...rows.map((row) => [
      row.name,
      row.relayMsPerUpdate.toFixed(3),
      row.wallMsPerUpdate.toFixed(3),
      row.megabytesPerSecond.toFixed(1),
      row.lostPercent.toFixed(1),
      row.relayRssMegabytes.toFixed(1),
      row.relayGrowthMegabytes.toFixed(1),
    ]),
  ]);
}

if (process.argv.includes("--serve")) {
  serve();
} else if (import.meta.main) {
  console.log(report(await measureRelayFanOut()));
  process.exit(0);
}
