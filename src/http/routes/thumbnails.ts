/** `/api/machines/:id/thumbnail`. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { getThumbnail } from "../../services/thumbnails/get-thumbnail.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, signedIn } from "../route-shapes.ts";

const thumbnail = createRoute({
  tags: ["Machines"],
  security: signedIn,
  method: "get",
  path: "/api/machines/{id}/thumbnail",
  summary: "A small picture of the machine's screen",
  description:
    "At most 320 × 200 pixels and 12 KiB, at most half a minute old. None (204) of a machine that is offline or attended, or where thumbnails are switched off, on the server or on the machine.",
  request: { params: idParameter },
  responses: {
    200: {
      description: "the picture",
      content: { "image/jpeg": { schema: z.string().openapi({ format: "binary" }) } },
    },
    204: { description: "there is none" },
    ...failures(401, 403, 404, 503),
  },
});

export function thumbnailRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter().openapi(thumbnail, async (c) => {
    const picture = await getThumbnail(services, c.get("actor"), c.req.valid("param").id);
    if (!picture) return c.body(null, 204);
    return c.body(picture, 200, { "Content-Type": "image/jpeg", "Content-Disposition": "inline" });
  });
}
