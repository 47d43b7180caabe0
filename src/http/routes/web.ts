/** The built UI: hashed assets for ever, the page for the addresses that the UI knows, 404 for everything else. */
import { join } from "node:path";
import { type Context, Hono } from "hono";
import { ServiceFailure } from "../../services/failures.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { isPagePath } from "../page-paths.ts";
import { sendFile } from "../send-file.ts";

const ASSET = /^\/assets\/[A-Za-z0-9][\w.-]*$/;
/** What `web/public` puts beside the page: icon, theme script. */
const PUBLIC_FILE = /^\/[A-Za-z0-9][\w-]*\.(?:js|css|svg|png|ico|txt|webmanifest|woff2)$/;
/** Addresses of programs: nobody who opens one by mistake is helped by a page. */
const NO_PAGES = /^\/(?:api|ws|downloads)(?:\/|$)/;
const ONE_YEAR_S = 31_536_000;

export function webRoutes({ directories }: HttpContext): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();

  app.get("/*", async (c, next) => {
    const { path } = c.req;
    if (isPagePath(path)) return page(c, 200);
    if (ASSET.test(path) || PUBLIC_FILE.test(path)) {
      const file = Bun.file(join(directories.web, path));
      if (!(await file.exists())) return next();
      c.header("Cache-Control", ASSET.test(path) ? `public, max-age=${ONE_YEAR_S}, immutable` : "no-cache");
      c.header("Content-Type", file.type);
      return sendFile(c, file, { compressed: true });
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
    c.header("Content-Type", file.type);
    return sendFile(c, file, { status, compressed: true });
  }
  return app;
}

/** A browser that shows what it is sent, rather than a script that reads it: the UI's own page says that nothing is there. */
function isOpenedByPerson(c: Context<HttpEnv>): boolean {
  return c.req.header("Accept")?.includes("text/html") === true;
}
