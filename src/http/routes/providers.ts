/** Coming in by an identity provider, and one's own identities: `/api/auth/providers`, `/callback`, `/identities`. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { identity, offeredProvider, providerStart, providerStarted } from "../../../protocol/rest/auth-providers.ts";
import { failureOf } from "../../services/failures.ts";
import { finishProvider } from "../../services/providers/finish-provider.ts";
import { offeredProviders } from "../../services/providers/manage-providers.ts";
import { listIdentities, unlinkIdentity } from "../../services/providers/own-identities.ts";
import { startProvider } from "../../services/providers/start-provider.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { rememberStep, setSignInCookie } from "../open-sign-in.ts";
import { createRouter, failures, idParameter, json, jsonBody, named, nothing, signedIn } from "../route-shapes.ts";

const about = { tags: ["Identity providers"] };
/** Lax: the provider leads back here from its own pages. */
const BROWSER_COOKIE = "remotelink.provider";
const COOKIE_PATH = "/api/auth/callback";
const COOKIE_AGE_S = 900;

const routes = {
  offered: createRoute({
    ...about,
    method: "get",
    path: "/api/auth/providers",
    summary: "What the sign-in page offers",
    responses: {
      200: json("the providers", z.object({ items: z.array(named("OfferedProvider", offeredProvider)) })),
      ...failures(503),
    },
  }),
  start: createRoute({
    ...about,
    method: "post",
    path: "/api/auth/providers/{id}/start",
    summary: "Where to send the browser, which is to come back to `/api/auth/callback`",
    request: { params: idParameter, ...jsonBody(providerStart) },
    responses: {
      200: json("the address at the provider", providerStarted),
      ...failures(400, 401, 403, 404, 409, 503),
    },
  }),
  callback: createRoute({
    ...about,
    method: "get",
    path: "/api/auth/callback",
    summary: "Back from the provider: in, or to the sign-in page with what went wrong",
    request: {
      query: z.object({
        state: z.string().max(200).default(""),
        code: z.string().max(4_000).optional(),
        error: z.string().max(500).optional(),
      }),
    },
    responses: { 302: { description: "to where one was going, or to the sign-in page" }, ...failures(400, 503) },
  }),
  identities: createRoute({
    ...about,
    security: signedIn,
    method: "get",
    path: "/api/auth/identities",
    summary: "The caller's own identities",
    responses: {
      200: json("the identities", z.object({ items: z.array(named("Identity", identity)) })),
      ...failures(401, 503),
    },
  }),
  unlink: createRoute({
    ...about,
    security: signedIn,
    method: "delete",
    path: "/api/auth/identities/{id}",
    summary: "Unlink an identity; the last way in stays",
    request: { params: idParameter },
    responses: { ...nothing, ...failures(401, 403, 404, 409, 503) },
  }),
};

export function providerRoutes(context: HttpContext): OpenAPIHono<HttpEnv> {
  const { services, auth } = context;
  return createRouter()
    .openapi(routes.offered, async (c) => c.json({ items: await offeredProviders(services) }, 200))
    .openapi(routes.start, async (c) => {
      const { origin, isHttps } = c.get("client");
      const asked = { ...c.req.valid("json"), origin };
      const { url, browser } = await startProvider(services, c.get("actor"), c.req.valid("param").id, asked);
      const cookie = { path: COOKIE_PATH, httpOnly: true, secure: isHttps, maxAge: COOKIE_AGE_S } as const;
      setCookie(c, BROWSER_COOKIE, browser, { ...cookie, sameSite: "Lax" });
      return c.json({ url }, 200);
    })
    .openapi(routes.callback, async (c) => {
      const returned = { ...c.req.valid("query"), browser: getCookie(c, BROWSER_COOKIE) };
      deleteCookie(c, BROWSER_COOKIE, { path: COOKIE_PATH });
      return asDeclared(cameBack(c, returned));
    })
    .openapi(routes.identities, async (c) => c.json({ items: await listIdentities(services, c.get("actor")) }, 200))
    .openapi(routes.unlink, async (c) => {
      await unlinkIdentity(services, c.get("actor"), c.req.valid("param").id);
      return c.body(null, 204);
    });

  /** A person stands before this answer, not a script: what went wrong is told by a page. */
  async function cameBack(c: Context<HttpEnv>, returned: Parameters<typeof finishProvider>[2]): Promise<Response> {
    try {
      const { next, begun, failure } = await finishProvider(services, c.get("actor"), returned);
      const path = ownPath(next, c.get("client").origin);
      if (failure) {
        services.warn("a proof by an identity provider was refused", { code: failure.code, reason: failure.message });
        return c.redirect(`${path}${path.includes("?") ? "&" : "?"}${new URLSearchParams({ failed: failure.code })}`);
      }
      if (begun?.kind === "second_factor") {
        rememberStep(c, begun.token);
        const step = new URLSearchParams({ step: begun.methods.join(","), next: path });
        return c.redirect(`/sign-in?${step}`);
      }
      if (begun) await setSignInCookie(auth, c, begun.signIn);
      return c.redirect(path);
    } catch (error) {
      const failure = failureOf(error);
      if (!failure) throw error;
      services.warn("a sign-in by an identity provider was refused", { code: failure.code, reason: failure.message });
      const page = c.get("actor").kind === "user" ? "/settings/security" : "/sign-in";
      return c.redirect(`${page}?${new URLSearchParams({ failed: failure.code })}`);
    }
  }
}

/** Never to another site, however it is written. */
function ownPath(next: string, origin: string): string {
  const url = URL.parse(next, origin);
  const isOurs = url?.origin === origin && next.startsWith("/") && !url.pathname.startsWith("//");
  return isOurs ? url.pathname + url.search : "/";
}

function asDeclared(answer: Promise<Response>): Promise<never> {
  return answer as Promise<never>;
}
