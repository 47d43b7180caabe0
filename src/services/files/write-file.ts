/** `PUT` and `PATCH /api/sessions/:id/files/content`: an upload, from its beginning or from where it was broken off. */
import type { StreamRequest } from "../../../protocol/messages/stream-request.ts";
import { uploaded, uploadedPart } from "../../../protocol/rest/files.ts";
import type { ServiceContext } from "../context.ts";
import { readFacts } from "../streams/read-json.ts";
import type { Bytes } from "../streams/stream-broker.ts";
import { askAboutFiles, type FileQuestion } from "./file-question.ts";

export type WriteRequest = Omit<Extract<StreamRequest, { kind: "file_write" }>, "kind">;
type Written = { kind: "whole"; file: ReturnType<typeof uploaded.parse> } | { kind: "part"; uploadOffset: number };

export async function writeFile(
  context: ServiceContext,
  question: FileQuestion,
  { write, body }: { write: WriteRequest; body: Bytes },
): Promise<Written> {
  const { path, overwrite, offset, length } = write;
  const details = {
    path,
    overwrite,
    ...(length !== undefined && { bytes: length }),
    ...(offset && { from_byte: offset }),
  };
  const { facts } = await askAboutFiles(context, question, {
    request: { kind: "file_write", ...write },
    body,
    record: { action: "session.file_uploaded", details },
  });
  if (write.is_last) return { kind: "whole", file: readFacts(facts, uploaded) };
  return { kind: "part", uploadOffset: readFacts(facts, uploadedPart).upload_offset };
}
