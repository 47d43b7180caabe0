/** One viewer that stops reading beside one that reads: what the reader loses, and what the server piles up. */
import { MESSAGE_TYPE } from "../../protocol/binary/message-type.ts";
import type { SessionTicket } from "../../protocol/rest/people.ts";
import { openStalledViewer } from "../../test/fakes/stalled-viewer.ts";
import { residentBytes } from "../measure/process-usage.ts";
import { startPainter } from "../painter-process.ts";
import { type RemoteLink, startRemoteLink } from "./remotelink.ts";

export type StalledViewer = {
  /** Updates that the reader was sent, a second, alone and beside the stalled one. */
  aloneFramesPerSecond: number;
  besideFramesPerSecond: number;
  /** Frame numbers that the reader never saw while the other was stalled. */
  lostFrames: number;
  serverGrowthBytes: number;
};

const SECONDS = 10;

export async function measureStalledViewer(): Promise<StalledViewer> {
  const product = await startRemoteLink();
  try {
    const ticket = await product.administrator.startSession(product.machineId);
    const reader = openReader(product, ticket);
    const painter = await startPainter(product.display, "motion");
    painter.start();
    await Bun.sleep(1_000);
    const alone = await reader.count(SECONDS);
    const memoryBefore = residentBytes(product.server.pid);
    const stalled = openStalledViewer(product.server.url, ticket);
    await Bun.sleep(1_000);
    const beside = await reader.count(SECONDS);
    const serverGrowthBytes = residentBytes(product.server.pid) - memoryBefore;
    stalled.destroy();
    reader.close();
    await painter.stop();
    return {
      aloneFramesPerSecond: alone.frames / SECONDS,
      besideFramesPerSecond: beside.frames / SECONDS,
      lostFrames: beside.lost,
      serverGrowthBytes,
    };
  } finally {
    await product.stop();
  }
}

function viewerUrl(product: RemoteLink, ticket: SessionTicket): string {
  const query = new URLSearchParams({ session_id: ticket.session_id, codecs: "tiles,jpeg", max_fps: "60" });
  return `ws://127.0.0.1:${product.server.port}/ws/viewer?${query}`;
}

/** A viewer that acknowledges each update as soon as it has arrived. */
function openReader(product: RemoteLink, ticket: SessionTicket) {
  let frames = 0;
  let lost = 0;
  let lastFrame: number | null = null;
  const socket = new WebSocket(viewerUrl(product, ticket), {
    headers: { Origin: product.server.url },
    protocols: ["remotelink.v1", `remotelink.token.${ticket.viewer_token}`],
  } as never);
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({ data }) => {
    if (!(data instanceof ArrayBuffer)) return;
    const view = new DataView(data);
    if (view.getUint8(0) !== MESSAGE_TYPE.framebufferUpdate) return;
    const frame = view.getUint32(4);
    if (lastFrame !== null) lost += Math.max(0, frame - lastFrame - 1);
    lastFrame = frame;
    frames++;
    socket.send(JSON.stringify({ type: "frame_ack", stream: view.getUint16(2), frame, decode_ms: 0 }));
  };
  return {
    async count(seconds: number) {
      frames = 0;
      lost = 0;
      await Bun.sleep(seconds * 1000);
      return { frames, lost };
    },
    close: () => socket.close(),
  };
}
