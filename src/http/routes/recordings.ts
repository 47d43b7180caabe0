/** `/api/recordings`. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { recording, recordingIndex, recordingList, recordingQuery } from "../../../protocol/rest/recordings.ts";
import { getRecording } from "../../services/recordings/get-recording.ts";
import { listRecordings } from "../../services/recordings/list-recordings.ts";
import { indexRecording, readRecording } from "../../services/recordings/read-recording.ts";
import { removeRecording } from "../../services/recordings/remove-recording.ts";
import { attachment } from "../content-disposition.ts";
import { rangeOf } from "../file-headers.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, named, nothing, signedIn } from "../route-shapes.ts";
import { sendFile } from "../send-file.ts";

const about = { tags: ["Recordings"], security: signedIn };

const list = createRoute({
  ...about,
  method: "get",
  path: "/api/recordings",
  summary: "Recorded sessions, newest first",
  request: { query: recordingQuery },
  responses: { 200: json("a page of recordings", named("RecordingList", recordingList)), ...failures(400, 401, 503) },
});

const get = createRoute({
  ...about,
  method: "get",
  path: "/api/recordings/{id}",
  summary: "One recording",
  request: { params: idParameter },
  responses: { 200: json("the recording", named("Recording", recording)), ...failures(401, 404, 503) },
});

const index = createRoute({
  ...about,
  method: "get",
  path: "/api/recordings/{id}/index",
  summary: "Where each frame of a recording lies in its file, and when it was",
  request: { params: idParameter },
  responses: {
    200: json("the frames", named("RecordingIndex", recordingIndex)),
    ...failures(401, 404, 409, 410, 503),
  },
});

const content = createRoute({
  ...about,
  method: "get",
  path: "/api/recordings/{id}/content",
  summary: "The .remrec file",
  description: "`Range` gives parts of it; one that is still being written grows.",
  request: { params: idParameter },
  responses: {
    200: { description: "the file", content: { "application/octet-stream": { schema: z.string() } } },
    ...failures(401, 404, 409, 410, 503),
  },
});

const remove = createRoute({
  ...about,
  method: "delete",
  path: "/api/recordings/{id}",
  summary: "Remove a recording and its file",
  request: { params: idParameter },
  responses: { ...nothing, ...failures(401, 403, 404, 409, 503) },
});

export function recordingRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(list, async (c) => c.json(await listRecordings(services, c.get("actor"), c.req.valid("query")), 200))
    .openapi(get, async (c) => c.json(await getRecording(services, c.get("actor"), c.req.valid("param").id), 200))
    .openapi(index, async (c) => c.json(await indexRecording(services, c.get("actor"), c.req.valid("param").id), 200))
    .openapi(content, async (c) => {
      const isWhole = c.req.raw.method === "GET" && rangeOf(c.req.raw.headers) === undefined;
      const { file, name } = await readRecording(services, c.get("actor"), c.req.valid("param").id, isWhole);
      c.header("Content-Type", "application/octet-stream");
      c.header("Content-Disposition", attachment(name));
      c.header("Accept-Ranges", "bytes");
      return (await sendFile(c, file)) as never;
    })
    .openapi(remove, async (c) => {
      await removeRecording(services, c.get("actor"), c.req.valid("param").id);
      return c.body(null, 204);
    });
}
