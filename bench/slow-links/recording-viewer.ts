/**
 * Viewers of one bench in a process of their own: they acknowledge as ours does, and keep what came with its time. What
 * was to be seen when is worked out afterwards, so that decoding takes nothing from what is measured.
 */
import { MESSAGE_TYPE } from "../../protocol/binary/message-type.ts";
import { createWallClock } from "../wall-clock.ts";

export type ViewerOrder =
  | { type: "open"; name: string; port: number; sessionId: string; token: string; path: string }
  | { type: "flush" }
  | { type: "close" };

/** One message as it came: u32 length, f64 time, bytes. */
const wallClock = createWallClock();

type OpenViewer = { socket: WebSocket; name: string; parts: Uint8Array[]; path: string };
const viewers: OpenViewer[] = [];

function open(order: Extract<ViewerOrder, { type: "open" }>): void {
  const query = new URLSearchParams({ session_id: order.sessionId, codecs: "tiles,jpeg,scaled", max_fps: "60" });
  const socket = new WebSocket(`ws://127.0.0.1:${order.port}/ws/viewer?${query}`, {
    headers: { Origin: `http://127.0.0.1:${order.port}` },
    protocols: ["remotelink.v1", `remotelink.token.${order.token}`],
  } as never);
  socket.binaryType = "arraybuffer";
  const viewer: OpenViewer = { socket, name: order.name, parts: [], path: order.path };
  viewers.push(viewer);
  socket.onopen = () => process.send?.({ type: "open", name: order.name });
  socket.onclose = ({ code, reason }) => process.send?.({ type: "closed", name: order.name, code, reason });
  socket.onmessage = ({ data }) => {
    if (!(data instanceof ArrayBuffer)) return;
    const arrivedAt = wallClock();
    const view = new DataView(data);
    if (view.getUint8(0) !== MESSAGE_TYPE.framebufferUpdate) return;
    const stream = view.getUint16(2);
    socket.send(JSON.stringify({ type: "frame_ack", stream, frame: view.getUint32(4), decode_ms: 0 }));
    const header = new DataView(new ArrayBuffer(12));
    header.setUint32(0, data.byteLength);
    header.setFloat64(4, arrivedAt);
    viewer.parts.push(new Uint8Array(header.buffer), new Uint8Array(data));
  };
}

process.on("message", async (order: ViewerOrder) => {
  if (order.type === "open") open(order);
  if (order.type === "flush") {
    for (const viewer of viewers) {
      const parts = viewer.parts;
      viewer.parts = [];
      await Bun.write(viewer.path, new Blob(parts as BlobPart[]));
    }
    process.send?.({ type: "flushed" });
  }
  if (order.type === "close") process.exit(0);
});
process.on("disconnect", () => process.exit(0));
process.send?.({ type: "ready" });
