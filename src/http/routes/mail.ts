/** `/api/settings/mail/test`: whether mail goes out. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { sendTestMail } from "../../services/mail/send-test-mail.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, json, signedIn } from "../route-shapes.ts";

const test = createRoute({
  tags: ["Settings"],
  security: signedIn,
  method: "post",
  path: "/api/settings/mail/test",
  summary: "Send the caller a test mail",
  description: "409 `mail_off` without a mail server; 409 `mail_failed` with what the mail server said.",
  responses: { 200: json("sent", z.object({ to: z.string() })), ...failures(401, 403, 409, 503) },
});

export function mailRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter().openapi(test, async (c) =>
    c.json(await sendTestMail(services, c.get("actor"), c.get("client").origin), 200),
  );
}
