/** `DELETE /api/sessions/:id/files`: files, and folders with all that is in them. */
import { deleted } from "../../../protocol/rest/files.ts";
import type { ServiceContext } from "../context.ts";
import { readFacts } from "../streams/read-json.ts";
import { askAboutFiles, type FileQuestion } from "./file-question.ts";

export async function deleteFiles(
  context: ServiceContext,
  question: FileQuestion,
  { paths, elevated }: { paths: string[]; elevated: boolean },
): Promise<{ deleted: number }> {
  const { facts } = await askAboutFiles(context, question, {
    request: { kind: "file_delete", paths, elevated },
    record: { action: "session.files_deleted", details: { paths: paths.slice(0, 100), count: paths.length } },
  });
  return readFacts(facts, deleted);
}
