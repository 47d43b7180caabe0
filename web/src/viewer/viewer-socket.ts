/** The address and credentials of a viewer's socket. */

/** What this viewer can show, best first, and how often. */
const CODECS = "tiles,jpeg,scaled";
const MAX_FPS = 60;

/** The token goes as a subprotocol: addresses end up in logs. */
export function openViewerSocket(sessionId: string, viewerToken: string): WebSocket {
  const url = new URL("/ws/viewer", location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  url.search = new URLSearchParams({ session_id: sessionId, codecs: CODECS, max_fps: String(MAX_FPS) }).toString();
  const socket = new WebSocket(url, ["remotelink.v1", `remotelink.token.${viewerToken}`]);
  socket.binaryType = "arraybuffer";
  return socket;
}
