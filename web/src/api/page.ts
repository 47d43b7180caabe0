/** One page of a list, as every list of the API answers, and the walk over all of them. */
import { MAX_PAGE_SIZE } from "../../../protocol/limits.ts";
import { request } from "./http-client.ts";

export type Page<Item> = { items: Item[]; next_cursor: string | null };

export type PageQuery = { limit?: number; cursor?: string | null; signal?: AbortSignal; [filter: string]: unknown };

export function fetchPage<Item>(path: string, { signal, ...query }: PageQuery = {}): Promise<Page<Item>> {
  return request<Page<Item>>(path + searchOf(query), { signal });
}

/** "" where nothing is asked, else with its `?`. */
export function searchOf(query: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) search.set(name, String(value));
  }
  const text = search.toString();
  return text && `?${text}`;
}

/** Every item of a list: what is filtered and sorted in the browser must be there whole. */
export async function fetchAll<Item>(path: string, query: PageQuery = {}): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await fetchPage<Item>(path, { ...query, limit: MAX_PAGE_SIZE, cursor });
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return items;
}
