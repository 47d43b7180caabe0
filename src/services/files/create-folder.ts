/** `POST /api/sessions/:id/files/folders`. */
import { changed } from "../../../protocol/rest/files.ts";
import type { ServiceContext } from "../context.ts";
import { readFacts } from "../streams/read-json.ts";
import { askAboutFiles, type FileQuestion } from "./file-question.ts";

export async function createFolder(
  context: ServiceContext,
  question: FileQuestion,
  { path, elevated }: { path: string; elevated: boolean },
): Promise<{ path: string }> {
  const { facts } = await askAboutFiles(context, question, {
    request: { kind: "folder_create", path, elevated },
    record: { action: "session.folder_created", details: { path } },
  });
  return readFacts(facts, changed);
}
