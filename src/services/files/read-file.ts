/** `GET /api/sessions/:id/files/content`: a file, a part of it, or a zip of a folder or of several paths. */
import type { StreamRequest } from "../../../protocol/messages/stream-request.ts";
import { type FileReadFacts, fileReadFacts } from "../../../protocol/rest/files.ts";
import type { ServiceContext } from "../context.ts";
import { readFacts } from "../streams/read-json.ts";
import type { Bytes } from "../streams/stream-broker.ts";
import { askAboutFiles, type FileQuestion } from "./file-question.ts";

export type ReadRequest = Omit<Extract<StreamRequest, { kind: "file_read" }>, "kind">;

/** The bytes are to be read to their end, or cancelled. */
export async function readFile(
  context: ServiceContext,
  question: FileQuestion,
  wanted: ReadRequest,
): Promise<{ facts: FileReadFacts; bytes: Bytes | null }> {
  const details = { paths: wanted.paths.slice(0, 20), ...(wanted.range && { from_byte: wanted.range.first }) };
  const { facts, bytes } = await askAboutFiles(context, question, {
    request: { kind: "file_read", ...wanted },
    record: { action: "session.file_downloaded", details },
  });
  try {
    return { facts: readFacts(facts, fileReadFacts), bytes };
  } catch (failure) {
    await bytes?.cancel();
    throw failure;
  }
}
