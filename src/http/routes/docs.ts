/** `/api/openapi.json`, made from the routes themselves, and `/api/docs`, a page to read and try them. */
import { fileURLToPath } from "node:url";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { Hono } from "hono";
import manifest from "../../../package.json" with { type: "json" };
import type { HttpEnv } from "../http-context.ts";

const DIRECTORY = fileURLToPath(new URL("../docs-page", import.meta.url));
const FILES: Record<string, { file: string; type: string }> = {
  "/api/docs": { file: "page.html", type: "text/html; charset=utf-8" },
  "/api/docs/page.js": { file: "page.js", type: "text/javascript; charset=utf-8" },
  "/api/docs/page.css": { file: "page.css", type: "text/css; charset=utf-8" },
};

/** @param documented the app with all documented routes on it */
export function docsRoutes(documented: OpenAPIHono<HttpEnv>): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  let document: string | undefined;

  app.get("/api/openapi.json", (c) => {
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
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "RemoteLink",
      version: manifest.version,
      description: "Errors answer `{error:{code,message,details?}}`. Lists answer `{items,next_cursor}`.",
      license: { name: "MIT" },
    },
    servers: [{ url: "/" }],
  });
}
