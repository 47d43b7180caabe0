/** The cache of server state. The event stream keeps it fresh (live/), so nothing here polls or refetches by age. */
import { QueryClient } from "@tanstack/solid-query";
import { ApiError } from "./http-client.ts";
import { keepEqual } from "./keep-equal.ts";

const MAX_RETRIES = 3;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // A server in the same building answers without the internet that "online" stands for.
        networkMode: "always",
        reconcile: keepEqual,
        retry: (failures, error) => failures < MAX_RETRIES && isTransient(error),
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

function isTransient(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 502 || error.status === 503);
}
