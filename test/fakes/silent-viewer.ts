/** A viewer that joins a session and then reads nothing: a bare TCP socket that does the upgrade and stops. */
import { connect } from "node:net";
import type { SessionKey } from "./relay-world.ts";

export type SilentViewer = {
  /** The upgrade's answer and what came with it, as text. */
  head: string;
  close(): void;
};

export async function openSilentViewer(port: number, session: SessionKey): Promise<SilentViewer> {
  const socket = connect(port, "127.0.0.1");
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  socket.once("error", reject);
  socket.once("data", (data) => {
    socket.pause();
    resolve(String(data));
  });
  const path = `/ws/viewer?session_id=${session.sessionId}&viewer_token=${session.viewerToken}&codecs=tiles,jpeg`;
  socket.write(
    [
      `GET ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      `Origin: http://127.0.0.1:${port}`,
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      "Sec-WebSocket-Version: 13",
      "\r\n",
    ].join("\r\n"),
  );
  const head = await promise;
  if (!head.startsWith("HTTP/1.1 101")) throw new Error(`the upgrade was refused: ${head.split("\r\n")[0]}`);
  return { head, close: () => socket.destroy() };
}
