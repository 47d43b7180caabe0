/** `/api/openapi.json`, made from the routes themselves, and `/api/docs`, a page to read and try them. */
import { fileURLToPath } from "node:url";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import manifest from "../../../package.json" with { type: "json" };
import type { HttpEnv } from "../http-context.ts";
import { createRouter, failures, json } from "../route-shapes.ts";

const DIRECTORY = fileURLToPath(new URL("../docs-page", import.meta.url));
const FILES: Record<string, { file: string; type: string }> = {
  "/api/docs": { file: "page.html", type: "text/html; charset=utf-8" },
  "/api/docs/page.js": { file: "page.js", type: "text/javascript; charset=utf-8" },
  "/api/docs/page.css": { file: "page.css", type: "text/css; charset=utf-8" },
};

const about = { tags: ["Documentation"] };

const openapi = createRoute({
  ...about,
  method: "get",
  path: "/api/openapi.json",
  summary: "This document",
  responses: { 200: json("OpenAPI 3.1", z.looseObject({ openapi: z.string() })) },
});

const page = createRoute({
  ...about,
  method: "get",
  path: "/api/docs",
  summary: "A page to read it and to try it",
  responses: { 200: { description: "the page", content: { "text/html": { schema: z.string() } } } },
});

/** @param documented the app with all documented routes on it */
export function docsRoutes(documented: OpenAPIHono<HttpEnv>): OpenAPIHono<HttpEnv> {
  const app = createRouter();
  let document: string | undefined;

  for (const route of [openapi, page]) app.openAPIRegistry.registerPath(route);
  app.get(openapi.path, (c) => {
    document ??= JSON.stringify(describe(documented));
    return c.body(document, 200, { "Content-Type": "application/json", "Cache-Control": "no-cache" });
  });
  for (const [path, { file, type }] of Object.entries(FILES)) {
    app.get(path, async (c) => {
      const text = await Bun.file(`${DIRECTORY}/${file}`).text();
      return c.body(text, 200, { "Content-Type": type, "Cache-Control": "no-cache" });
    });
  }
  return app;
}

function describe(app: OpenAPIHono<HttpEnv>) {
  const { registerComponent } = app.openAPIRegistry;
  const register = registerComponent.bind(app.openAPIRegistry);
  register("securitySchemes", "cookie", { type: "apiKey", in: "cookie", name: "remotelink.session_token" });
  register("securitySchemes", "accessKey", { type: "http", scheme: "bearer" });
  register("securitySchemes", "machineId", { type: "apiKey", in: "header", name: "X-Machine-Id" });
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "RemoteLink",
      version: manifest.version,
      description: "Errors answer `{error:{code,message,details?}}`. Lists answer `{items,next_cursor}`.",
      license: { name: "MIT" },
    },
    servers: [{ url: "/" }],
  });
  for (const path of Object.values(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(path)) if (method in CHANGES) addCommonAnswers(operation);
  }
  return document;
}

const CHANGES = { post: true, put: true, patch: true, delete: true };

/** What the app answers before a route is reached: the same for each that changes something. */
function addCommonAnswers(operation: { requestBody?: unknown; responses?: Record<string, unknown> }): void {
  const common = failures(403, ...(operation.requestBody ? ([400, 413] as const) : []));
  const schema = { $ref: "#/components/schemas/Error" };
  for (const [status, { description }] of Object.entries(common)) {
    operation.responses = {
      [status]: { description, content: { "application/json": { schema } } },
      ...operation.responses,
    };
  }
}
