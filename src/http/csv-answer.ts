/** A table as a CSV file that is written while it is read from the database: constant memory, however long. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { attachment } from "./content-disposition.ts";
import type { HttpEnv } from "./http-context.ts";
import { letStream } from "./stream-request.ts";

/** For the document. */
export const tableAnswer = { description: "the table", content: { "text/csv": { schema: z.string() } } };

export function sendCsv(c: Context<HttpEnv>, fileName: string, text: AsyncGenerator<string>): Response {
  letStream(c);
  const headers = { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": attachment(fileName) };
  if (c.req.raw.method === "HEAD") return new Response(null, { headers });
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await text.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: () => void text.return(undefined),
  });
  return new Response(body, { headers });
}
