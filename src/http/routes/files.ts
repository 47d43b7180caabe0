/** `/api/sessions/:id/files`: the machine's files within a session, by the caller's own ticket in it. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
  batchQuery,
  batchUploaded,
  changed,
  deleted,
  deleteRequest,
  folderListing,
  folderRequest,
  listQuery,
  readQuery,
  renameRequest,
  uploaded,
  uploadedPart,
  writeQuery,
} from "../../../protocol/rest/files.ts";
import { createFolder } from "../../services/files/create-folder.ts";
import { deleteFiles } from "../../services/files/delete-files.ts";
import type { FileQuestion } from "../../services/files/file-question.ts";
import { listFolder } from "../../services/files/list-folder.ts";
import { lookAtFile } from "../../services/files/look-at-file.ts";
import { readFile } from "../../services/files/read-file.ts";
import { renameFile } from "../../services/files/rename-file.ts";
import { writeBatch } from "../../services/files/write-batch.ts";
import { writeFile } from "../../services/files/write-file.ts";
import type { Bytes } from "../../services/streams/stream-broker.ts";
import { answerDownload, downloadName } from "../file-answer.ts";
import { bodyLengthOf, isLastPart, rangeOf, rangeTagOf, sha256Of, uploadOffsetOf } from "../file-headers.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, jsonBody, named, signedIn } from "../route-shapes.ts";
import { letStream } from "../stream-request.ts";

const about = { tags: ["Files"], security: signedIn };
const path = "/api/sessions/{id}/files/content";
const stream = { content: { "application/octet-stream": { schema: { type: "string", format: "binary" } as const } } };
const refusals = failures(400, 401, 403, 404, 409, 410, 413, 429, 503);
const sent = json(
  "all of it is in place, or with `Upload-Complete: ?0` on the disk",
  z.union([uploaded, uploadedPart]),
);

const list = createRoute({
  ...about,
  method: "get",
  path: "/api/sessions/{id}/files",
  summary: "What is in a folder; `~` is the user's own",
  request: { params: idParameter, query: listQuery },
  responses: { 200: json("the folder", named("FolderListing", folderListing)), ...refusals },
});

const remove = createRoute({
  ...about,
  method: "delete",
  path: "/api/sessions/{id}/files",
  summary: "Delete files, and folders with all that is in them",
  request: { params: idParameter, ...jsonBody(deleteRequest) },
  responses: { 200: json("how many are gone", deleted), ...refusals },
});

const read = createRoute({
  ...about,
  method: "get",
  path,
  summary: "A file, or a zip of a folder or of several paths",
  description:
    "Takes `Range` and `If-Range`. Up to 4 MiB come with `Content-Length`; what is larger is sent chunked, its length in " +
    "`X-Content-Length`. HEAD tells of the file and, in `Upload-Offset`, how much of an upload to its place is there.",
  request: { params: idParameter, query: readQuery },
  responses: {
    200: { description: "the bytes", ...stream },
    206: { description: "the part that `Range` names", ...stream },
    416: { description: "the range lies outside the file" },
    ...refusals,
  },
});

const write = createRoute({
  ...about,
  method: "put",
  path,
  summary: "Upload a file from its beginning",
  description:
    "The body is the file. `Repr-Digest: sha-256=:…:` is checked before it is put in place. Broken off, it goes on with PATCH.",
  request: { params: idParameter, query: writeQuery },
  responses: { 200: sent, ...refusals },
});

const goOn = createRoute({
  ...about,
  method: "patch",
  path,
  summary: "Go on with an upload",
  description:
    "`Upload-Offset` is where, as HEAD tells it; another one is answered 409 `wrong_offset` with the right one.",
  request: { params: idParameter, query: writeQuery },
  responses: { 200: sent, ...refusals },
});

const batch = createRoute({
  ...about,
  method: "post",
  path: "/api/sessions/{id}/files/batch",
  summary: "Upload many small files in one body",
  request: { params: idParameter, query: batchQuery },
  responses: {
    200: json("how many are in place, and which are not", named("BatchUploaded", batchUploaded)),
    ...refusals,
  },
});

const makeFolder = createRoute({
  ...about,
  method: "post",
  path: "/api/sessions/{id}/files/folders",
  summary: "Make a folder",
  request: { params: idParameter, ...jsonBody(folderRequest) },
  responses: { 201: json("where it is", changed), ...refusals },
});

const rename = createRoute({
  ...about,
  method: "post",
  path: "/api/sessions/{id}/files/rename",
  summary: "Give a file or folder another name or place",
  request: { params: idParameter, ...jsonBody(renameRequest) },
  responses: { 200: json("where it is now", changed), ...refusals },
});

/** Those whose body is bytes: registered before anything that bounds bodies or looks into one. */
export function fileContentRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  const upload = async (c: Context<HttpEnv>, id: string, query: z.output<typeof writeQuery>, offset?: number) => {
    const { headers } = c.req.raw;
    letStream(c);
    const written = await writeFile(services, questionOf(c, id), {
      write: {
        path: query.path,
        overwrite: query.overwrite,
        upload_id: query.upload,
        elevated: query.elevated,
        offset,
        length: bodyLengthOf(headers),
        sha256: sha256Of(headers),
        is_last: isLastPart(headers),
      },
      body: bodyOf(c),
    });
    if (written.kind === "whole") return c.json(written.file, 200);
    c.header("Upload-Offset", String(written.uploadOffset));
    return c.json({ upload_offset: written.uploadOffset }, 200);
  };

  return createRouter()
    .openapi(read, async (c) => {
      const { id } = c.req.valid("param");
      const { path: paths, name, upload: uploadId, elevated } = c.req.valid("query");
      const [first = ""] = paths;
      const question = questionOf(c, id);
      if (c.req.raw.method === "HEAD") {
        return answerLook(c, await lookAtFile(services, question, { path: first, uploadId, elevated }));
      }
      letStream(c);
      const { headers } = c.req.raw;
      const wanted = { paths, elevated, range: rangeOf(headers), if_tag: rangeTagOf(headers) };
      const download = await readFile(services, question, wanted);
      return answerDownload(c, download, downloadName(paths, download.facts, name));
    })
    .openapi(write, (c) => upload(c, c.req.valid("param").id, c.req.valid("query")))
    .openapi(goOn, (c) => upload(c, c.req.valid("param").id, c.req.valid("query"), uploadOffsetOf(c.req.raw.headers)))
    .openapi(batch, async (c) => {
      letStream(c);
      const question = questionOf(c, c.req.valid("param").id);
      return c.json(await writeBatch(services, question, { ...c.req.valid("query"), body: bodyOf(c) }), 200);
    });
}

export function fileRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(list, async (c) =>
      c.json(await listFolder(services, questionOf(c, c.req.valid("param").id), c.req.valid("query")), 200),
    )
    .openapi(remove, async (c) =>
      c.json(await deleteFiles(services, questionOf(c, c.req.valid("param").id), c.req.valid("json")), 200),
    )
    .openapi(makeFolder, async (c) =>
      c.json(await createFolder(services, questionOf(c, c.req.valid("param").id), c.req.valid("json")), 201),
    )
    .openapi(rename, async (c) =>
      c.json(await renameFile(services, questionOf(c, c.req.valid("param").id), c.req.valid("json")), 200),
    );
}

function questionOf(c: Context<HttpEnv>, sessionId: string): FileQuestion {
  return { actor: c.get("actor"), sessionId, signal: c.req.raw.signal };
}

function bodyOf(c: Context<HttpEnv>): Bytes {
  return c.req.raw.body ?? new ReadableStream({ start: (controller) => controller.close() });
}

function answerLook(c: Context<HttpEnv>, { file, uploadOffset }: Awaited<ReturnType<typeof lookAtFile>>): Response {
  if (uploadOffset !== null) c.header("Upload-Offset", String(uploadOffset));
  if (!file) return c.body(null, 204);
  const { entry, tag } = file;
  c.header("Accept-Ranges", "bytes");
  c.header("Cache-Control", "no-store");
  if (tag !== null) c.header("ETag", `"${tag}"`);
  if (entry.modified_at !== null) c.header("Last-Modified", new Date(entry.modified_at).toUTCString());
  const isFolder = (entry.target_type ?? entry.type) === "directory";
  c.header("Content-Type", isFolder ? "application/zip" : "application/octet-stream");
  if (!isFolder) c.header("Content-Length", String(entry.size));
  return c.body(null, 200);
}
