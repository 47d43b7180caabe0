/** `GET /api/events`: Server-Sent Events. A comment now and then keeps proxies from closing a quiet stream. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { liveEvent } from "../../../protocol/rest/events.ts";
import { watchEvents } from "../../services/events/watch-events.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { personBehind } from "../middleware/actor.ts";
import { createRouter, failures, named, signedIn } from "../route-shapes.ts";

const events = createRoute({
  tags: ["Live"],
  security: signedIn,
  method: "get",
  path: "/api/events",
  summary: "Live events of what the caller may see",
  request: { query: z.object({ audit: z.enum(["true", "false"]).optional() }) },
  description: "`event:` is the type, `data:` the JSON, `id:` for `Last-Event-ID` after an interruption.",
  responses: {
    200: { description: "the stream", content: { "text/event-stream": { schema: named("LiveEvent", liveEvent) } } },
    ...failures(400, 401, 503),
  },
});

const KEEP_ALIVE_MS = 15_000;
/** A reader that lets more than this pile up is cut off; it comes back and reloads. */
const MAX_QUEUED_CHUNKS = 1_000;
const HEADERS = { "Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no" };

export function eventRoutes(context: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter().openapi(events, (c) => {
    const { services, stopping } = context;
    // Nobody would read it, and so nobody close it.
    if (c.req.raw.method === "HEAD") return new Response(null, { headers: HEADERS });
    const { address } = c.get("client");
    const actor = c.get("actor");
    let close = () => {};

    const stream = new ReadableStream<string>(
      {
        start(controller) {
          const write = (text: string) => {
            if ((controller.desiredSize ?? 0) <= 0) close();
            else controller.enqueue(text);
          };
          const unwatch = watchEvents(services, actor, {
            wantsAudit: c.req.valid("query").audit === "true",
            lastEventId: c.req.header("last-event-id") ?? null,
            send(id, event) {
              const numbered = id === null ? "" : `id: ${id}\n`;
              write(`event: ${event.type}\n${numbered}data: ${JSON.stringify(event)}\n\n`);
            },
            ended: () => close(),
            async recheck() {
              const person = (await personBehind(context, c.req.raw, address))?.person;
              return person && !person.mustSetUpSecondFactor ? person : null;
            },
          });
          const keepAlive = setInterval(() => write(": still here\n\n"), KEEP_ALIVE_MS);
          close = () => {
            close = () => {};
            unwatch();
            clearInterval(keepAlive);
            stopping.removeEventListener("abort", onStop);
            controller.close();
          };
          const onStop = () => close();
          stopping.addEventListener("abort", onStop);
          // Says at once that the stream is open, also through a proxy that waits for a first byte.
          write("retry: 2000\n: open\n\n");
        },
        cancel: () => close(),
      },
      { highWaterMark: MAX_QUEUED_CHUNKS },
    );
    // Quiet for longer than a request may be.
    c.env.server.timeout(c.req.raw, 0);
    return new Response(stream.pipeThrough(new TextEncoderStream()), { headers: HEADERS });
  });
}
