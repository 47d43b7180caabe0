/** A viewer that is admitted and then never reads: the kernel's buffers fill, then whatever the server keeps for it. */
import { connect, type Socket } from "node:net";
import type { SessionTicket } from "../../protocol/rest/people.ts";

/** @param url the server's, such as "http://127.0.0.1:40123" */
export function openStalledViewer(url: string, ticket: SessionTicket): Socket {
  const { host, hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.pause();
  socket.write(
    [
      `GET /ws/viewer?session_id=${ticket.session_id}&codecs=tiles,jpeg&max_fps=60 HTTP/1.1`,
      `Host: ${host}`,
      `Origin: ${url}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: c3RhbGxlZCB2aWV3ZXIgMQ==",
      `Sec-WebSocket-Protocol: remotelink.v1, remotelink.token.${ticket.viewer_token}`,
      "",
      "",
    ].join("\r\n"),
  );
  return socket;
}
