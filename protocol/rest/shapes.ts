/** Shapes that every REST resource shares: the error answer, lists and their cursor, ids and times. */
import { z } from "zod";
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from "../limits.ts";

export const ERROR_STATUS = {
  invalid_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  payload_too_large: 413,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const;

/** `code` is one of the keys above or a more exact word with the same status (`machine_offline` is a 409). */
export const errorBody = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
});
export type ErrorBody = z.infer<typeof errorBody>;

/** One spelling for each: what is live is found by its text. */
export const id = z.uuid().toLowerCase();
export const time = z.iso.datetime();
/** In queries: a point in time, or a day (UTC) for its beginning. */
export const since = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
  cursor: z.string().max(500).optional(),
});

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() });
