/** A table as a CSV file that is written while it is read from the database: constant memory, however long. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { streamOf } from "../lib/stream-of.ts";
import { attachment } from "./content-disposition.ts";
import type { HttpEnv } from "./http-context.ts";
import { letStream } from "./stream-request.ts";

/** For the document. */
export const tableAnswer = { description: "the table", content: { "text/csv": { schema: z.string() } } };

export function sendCsv(c: Context<HttpEnv>, fileName: string, text: AsyncGenerator<string>): Response {
  letStream(c);
  const headers = { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": attachment(fileName) };
  if (c.req.raw.method === "HEAD") return new Response(null, { headers });
  return new Response(streamOf(encoded(text)), { headers });
}

async function* encoded(text: AsyncGenerator<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of text) yield encoder.encode(piece);
}
