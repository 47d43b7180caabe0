/** `GET /api/sessions/:id/files`: what is in a folder of the machine. */
import { type FolderListing, folderListing } from "../../../protocol/rest/files.ts";
import type { ServiceContext } from "../context.ts";
import { readJson } from "../streams/read-json.ts";
import { askAboutFiles, type FileQuestion } from "./file-question.ts";

export async function listFolder(
  context: ServiceContext,
  question: FileQuestion,
  { path, elevated }: { path: string; elevated: boolean },
): Promise<FolderListing> {
  const { bytes } = await askAboutFiles(context, question, { request: { kind: "file_list", path, elevated } });
  return readJson(bytes, folderListing);
}
