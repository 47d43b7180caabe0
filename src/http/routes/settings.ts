/** `/api/settings`, administrators only, and `/api/branding`, which everybody may see. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { branding, serverSettingsAnswer, serverSettingsPatch } from "../../../protocol/rest/server-settings.ts";
import { notFound } from "../../services/failures.ts";
import { changeSettings } from "../../services/settings/change-settings.ts";
import { getBranding } from "../../services/settings/get-branding.ts";
import { getSettings } from "../../services/settings/get-settings.ts";
import { currentLogo } from "../../services/settings/logo.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, json, jsonBody, named, signedIn } from "../route-shapes.ts";

const about = { tags: ["Server settings"] };
const answer = json("the settings", named("ServerSettings", serverSettingsAnswer));
const ONE_YEAR_S = 31_536_000;

const get = createRoute({
  ...about,
  security: signedIn,
  method: "get",
  path: "/api/settings",
  summary: "The server's settings, and where each comes from",
  responses: { 200: answer, ...failures(401, 403, 503) },
});

const change = createRoute({
  ...about,
  security: signedIn,
  method: "patch",
  path: "/api/settings",
  summary: "Change settings, at once and without a restart; what is left out stays",
  request: jsonBody(serverSettingsPatch),
  responses: { 200: answer, ...failures(400, 401, 403, 413, 503) },
});

const getPublic = createRoute({
  ...about,
  method: "get",
  path: "/api/branding",
  summary: "The installation's name and logo, and what people agree to",
  responses: { 200: json("the branding", named("Branding", branding)) },
});

const logo = createRoute({
  ...about,
  method: "get",
  path: "/api/branding/logo/{hash}",
  summary: "The logo, at an address that changes with it",
  request: { params: z.object({ hash: z.string().max(64) }) },
  responses: {
    200: {
      description: "a PNG picture",
      content: { "image/png": { schema: z.string().openapi({ format: "binary" }) } },
    },
    ...failures(404),
  },
});

export function settingsRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(get, async (c) => c.json(await getSettings(services, c.get("actor")), 200))
    .openapi(change, async (c) => c.json(await changeSettings(services, c.get("actor"), c.req.valid("json")), 200))
    .openapi(getPublic, (c) => c.json(getBranding(services), 200))
    .openapi(logo, (c) => {
      const current = currentLogo(services);
      if (!current || current.hash !== c.req.valid("param").hash) throw notFound("logo");
      c.header("Content-Type", "image/png");
      c.header("Cache-Control", `public, max-age=${ONE_YEAR_S}, immutable`);
      return c.body(new Uint8Array(current.bytes));
    });
}
