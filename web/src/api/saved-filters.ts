/** One's own names for views of the machines. */
import { queryOptions } from "@tanstack/solid-query";
import type { SavedFilter, SavedFilterRequest } from "../../../protocol/rest/saved-filters.ts";
import { request } from "./http-client.ts";
import { queryKeys } from "./query-keys.ts";

export const savedFiltersQuery = () =>
  queryOptions({
    queryKey: queryKeys.savedFilters,
    queryFn: async ({ signal }) => (await request<{ items: SavedFilter[] }>("/api/saved-filters", { signal })).items,
  });

export function saveFilter(filter: SavedFilterRequest): Promise<SavedFilter> {
  return request<SavedFilter>("/api/saved-filters", { method: "POST", body: filter });
}

export function removeFilter(id: string): Promise<void> {
  return request<void>(`/api/saved-filters/${id}`, { method: "DELETE" });
}
