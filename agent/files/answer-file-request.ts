/** One request about files, from its kind to its answer. Runs in the Worker: neither disk nor network holds up pictures and input. */
import type { StreamRequest } from "../../protocol/messages/stream-request.ts";
import type { FileReadFacts } from "../../protocol/rest/files.ts";
import { Refusal, type StreamExchange } from "../streams/exchange.ts";
import { createFolder, deleteFiles, renameFile } from "./change-files.ts";
import { entryIfThere, tagOf } from "./file-facts.ts";
import { inWords } from "./file-failure.ts";
import { actAs, type FileIdentity } from "./file-identity.ts";
import { listFolder } from "./list-folder.ts";
import { type OpenFolder, openFolder } from "./open-folder.ts";
import { partNameOf, partSize } from "./part-files.ts";
import { openFile } from "./read-file.ts";
import { splitPath } from "./remote-path.ts";
import { writeBatch } from "./write-batch.ts";
import { writeFile } from "./write-file.ts";
import { zipFiles } from "./zip-files.ts";

/** @throws Refusal, StreamGoneError, or whatever broke */
export async function answerFileRequest(
  request: StreamRequest,
  identity: FileIdentity,
  exchange: StreamExchange,
): Promise<void> {
  switch (request.kind) {
    case "file_list":
      return exchange.answer({}, JSON.stringify(listFolder(request.path, identity)));
    case "file_look":
      return exchange.answer(look(request.path, identity));
    case "upload_look": {
      const { path, upload_id } = request;
      const upload_offset = beside(path, identity, (folder, name) => partSize(folder, partNameOf(name, upload_id)));
      return exchange.answer({ upload_offset });
    }
    case "file_read":
      return read(request, identity, exchange);
    case "file_write":
      return writeFile(request, identity, exchange);
    case "file_write_batch": {
      const result = await writeBatch(request, identity, await exchange.takeBody());
      return exchange.answer({}, JSON.stringify(result));
    }
    case "folder_create":
      return exchange.answer({ path: createFolder(request.path, identity) });
    case "file_rename":
      return exchange.answer({ path: renameFile(request.path, request.new_path, identity) });
    case "file_delete":
      return exchange.answer({ deleted: await deleteFiles(request.paths, identity) });
    default:
      throw new Refusal("conflict", "this machine's agent does not know how to do this: update it there");
  }
}

async function read(
  request: Extract<StreamRequest, { kind: "file_read" }>,
  identity: FileIdentity,
  exchange: StreamExchange,
): Promise<void> {
  const [path = "", ...others] = request.paths;
  const file = others.length === 0 ? openFile(path, request, identity) : null;
  if (file) return exchange.answer(file.facts, file.bytes ?? undefined);
  const facts: FileReadFacts = {
    size: null,
    modified_at: null,
    tag: null,
    is_zip: true,
    range: null,
    is_outside: false,
  };
  return exchange.answer(facts, zipFiles(request.paths, identity));
}

/** @throws Refusal when there is nothing */
function look(path: string, identity: FileIdentity) {
  return beside(path, identity, (folder, name) => {
    const entry = entryIfThere(folder.at(name), name);
    if (!entry) throw new Refusal("not_found", `there is no “${path}” on the machine`);
    return { entry, tag: entry.type === "file" ? tagOf(folder.look(name)) : null };
  });
}

function beside<Result>(
  path: string,
  identity: FileIdentity,
  work: (folder: OpenFolder, name: string) => Result,
): Result {
  const { folder: folderPath, name } = splitPath(path, identity.home);
  return inWords(path, () =>
    actAs(identity, () => {
      const folder = openFolder(folderPath);
      try {
        return work(folder, name);
      } finally {
        folder.close();
      }
    }),
  );
}
