/** `/api/auth/second-factors`, `/authenticator`, `/recovery-codes`, `/prove`: one's own second factor, and showing again who one is. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import {
  authenticatorStarted,
  givenProof,
  passkeySignIn,
  recoveryCodesTold,
  secondFactorState,
  turnOffRequest,
} from "../../../protocol/rest/sign-in.ts";
import { proveAgain } from "../../services/accounts/prove-again.ts";
import { provePasskey } from "../../services/accounts/prove-passkey.ts";
import { confirmAuthenticator } from "../../services/second-factor/confirm-authenticator.ts";
import { getSecondFactors } from "../../services/second-factor/get-second-factors.ts";
import { renewRecoveryCodes } from "../../services/second-factor/recovery-codes.ts";
import { removeSecondFactor } from "../../services/second-factor/remove-second-factor.ts";
import { startAuthenticator } from "../../services/second-factor/start-authenticator.ts";
import { turnOffAuthenticator } from "../../services/second-factor/turn-off-authenticator.ts";
import { fromBrowser } from "../browser-credential.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, jsonBody, named, nothing, signedIn } from "../route-shapes.ts";

const about = { tags: ["Second factor"], security: signedIn };
const codesTold = json("recovery codes, told once", named("RecoveryCodes", recoveryCodesTold));

const routes = {
  state: createRoute({
    ...about,
    method: "get",
    path: "/api/auth/second-factors",
    summary: "What the caller proves themselves by",
    responses: { 200: json("the caller's own", named("SecondFactors", secondFactorState)), ...failures(401, 503) },
  }),
  start: createRoute({
    ...about,
    method: "post",
    path: "/api/auth/authenticator",
    summary: "Begin with an authenticator app: a secret that is not asked for yet",
    responses: {
      200: json("the secret, told once", named("AuthenticatorStarted", authenticatorStarted)),
      ...failures(401, 403, 409, 503),
    },
  }),
  confirm: createRoute({
    ...about,
    method: "post",
    path: "/api/auth/authenticator/confirm",
    summary: "Turn it on by its first code",
    request: jsonBody(z.object({ code: z.string().trim().min(1).max(64) })),
    responses: { 200: codesTold, ...failures(400, 401, 403, 409, 503) },
  }),
  turnOff: createRoute({
    ...about,
    method: "post",
    path: "/api/auth/authenticator/turn-off",
    summary: "Turn it off, by the password and a code",
    request: jsonBody(turnOffRequest),
    responses: { ...nothing, ...failures(400, 401, 403, 429, 503) },
  }),
  recoveryCodes: createRoute({
    ...about,
    method: "post",
    path: "/api/auth/recovery-codes",
    summary: "Ten new recovery codes in place of the old ones",
    responses: { 200: codesTold, ...failures(401, 403, 409, 503) },
  }),
  prove: createRoute({
    ...about,
    method: "post",
    path: "/api/auth/prove",
    summary: "Show again who one is, for what asks `reauthentication_required`",
    request: jsonBody(givenProof),
    responses: { ...nothing, ...failures(400, 401, 429, 503) },
  }),
  provePasskey: createRoute({
    ...about,
    method: "post",
    path: "/api/auth/prove/passkey",
    summary: "The same by a passkey",
    request: jsonBody(passkeySignIn),
    responses: { ...nothing, ...failures(400, 401, 429, 503) },
  }),
  remove: createRoute({
    ...about,
    method: "delete",
    path: "/api/users/{id}/second-factor",
    summary: "Take somebody's lost second factor away",
    request: { params: idParameter },
    responses: { ...nothing, ...failures(401, 403, 404, 409, 503) },
  }),
};

export function secondFactorRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(routes.state, async (c) => c.json(await getSecondFactors(services, c.get("actor")), 200))
    .openapi(routes.start, async (c) => c.json(await startAuthenticator(services, c.get("actor")), 200))
    .openapi(routes.confirm, async (c) => {
      const recovery_codes = await confirmAuthenticator(services, c.get("actor"), c.req.valid("json").code);
      return c.json({ recovery_codes }, 200);
    })
    .openapi(routes.turnOff, async (c) => {
      await turnOffAuthenticator(services, c.get("actor"), c.req.valid("json"));
      return c.body(null, 204);
    })
    .openapi(routes.recoveryCodes, async (c) =>
      c.json({ recovery_codes: await renewRecoveryCodes(services, c.get("actor")) }, 200),
    )
    .openapi(routes.prove, async (c) => {
      await proveAgain(services, c.get("actor"), c.req.valid("json"));
      return c.body(null, 204);
    })
    .openapi(routes.provePasskey, async (c) => {
      const response = fromBrowser.assertion(c.req.valid("json").response);
      await provePasskey(services, c.get("actor"), response, c.get("client").origin);
      return c.body(null, 204);
    })
    .openapi(routes.remove, async (c) => {
      await removeSecondFactor(services, c.get("actor"), c.req.valid("param").id);
      return c.body(null, 204);
    });
}
