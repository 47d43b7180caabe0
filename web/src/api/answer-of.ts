/** The answer of a query, for pages that go on showing what they have when a later request fails. */
import { unwrap } from "solid-js/store";

/**
 * Undefined until the first answer: reading `data` itself of a pending query would suspend the page. Plain data, not a store's
 * proxies: an answer changes as a whole, and to follow each field of thousands of machines takes longer than to show them.
 */
export function answerOf<Data>(query: { isPending: boolean; data: Data | undefined }): Data | undefined {
  return query.isPending ? undefined : unwrap(query.data);
}
