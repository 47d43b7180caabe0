/** `POST /api/sessions/:id/files/batch`: many small files in one body (protocol/file-batch.ts). */
import { type BatchUploaded, batchUploaded } from "../../../protocol/rest/files.ts";
import type { ServiceContext } from "../context.ts";
import { readJson } from "../streams/read-json.ts";
import type { Bytes } from "../streams/stream-broker.ts";
import { askAboutFiles, type FileQuestion } from "./file-question.ts";

export async function writeBatch(
  context: ServiceContext,
  question: FileQuestion,
  { path, overwrite, elevated, body }: { path: string; overwrite: boolean; elevated: boolean; body: Bytes },
): Promise<BatchUploaded> {
  const { bytes } = await askAboutFiles(context, question, {
    request: { kind: "file_write_batch", path, overwrite, elevated },
    body,
    record: { action: "session.files_uploaded", details: { folder: path, overwrite } },
  });
  return readJson(bytes, batchUploaded);
}
