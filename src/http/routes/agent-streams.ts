/** `/api/agent/streams/:id`: the agent's half of what was asked of it. GET takes the bytes of the request, PUT brings the answer. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { STREAM_ANSWER_HEADER, type StreamAnswer, streamAnswer } from "../../../protocol/messages/stream-request.ts";
import { ServiceFailure } from "../../services/failures.ts";
import { agentOf } from "../agent-credentials.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { asAgent, createRouter, failures } from "../route-shapes.ts";
import { letStream } from "../stream-request.ts";

const about = { tags: ["Agents"], security: asAgent };
const streamId = z.object({ id: z.string().max(100) });
/** Its length is in the request that named the stream: Bun sends every stream chunked. */
const bytes = { "application/octet-stream": { schema: { type: "string", format: "binary" } as const } };

const take = createRoute({
  ...about,
  method: "get",
  path: "/api/agent/streams/{id}",
  summary: "Take the bytes that belong to a request (once)",
  request: { params: streamId },
  responses: { 200: { description: "the bytes", content: bytes }, ...failures(401, 404, 503) },
});

const bring = createRoute({
  ...about,
  method: "put",
  path: "/api/agent/streams/{id}",
  summary: "Bring the answer to a request (once)",
  description: `The answer's facts, or the refusal, are the header \`${STREAM_ANSWER_HEADER}\`; the body is what was asked for.`,
  request: { params: streamId },
  responses: { 204: { description: "taken" }, ...failures(400, 401, 404, 410, 503) },
});

export function agentStreamRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(take, async (c) => {
      const { agent } = await agentOf(services, c);
      const body = services.streams.takeBody(agent.machineId, c.req.valid("param").id);
      if (!body) throw noStream();
      letStream(c);
      // As it stands, Bun pipes one socket into the other.
      return new Response(body, { headers: { "Content-Type": "application/octet-stream" } });
    })
    .openapi(bring, async (c) => {
      const { agent } = await agentOf(services, c);
      const answer = readAnswer(c.req.header(STREAM_ANSWER_HEADER) ?? "");
      letStream(c);
      const request = c.req.raw;
      const length = lengthOf(request.headers);
      const received = { answer, bytes: length === 0 ? null : bytesOf(request), length };
      const outcome = services.streams.answer(agent.machineId, c.req.valid("param").id, received);
      if (!outcome) throw noStream();
      if ((await outcome) === "unwanted") throw new ServiceFailure("gone", "nobody waits for this answer any more");
      return c.body(null, 204);
    });
}

function noStream(): ServiceFailure {
  return new ServiceFailure("not_found", "no such stream of this machine, or it was used already");
}

/** @throws ServiceFailure (`invalid_request`) */
function readAnswer(header: string): StreamAnswer {
  try {
    return streamAnswer.parse(JSON.parse(header));
  } catch {
    throw new ServiceFailure("invalid_request", `${STREAM_ANSWER_HEADER}: not an answer as the contract has it`);
  }
}

function bytesOf(request: Request): ReadableStream<Uint8Array<ArrayBuffer>> | null {
  return request.body;
}

/** null: not said. */
function lengthOf(headers: Headers): number | null {
  const text = headers.get("content-length");
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
