/** `/api/auth/passkeys`: one's own, and what a browser needs to sign in by one. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { newPasskey, passkey, passkeyAdded, passkeyChange } from "../../../protocol/rest/sign-in.ts";
import { addPasskey } from "../../services/passkeys/add-passkey.ts";
import { changePasskey } from "../../services/passkeys/change-passkey.ts";
import { removePasskey } from "../../services/passkeys/remove-passkey.ts";
import { startPasskey } from "../../services/passkeys/start-passkey.ts";
import { startPasskeySignIn } from "../../services/passkeys/start-passkey-sign-in.ts";
import { fromBrowser } from "../browser-credential.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, jsonBody, named, nothing, signedIn } from "../route-shapes.ts";

const about = { tags: ["Passkeys"], security: signedIn };
const webAuthnOptions = z.looseObject({ challenge: z.string() });

const routes = {
  options: createRoute({
    ...about,
    method: "post",
    path: "/api/auth/passkeys/options",
    summary: "What `navigator.credentials.create` needs for a new passkey",
    responses: {
      200: json("WebAuthn's creation options", named("PasskeyCreation", webAuthnOptions)),
      ...failures(401, 403, 409, 503),
    },
  }),
  add: createRoute({
    ...about,
    method: "post",
    path: "/api/auth/passkeys",
    summary: "Add the passkey that the browser made",
    request: jsonBody(newPasskey),
    responses: {
      201: json(
        "the passkey; with the first second factor recovery codes, told once",
        named("PasskeyAdded", passkeyAdded),
      ),
      ...failures(400, 401, 403, 409, 503),
    },
  }),
  change: createRoute({
    ...about,
    method: "patch",
    path: "/api/auth/passkeys/{id}",
    summary: "Name a passkey",
    request: { params: idParameter, ...jsonBody(passkeyChange) },
    responses: { 200: json("the passkey", named("Passkey", passkey)), ...failures(400, 401, 404, 503) },
  }),
  remove: createRoute({
    ...about,
    method: "delete",
    path: "/api/auth/passkeys/{id}",
    summary: "Remove a passkey",
    request: { params: idParameter },
    responses: { ...nothing, ...failures(401, 403, 404, 409, 503) },
  }),
  challenge: createRoute({
    tags: ["Passkeys"],
    method: "post",
    path: "/api/auth/passkey-challenge",
    summary: "What `navigator.credentials.get` needs to sign in; names no account",
    responses: {
      200: json("WebAuthn's request options", named("PasskeyRequest", webAuthnOptions)),
      ...failures(409, 429, 503),
    },
  }),
};

export function passkeyRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(routes.options, async (c) =>
      c.json({ ...(await startPasskey(services, c.get("actor"), c.get("client").origin)) }, 200),
    )
    .openapi(routes.add, async (c) => {
      const { name, response } = c.req.valid("json");
      const made = { name, response: fromBrowser.registration(response) };
      return c.json(await addPasskey(services, c.get("actor"), made, c.get("client").origin), 201);
    })
    .openapi(routes.change, async (c) =>
      c.json(await changePasskey(services, c.get("actor"), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .openapi(routes.remove, async (c) => {
      await removePasskey(services, c.get("actor"), c.req.valid("param").id);
      return c.body(null, 204);
    })
    .openapi(routes.challenge, async (c) => c.json({ ...(await startPasskeySignIn(services, c.get("client"))) }, 200));
}
