/** The answer of a query, for pages that go on showing what they have when a later request fails. */

/** Undefined until the first answer. Reading `data` itself of a pending query would suspend the page. */
export function answerOf<Data>(query: { isPending: boolean; data: Data | undefined }): Data | undefined {
  return query.isPending ? undefined : query.data;
}
