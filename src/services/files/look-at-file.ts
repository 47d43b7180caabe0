/** `HEAD /api/sessions/:id/files/content`: what a file is, and how much of an upload to its place is there, as far as the asker may know. */
import { fileLook, uploadLook } from "../../../protocol/rest/files.ts";
import type { ServiceContext } from "../context.ts";
import { notFound, ServiceFailure } from "../failures.ts";
import { useSession } from "../sessions/held-permissions.ts";
import { readFacts } from "../streams/read-json.ts";
import { askAboutFiles, type FileQuestion } from "./file-question.ts";

export type FileLook = {
  /** null: there is none, or it is not for the asker to know. */
  file: ReturnType<typeof fileLook.parse> | null;
  uploadOffset: number | null;
};

/** @throws ServiceFailure (`not_found`) when there is neither */
export async function lookAtFile(
  context: ServiceContext,
  question: FileQuestion,
  { path, uploadId, elevated }: { path: string; uploadId: string; elevated: boolean },
): Promise<FileLook> {
  const { permissions } = await useSession(context, question.actor, question.sessionId, ["files_read", "files_write"]);
  const [file, uploadOffset] = await Promise.all([
    permissions.has("files_read") ? lookAt(context, question, { path, elevated }) : null,
    permissions.has("files_write") ? offsetOf(context, question, { path, uploadId, elevated }) : null,
  ]);
  if (!file && uploadOffset === null) throw notFound("file");
  return { file, uploadOffset };
}

async function lookAt(context: ServiceContext, question: FileQuestion, of: { path: string; elevated: boolean }) {
  try {
    const { facts } = await askAboutFiles(context, question, { request: { kind: "file_look", ...of } });
    return readFacts(facts, fileLook);
  } catch (failure) {
    if (failure instanceof ServiceFailure && failure.kind === "not_found") return null;
    throw failure;
  }
}

async function offsetOf(
  context: ServiceContext,
  question: FileQuestion,
  { path, uploadId, elevated }: { path: string; uploadId: string; elevated: boolean },
): Promise<number | null> {
  const request = { kind: "upload_look", path, upload_id: uploadId, elevated } as const;
  const { facts } = await askAboutFiles(context, question, { request });
  return readFacts(facts, uploadLook).upload_offset;
}
