/** `POST /api/sessions/:id/files/rename`: another name, or another folder of the same disk. Replaces nothing. */
import { changed } from "../../../protocol/rest/files.ts";
import type { ServiceContext } from "../context.ts";
import { readFacts } from "../streams/read-json.ts";
import { askAboutFiles, type FileQuestion } from "./file-question.ts";

export async function renameFile(
  context: ServiceContext,
  question: FileQuestion,
  rename: { path: string; new_path: string; elevated: boolean },
): Promise<{ path: string }> {
  const { facts } = await askAboutFiles(context, question, {
    request: { kind: "file_rename", ...rename },
    record: { action: "session.file_renamed", details: { path: rename.path, new_path: rename.new_path } },
  });
  return readFacts(facts, changed);
}
