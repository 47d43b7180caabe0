/** `/api/sessions/:id/clipboard`: pictures and long text of the machine's clipboard, by the caller's own ticket. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { MAX_CLIPBOARD_STREAM_BYTES } from "../../../protocol/limits.ts";
import { type ClipboardKind, readClipboard, writeClipboard } from "../../services/clipboard/machine-clipboard.ts";
import { ServiceFailure } from "../../services/failures.ts";
import { bodyLengthOf } from "../file-headers.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, signedIn } from "../route-shapes.ts";
import { letStream } from "../stream-request.ts";

const about = { tags: ["Clipboard"], security: signedIn, path: "/api/sessions/{id}/clipboard" };
const refusals = failures(400, 401, 403, 404, 409, 410, 413, 429, 503);
const TYPES: Readonly<Record<ClipboardKind, string>> = { text: "text/plain; charset=utf-8", image: "image/png" };

const read = createRoute({
  ...about,
  method: "get",
  summary: "What is on the machine's clipboard: text or a PNG picture",
  request: { params: idParameter },
  responses: {
    200: {
      description: "the content",
      content: {
        "text/plain": { schema: { type: "string" } as const },
        "image/png": { schema: { type: "string", format: "binary" } as const },
      },
    },
    ...refusals,
  },
});

const write = createRoute({
  ...about,
  method: "put",
  summary: "Put text (text/plain, UTF-8) or a picture (image/png) on the machine's clipboard",
  description: "Up to 16 MiB. Answered when it is there, so that a key that pastes can follow.",
  request: { params: idParameter },
  responses: { 200: json("it is there", z.object({ bytes: z.int().min(0) })), ...refusals },
});

/** Its bodies are bytes: registered before anything that bounds bodies or looks into one. */
export function clipboardRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(read, async (c) => {
      letStream(c);
      const { kind, bytes } = await readClipboard(services, questionOf(c, c.req.valid("param").id));
      // Its content is the machine's word: never shown as a page of this origin.
      const headers = {
        "Content-Type": TYPES[kind],
        "Content-Disposition": "attachment",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
      };
      return new Response(bytes, { headers });
    })
    .openapi(write, async (c) => {
      letStream(c);
      const { headers, body } = c.req.raw;
      if ((bodyLengthOf(headers) ?? 0) > MAX_CLIPBOARD_STREAM_BYTES) {
        throw new ServiceFailure("payload_too_large", "the clipboard takes up to 16 MiB: send it as a file");
      }
      const kind = kindOf(headers);
      if (!body) throw new ServiceFailure("invalid_request", "there is nothing to put on the clipboard");
      return c.json(await writeClipboard(services, questionOf(c, c.req.valid("param").id), { kind, body }), 200);
    });
}

function questionOf(c: Context<HttpEnv>, sessionId: string) {
  return { actor: c.get("actor"), sessionId, signal: c.req.raw.signal };
}

function kindOf(headers: Headers): ClipboardKind {
  const type = (headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type === "text/plain") return "text";
  if (type === "image/png") return "image";
  throw new ServiceFailure("invalid_request", "the clipboard takes text/plain and image/png");
}
