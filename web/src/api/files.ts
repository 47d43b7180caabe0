/** A machine's files within a session. Uploads have a Worker of their own (viewer/files). */
import type { FolderListing } from "../../../protocol/rest/files.ts";
import { request } from "./http-client.ts";

export type FilesOf = { sessionId: string; elevated: boolean };

const base = (sessionId: string) => `/api/sessions/${sessionId}/files`;

export function fetchFolder(
  { sessionId, elevated }: FilesOf,
  path: string,
  signal?: AbortSignal,
): Promise<FolderListing> {
  return request(`${base(sessionId)}?${new URLSearchParams({ path, elevated: String(elevated) })}`, { signal });
}

export function createFolder({ sessionId, elevated }: FilesOf, path: string): Promise<{ path: string }> {
  return request(`${base(sessionId)}/folders`, { method: "POST", body: { path, elevated } });
}

export function renameFile({ sessionId, elevated }: FilesOf, path: string, newPath: string): Promise<{ path: string }> {
  return request(`${base(sessionId)}/rename`, { method: "POST", body: { path, new_path: newPath, elevated } });
}

/** However long it takes: folders go with all that is in them. */
export function deleteFiles({ sessionId, elevated }: FilesOf, paths: readonly string[]): Promise<{ deleted: number }> {
  return request(base(sessionId), { method: "DELETE", body: { paths, elevated }, timeoutMs: null });
}

/** One file as it is; several, and folders, as a zip. The browser loads it, shows its progress and goes on with it. */
export function downloadAddress({ sessionId, elevated }: FilesOf, paths: readonly string[]): string {
  const query = new URLSearchParams(paths.map((path) => ["path", path]));
  if (elevated) query.set("elevated", "true");
  return `${base(sessionId)}/content?${query}`;
}
