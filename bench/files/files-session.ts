/** Server and agent with a session whose files are reached over HTTP. */
import { startRemoteLink } from "../ours/remotelink.ts";

export type FilesSession = {
  /** ".../api/sessions/<id>/files" */
  files: string;
  /** What a page of this server's own sends with each request. */
  headers: { Cookie: string; Origin: string };
  /** As a query says it: where the agent is root and nobody sits at the machine, files are root's. */
  elevated: "true" | "false";
  processes(): { server: number; agent: number };
  stop(): Promise<void>;
};

export async function openFilesSession(): Promise<FilesSession> {
  const product = await startRemoteLink();
  const ticket = await product.administrator.startSession(product.machineId);
  return {
    files: `${product.server.url}/api/sessions/${ticket.session_id}/files`,
    headers: { Cookie: product.administrator.cookie, Origin: product.server.url },
    elevated: process.getuid?.() === 0 ? "true" : "false",
    processes: () => ({ server: product.server.pid, agent: product.agent.pid }),
    stop: () => product.stop(),
  };
}
