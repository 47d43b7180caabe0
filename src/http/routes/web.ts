/** The built UI: hashed assets for ever, the page for the addresses that the UI knows, 404 for everything else. */
import { join } from "node:path";
import { type Context, Hono } from "hono";
import { ServiceFailure } from "../../services/failures.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { isPagePath } from "../page-paths.ts";

const ASSET = /^\/assets\/[A-Za-z0-9][\w.-]*$/;
/** What `web/public` puts beside the page: icon, theme script. */
const PUBLIC_FILE = /^\/[A-Za-z0-9][\w-]*\.(?:js|css|svg|png|ico|txt|webmanifest|woff2)$/;
/** Addresses of programs: nobody who opens one by mistake is helped by a page. */
const NO_PAGES = /^\/(?:api|ws|downloads)(?:\/|$)/;
const ONE_YEAR_S = 31_536_000;
/** The build puts these beside its scripts and styles; the smaller first. */
const ENCODINGS = [
  { name: "br", suffix: ".br" },
  { name: "gzip", suffix: ".gz" },
] as const;

export function webRoutes({ directories }: HttpContext): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();

  app.get("/*", async (c, next) => {
    const { path } = c.req;
    if (isPagePath(path)) return page(c, 200);
    if (ASSET.test(path) || PUBLIC_FILE.test(path)) {
      const file = Bun.file(join(directories.web, path));
      if (!(await file.exists())) return next();
      c.header("Cache-Control", ASSET.test(path) ? `public, max-age=${ONE_YEAR_S}, immutable` : "no-cache");
      return send(c, file, 200);
    }
    return isOpenedByPerson(c) && !NO_PAGES.test(path) ? page(c, 404) : next();
  });

  async function page(c: Context<HttpEnv>, status: 200 | 404): Promise<Response> {
    const file = Bun.file(join(directories.web, "index.html"));
    if (!(await file.exists())) {
      throw new ServiceFailure("unavailable", "the UI is not built: start the server with `npm start`");
    }
    // It names the assets of this very build.
    c.header("Cache-Control", "no-cache");
    return send(c, file, status);
  }
  return app;
}

/** A browser that shows what it is sent, rather than a script that reads it: the UI's own page says that nothing is there. */
function isOpenedByPerson(c: Context<HttpEnv>): boolean {
  return c.req.header("Accept")?.includes("text/html") === true;
}

async function send(c: Context<HttpEnv>, file: Bun.BunFile, status: 200 | 404): Promise<Response> {
  c.header("Content-Type", file.type);
  c.header("Vary", "Accept-Encoding");
  const accepted = c.req.header("Accept-Encoding") ?? "";
  for (const { name, suffix } of ENCODINGS) {
    if (!new RegExp(`\\b${name}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`).test(accepted)) continue;
    const smaller = Bun.file(`${file.name}${suffix}`);
    if (!(await smaller.exists())) continue;
    c.header("Content-Encoding", name);
    return sendAsIs(c, smaller, status);
  }
  return sendAsIs(c, file, status);
}

function sendAsIs(c: Context<HttpEnv>, file: Bun.BunFile, status: 200 | 404): Response {
  c.header("Content-Length", String(file.size));
  return c.body(file.stream(), status);
}
