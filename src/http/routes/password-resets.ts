/** Setting a new password by a link, without a sign-in. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { openPasswordReset } from "../../../protocol/rest/users.ts";
import { newPassword } from "../../services/accounts/passwords.ts";
import { openReset } from "../../services/password-resets/open-reset.ts";
import { requestReset } from "../../services/password-resets/request-reset.ts";
import { useReset } from "../../services/password-resets/use-reset.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, json, jsonBody, named, tokenParameter } from "../route-shapes.ts";

const about = { tags: ["Account"] };
const done = z.object({ status: z.literal(true) });

const request = createRoute({
  ...about,
  method: "post",
  path: "/api/auth/request-password-reset",
  summary: "Have a link for a new password mailed; the answer is the same whether there is such an account",
  description: "409 `mail_off` where the server sends no mail or has no APP_URL.",
  request: jsonBody(z.object({ email: z.email().max(254).toLowerCase() })),
  responses: { 202: json("taken", done), ...failures(400, 409, 429, 503) },
});

const open = createRoute({
  ...about,
  method: "get",
  path: "/api/password-resets/by-token/{token}",
  summary: "Whose password the link sets",
  request: { params: tokenParameter },
  responses: {
    200: json("whose, and until when", named("OpenPasswordReset", openPasswordReset)),
    ...failures(404, 429, 503),
  },
});

const use = createRoute({
  ...about,
  method: "post",
  path: "/api/auth/reset-password",
  summary: "Set a new password by a link, once; every sign-in of the person ends",
  request: jsonBody(z.object({ token: tokenParameter.shape.token, newPassword })),
  responses: { 200: json("set", done), ...failures(400, 404, 429, 503) },
});

export function passwordResetRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(request, (c) => {
      const { address } = c.get("client");
      requestReset(services, { kind: "nobody", address }, c.req.valid("json").email);
      return c.json({ status: true as const }, 202);
    })
    .openapi(open, async (c) => {
      const { address } = c.get("client");
      return c.json(await openReset(services, { kind: "nobody", address }, c.req.valid("param").token), 200);
    })
    .openapi(use, async (c) => {
      const { address } = c.get("client");
      await useReset(services, { kind: "nobody", address }, c.req.valid("json"));
      return c.json({ status: true as const }, 200);
    });
}
