/** The machine's clipboard over HTTP: pictures, and text too long for a message. */
import { requestBytes } from "./http-client.ts";

const pathOf = (sessionId: string) => `/api/sessions/${sessionId}/clipboard`;

/** What it holds now: text/plain or image/png. */
export async function fetchClipboard(sessionId: string): Promise<Blob> {
  return (await requestBytes(pathOf(sessionId))).blob();
}

/** @param content its type says which: text/plain or image/png */
export async function putClipboard(sessionId: string, content: Blob): Promise<void> {
  await requestBytes(pathOf(sessionId), { method: "PUT", body: content });
}
