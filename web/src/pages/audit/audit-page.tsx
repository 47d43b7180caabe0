/** The audit log: who did what, where and when. The address holds what is shown; new rows come by themselves. */
import { useLocation, useNavigate } from "@solidjs/router";
import { useInfiniteQuery, useQuery } from "@tanstack/solid-query";
import Download from "lucide-solid/icons/download";
import Lock from "lucide-solid/icons/lock";
import SearchX from "lucide-solid/icons/search-x";
import { createMemo, Match, Show, Switch } from "solid-js";
import { answerOf } from "../../api/answer-of.ts";
import { auditQuery, auditTablePath, verificationQuery } from "../../api/audit.ts";
import { AuditTable } from "../../components/audit/audit-table.tsx";
import { Button, buttonClass } from "../../components/button.tsx";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { OlderButton } from "../../components/older-button.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";
import {
  type AuditFilter,
  formatAuditFilter,
  isWholeLog,
  parseAuditFilter,
  WHOLE_LOG,
} from "../../state/audit-filter.ts";
import { useMe } from "../../state/signed-in.tsx";
import { AuditFilters } from "./audit-filters.tsx";
import { ChainState } from "./chain-state.tsx";

export default function AuditPage() {
  const me = useMe();
  return (
    <Show when={me().role === "admin"} fallback={<NotYours />}>
      <AuditLog />
    </Show>
  );
}

function AuditLog() {
  const location = useLocation();
  const navigate = useNavigate();
  const filter = createMemo(() => parseAuditFilter(location.search));
  const log = useInfiniteQuery(() => auditQuery(filter()));
  const verification = useQuery(verificationQuery);
  const rows = createMemo(() => answerOf(log)?.pages.flatMap(({ items }) => items));

  const setFilter = (change: Partial<AuditFilter>) =>
    navigate(`/audit${formatAuditFilter({ ...filter(), ...change })}`, { replace: true, scroll: false });
  const nameOf = (id: string) =>
    rows()
      ?.flatMap(({ actor, target }) => [actor, target])
      .find((named) => named.id === id)?.name;

  return (
    <>
      <PageHeader
        title="Audit"
        actions={
          <a
            href={auditTablePath(filter())}
            download=""
            class={buttonClass("secondary")}
            title="All rows that are shown, as a table for a spreadsheet"
          >
            <Download class="size-4" aria-hidden="true" />
            CSV
          </a>
        }
      />
      <div class="mx-auto w-full max-w-6xl px-4 py-6 md:px-6">
        <ChainState />
        <AuditFilters filter={filter()} nameOf={nameOf} onChange={setFilter} />
        <Switch
          fallback={
            <SkeletonRows count={12} label="Loading the audit log" row={() => <Skeleton class="my-3 h-4 w-full" />} />
          }
        >
          <Match when={log.isError && !rows()}>
            <ErrorState title="The audit log was not loaded" error={log.error} onRetry={() => log.refetch()} />
          </Match>
          <Match when={rows()?.length === 0}>
            <EmptyState
              icon={<SearchX class="size-5" aria-hidden="true" />}
              title="Nothing of that is on record"
              action={
                <Show when={!isWholeLog(filter())}>
                  <Button onClick={() => setFilter(WHOLE_LOG)}>Show everything</Button>
                </Show>
              }
            >
              The log has no row of what you chose. New ones appear here by themselves.
            </EmptyState>
          </Match>
          <Match when={rows()}>
            {(shown) => (
              <>
                <AuditTable rows={shown()} brokenId={answerOf(verification)?.first_broken_id} />
                <OlderButton pages={log}>Show older rows</OlderButton>
              </>
            )}
          </Match>
        </Switch>
      </div>
    </>
  );
}

function NotYours() {
  return (
    <>
      <PageHeader title="Audit" />
      <EmptyState icon={<Lock class="size-5" aria-hidden="true" />} title="The audit log is for administrators">
        Ask one of them if you need to know who did what.
      </EmptyState>
    </>
  );
}
