/** Webhooks and what became of their messages. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/solid-query";
import type {
  DeliveryState,
  Webhook,
  WebhookChanged,
  WebhookCreated,
  WebhookDelivery,
  WebhookPatch,
  WebhookRequest,
} from "../../../protocol/rest/webhooks.ts";
import { request } from "./http-client.ts";
import { fetchAll, fetchPage } from "./page.ts";
import { queryKeys } from "./query-keys.ts";

/** The receiver has 15 s, and its name as much to be found. */
const TEST_TIMEOUT_MS = 40_000;

export const webhooksQuery = () =>
  queryOptions({
    queryKey: queryKeys.webhooks,
    queryFn: ({ signal }) => fetchAll<Webhook>("/api/webhooks", { signal }),
  });

export const deliveriesQuery = (webhookId: string, state?: DeliveryState) =>
  infiniteQueryOptions({
    queryKey: [...queryKeys.deliveries(webhookId), state ?? "all"],
    queryFn: ({ signal, pageParam }) =>
      fetchPage<WebhookDelivery>(`/api/webhooks/${webhookId}/deliveries`, { state, cursor: pageParam, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export function createWebhook(body: WebhookRequest): Promise<WebhookCreated> {
  return request<WebhookCreated>("/api/webhooks", { method: "POST", body });
}

export function changeWebhook(id: string, body: WebhookPatch): Promise<WebhookChanged> {
  return request<WebhookChanged>(`/api/webhooks/${id}`, { method: "PATCH", body });
}

export function removeWebhook(id: string): Promise<void> {
  return request<void>(`/api/webhooks/${id}`, { method: "DELETE" });
}

export function testWebhook(id: string): Promise<WebhookDelivery> {
  return request<WebhookDelivery>(`/api/webhooks/${id}/test`, { method: "POST", timeoutMs: TEST_TIMEOUT_MS });
}

export function retryDelivery(webhookId: string, id: string): Promise<WebhookDelivery> {
  return request<WebhookDelivery>(`/api/webhooks/${webhookId}/deliveries/${id}/retry`, { method: "POST" });
}
