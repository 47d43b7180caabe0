/** The audit log by pages, its chain's state, and where its table is. */
import { type InfiniteData, infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/solid-query";
import type { AuditEntryRow, AuditVerification } from "../../../protocol/rest/audit.ts";
import { type AuditFilter, askedOf, belongs } from "../state/audit-filter.ts";
import { request } from "./http-client.ts";
import { fetchPage, type Page, searchOf } from "./page.ts";
import { queryKeys } from "./query-keys.ts";

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: queryKeys.auditRows(filter),
    queryFn: ({ signal, pageParam }) =>
      fetchPage<AuditEntryRow>("/api/audit", { ...askedOf(filter, Date.now()), cursor: pageParam, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** To read a long log takes the server a while: what it found within the last hour will do until somebody asks anew. */
const REMEMBERED_S = 3_600;

export const verificationQuery = () =>
  queryOptions({
    queryKey: queryKeys.auditVerification,
    queryFn: ({ signal }) => verifyAudit(REMEMBERED_S, signal),
    staleTime: REMEMBERED_S * 1_000,
  });

export function verifyAudit(maxAgeS: number, signal?: AbortSignal): Promise<AuditVerification> {
  return request<AuditVerification>(`/api/audit/verify?max_age_s=${maxAgeS}`, { signal, timeoutMs: null });
}

export function auditTablePath(filter: AuditFilter): string {
  return `/api/audit.csv${searchOf(askedOf(filter, Date.now()))}`;
}

/** Puts rows that were just written on top of each cached list that they belong to. */
export function addToAudit(client: QueryClient, rows: readonly AuditEntryRow[]): void {
  for (const query of client.getQueryCache().findAll({ queryKey: queryKeys.audit })) {
    const [, kind, filter] = query.queryKey;
    if (kind !== "rows") continue;
    const added = rows.filter((row) => belongs(row, filter as AuditFilter, Date.now()));
    client.setQueryData<InfiniteData<Page<AuditEntryRow>>>(query.queryKey, (list) => list && withNewest(list, added));
  }
}

type List = InfiniteData<Page<AuditEntryRow>>;

function withNewest(list: List, rows: readonly AuditEntryRow[]): List {
  const [first, ...rest] = list.pages;
  const newest = first?.items[0]?.position ?? 0;
  const added = rows.filter(({ position }) => position > newest).toReversed();
  if (!first || added.length === 0) return list;
  return { ...list, pages: [{ ...first, items: [...added, ...first.items] }, ...rest] };
}
