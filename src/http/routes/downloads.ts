/** `/downloads/*`: agents and their manifest, as built into dist/downloads; `/install.sh`: the one-liner's script. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { signRelease } from "../../services/agents/offer-update.ts";
import { ServiceFailure } from "../../services/failures.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures } from "../route-shapes.ts";
import { sendFile } from "../send-file.ts";

/** One plain name: no folder, no dot in front, nothing that a header or a path could take for more. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** What a build is still writing. */
const UNFINISHED = ".part";
const SCRIPT = fileURLToPath(new URL("../../../installer/linux/install.sh", import.meta.url));
const UNIT = fileURLToPath(new URL("../../../installer/linux/remotelink-agent.service", import.meta.url));

const file = z.string().openapi({ format: "binary" });
const about = { tags: ["Downloads"] };

const download = createRoute({
  ...about,
  method: "get",
  path: "/downloads/{name}",
  summary: "An agent, its .gz, or manifest.json with version, size, SHA-256 and signature of each",
  description: "In part, too (`Range`).",
  request: { params: z.object({ name: z.string() }) },
  responses: {
    200: { description: "the file", content: { "application/octet-stream": { schema: file } } },
    304: { description: "as the caller has it already" },
    ...failures(404),
  },
});

const installScript = createRoute({
  ...about,
  method: "get",
  path: "/install.sh",
  summary: "The script of the one-liner, with this server's address in it",
  responses: { 200: { description: "the script", content: { "text/x-shellscript": { schema: z.string() } } } },
});

export function downloadRoutes({ directories, services }: HttpContext): OpenAPIHono<HttpEnv> {
  const app = createRouter();
  for (const route of [download, installScript]) app.openAPIRegistry.registerPath(route);

  app.get("/downloads/manifest.json", async (c) => {
    const releases = await services.agentReleases.all();
    const [first] = releases;
    if (!first) throw new ServiceFailure("not_found", "there are no downloads; `npm start` builds them");
    // Signed as it is asked for: a build has no key, and what was signed once is not to count for ever.
    const files = releases.map((release) => {
      const { version: _, ...file } = release;
      return { ...file, ...signRelease(services, release) };
    });
    c.header("Cache-Control", "no-cache");
    c.header("Content-Type", "application/json");
    c.header("Content-Disposition", 'attachment; filename="manifest.json"');
    // One fact a line: the one-liner's script reads it without a parser.
    return c.body(`${JSON.stringify({ version: first.version, files }, null, 2)}\n`);
  });

  app.get("/downloads/:name", async (c) => {
    const name = c.req.param("name");
    const file = NAME.test(name) && !name.endsWith(UNFINISHED) ? Bun.file(join(directories.downloads, name)) : null;
    if (!file || !(await file.exists())) {
      throw new ServiceFailure("not_found", "there is no such download; `npm start` builds them");
    }
    c.header("Content-Type", typeOf(name));
    c.header("Content-Disposition", `attachment; filename="${name}"`);
    // The names stay the same from version to version.
    c.header("Cache-Control", "no-cache");
    c.header("Accept-Ranges", "bytes");
    return sendFile(c, file);
  });

  app.get(installScript.path, async (c) => {
    const [script, unit] = await Promise.all([Bun.file(SCRIPT).text(), Bun.file(UNIT).text()]);
    c.header("Content-Type", "text/x-shellscript; charset=utf-8");
    c.header("Cache-Control", "no-store");
    return c.body(
      script
        .replace("'@REMOTELINK_SERVER@'", () => shellQuoted(c.get("client").origin))
        .replace("@REMOTELINK_UNIT@", () => unit.trimEnd()),
    );
  });
  return app;
}

function typeOf(name: string): string {
  if (name.endsWith(".json")) return "application/json";
  return name.endsWith(".gz") ? "application/gzip" : "application/octet-stream";
}

/** One word for a POSIX shell, whatever is in it. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
