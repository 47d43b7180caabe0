/** `/api/webhooks`, administrators only: who is told of what happens, and what became of each message. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { id, pageOf, pageQuery } from "../../../protocol/rest/shapes.ts";
import {
  deliveryQuery,
  webhook,
  webhookChanged,
  webhookCreated,
  webhookDelivery,
  webhookPatch,
  webhookRequest,
} from "../../../protocol/rest/webhooks.ts";
import { createWebhook } from "../../services/webhooks/create-webhook.ts";
import { getWebhook } from "../../services/webhooks/get-webhook.ts";
import { listDeliveries } from "../../services/webhooks/list-deliveries.ts";
import { listWebhooks } from "../../services/webhooks/list-webhooks.ts";
import { removeWebhook } from "../../services/webhooks/remove-webhook.ts";
import { retryDelivery } from "../../services/webhooks/retry-delivery.ts";
import { testWebhook } from "../../services/webhooks/test-webhook.ts";
import { updateWebhook } from "../../services/webhooks/update-webhook.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, idParameter, json, jsonBody, named, nothing, signedIn } from "../route-shapes.ts";

const about = { tags: ["Webhooks"], security: signedIn };
const shape = named("Webhook", webhook);
const deliveryShape = named("WebhookDelivery", webhookDelivery);

const list = createRoute({
  ...about,
  method: "get",
  path: "/api/webhooks",
  summary: "Webhooks, oldest first",
  request: { query: pageQuery },
  responses: { 200: json("a page of webhooks", pageOf(shape)), ...failures(400, 401, 403, 503) },
});

const create = createRoute({
  ...about,
  method: "post",
  path: "/api/webhooks",
  summary: "Have an address told of what happens",
  request: jsonBody(webhookRequest),
  responses: {
    201: json("the webhook; its secret is told once", named("WebhookCreated", webhookCreated)),
    ...failures(400, 401, 403, 409, 503),
  },
});

const get = createRoute({
  ...about,
  method: "get",
  path: "/api/webhooks/{id}",
  summary: "One webhook",
  request: { params: idParameter },
  responses: { 200: json("the webhook", shape), ...failures(401, 403, 404, 503) },
});

const change = createRoute({
  ...about,
  method: "patch",
  path: "/api/webhooks/{id}",
  summary: "Change a webhook, turn it on or off, or give it a new secret; what is left out stays",
  request: { params: idParameter, ...jsonBody(webhookPatch) },
  responses: {
    200: json("the webhook; a new secret is told once", named("WebhookChanged", webhookChanged)),
    ...failures(400, 401, 403, 404, 503),
  },
});

const remove = createRoute({
  ...about,
  method: "delete",
  path: "/api/webhooks/{id}",
  summary: "Delete a webhook and its messages",
  request: { params: idParameter },
  responses: { ...nothing, ...failures(401, 403, 404, 503) },
});

const deliveries = createRoute({
  ...about,
  method: "get",
  path: "/api/webhooks/{id}/deliveries",
  summary: "The messages of two weeks, newest first, with every attempt",
  request: { params: idParameter, query: deliveryQuery },
  responses: { 200: json("a page of messages", pageOf(deliveryShape)), ...failures(400, 401, 403, 404, 503) },
});

const tryOut = createRoute({
  ...about,
  method: "post",
  path: "/api/webhooks/{id}/test",
  summary: "Send one message of type `webhook.test` now",
  request: { params: idParameter },
  responses: {
    200: json("what came of it: also where nothing got through", deliveryShape),
    ...failures(401, 403, 404, 503),
  },
});

const retry = createRoute({
  ...about,
  method: "post",
  path: "/api/webhooks/{id}/deliveries/{delivery_id}/retry",
  summary: "Send a message again, from the first attempt",
  request: { params: z.object({ id, delivery_id: id }) },
  responses: { 202: json("it will be sent", deliveryShape), ...failures(401, 403, 404, 409, 503) },
});

export function webhookRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(list, async (c) => c.json(await listWebhooks(services, c.get("actor"), c.req.valid("query")), 200))
    .openapi(create, async (c) => c.json(await createWebhook(services, c.get("actor"), c.req.valid("json")), 201))
    .openapi(get, async (c) => c.json(await getWebhook(services, c.get("actor"), c.req.valid("param").id), 200))
    .openapi(change, async (c) => {
      const { id } = c.req.valid("param");
      return c.json(await updateWebhook(services, c.get("actor"), id, c.req.valid("json")), 200);
    })
    .openapi(remove, async (c) => {
      await removeWebhook(services, c.get("actor"), c.req.valid("param").id);
      return c.body(null, 204);
    })
    .openapi(deliveries, async (c) => {
      const { id } = c.req.valid("param");
      return c.json(await listDeliveries(services, c.get("actor"), id, c.req.valid("query")), 200);
    })
    .openapi(tryOut, async (c) => c.json(await testWebhook(services, c.get("actor"), c.req.valid("param").id), 200))
    .openapi(retry, async (c) => {
      const { id, delivery_id } = c.req.valid("param");
      return c.json(await retryDelivery(services, c.get("actor"), id, delivery_id), 202);
    });
}
