/** REST shapes of saved filters: a person's own names for views of the machines. */
import { z } from "zod";
import { id, time } from "./shapes.ts";

/** More are no help to find the one that is meant. */
export const MAX_SAVED_FILTERS = 50;

export const savedFilter = z.object({
  id,
  name: z.string(),
  /** The query of the machines page, with its "?"; the page reads it as it reads an address. */
  query: z.string(),
  created_at: time,
});
export type SavedFilter = z.infer<typeof savedFilter>;

export const savedFilterRequest = z.object({
  name: z.string().trim().min(1, "a name is needed").max(60),
  query: z
    .string()
    .max(1_000)
    .regex(/^\?[^\s#]+$/, "a query as it stands in the address"),
});
export type SavedFilterRequest = z.infer<typeof savedFilterRequest>;

export const savedFilterList = z.object({ items: z.array(savedFilter), next_cursor: z.null() });
