/** The one token that the first steps show: made once, and never a second beside one that nobody has used. */
import { queryOptions } from "@tanstack/solid-query";
import type { EnrollmentToken, EnrollmentTokenCreated } from "../../../../protocol/rest/people.ts";
import { createEnrollmentToken, renewEnrollmentToken } from "../../api/enrollment.ts";
import { fetchAll } from "../../api/page.ts";
import { queryKeys } from "../../api/query-keys.ts";

const LABEL = "First machine";
const LIFE_MS = 60 * 60_000;

/** Its text is told when it is made, and to nobody again: whoever comes back finds that there is one (`given`). */
export type FirstToken = { made: EnrollmentTokenCreated } | { given: EnrollmentToken };

/** In the cache and never asked for again: a stream that opens anew makes no second token. */
export const firstTokenQuery = () =>
  queryOptions({
    queryKey: queryKeys.firstToken,
    staleTime: "static",
    gcTime: LIFE_MS,
    queryFn: async ({ signal }): Promise<FirstToken> => {
      const unused = (await fetchAll<EnrollmentToken>("/api/enrollment-tokens", { signal })).find(isUnused);
      if (unused && !isOver(unused)) return { given: unused };
      return unused ? renewFirstToken(unused.id) : { made: await makeFirstToken() };
    },
  });

export async function renewFirstToken(id: string): Promise<FirstToken> {
  return { made: await renewEnrollmentToken(id, anHourFromNow()) };
}

const makeFirstToken = () => createEnrollmentToken({ label: LABEL, max_uses: 1, expires_at: anHourFromNow() });
const anHourFromNow = () => new Date(Date.now() + LIFE_MS).toISOString();
const isUnused = ({ label, uses, revoked_at }: EnrollmentToken) => label === LABEL && uses === 0 && !revoked_at;
const isOver = ({ expires_at }: EnrollmentToken) => expires_at !== null && Date.parse(expires_at) <= Date.now();
