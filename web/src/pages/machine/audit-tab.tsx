/** The newest rows of the audit log about one machine, for administrators. */
import { A } from "@solidjs/router";
import { useInfiniteQuery } from "@tanstack/solid-query";
import { createMemo, Match, Show, Switch } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { auditQuery } from "../../api/audit.ts";
import { AuditTable } from "../../components/audit/audit-table.tsx";
import { buttonClass } from "../../components/button.tsx";
import { classNames } from "../../components/class-names.ts";
import { ErrorState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/page-header.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";
import { formatAuditFilter, WHOLE_LOG } from "../../state/audit-filter.ts";

/** The rest is on the Audit page. */
const SHOWN_ROWS = 50;

export default function AuditTab(props: { machine: Machine }) {
  const filter = createMemo(() => ({ ...WHOLE_LOG, on: props.machine.id }));
  const log = useInfiniteQuery(() => auditQuery(filter()));
  const rows = createMemo(() => answerOf(log)?.pages[0]?.items.slice(0, SHOWN_ROWS));
  return (
    <>
      <Switch
        fallback={
          <SkeletonRows count={3} label="Loading the audit log" row={() => <Skeleton class="my-3 h-5 w-full" />} />
        }
      >
        <Match when={log.isError && !rows()}>
          <ErrorState title="The audit log was not loaded" error={log.error} onRetry={() => log.refetch()} />
        </Match>
        <Match when={rows()?.length === 0}>
          <Panel class="p-4">
            <p class="text-sm text-muted">Nothing about this machine is on record.</p>
          </Panel>
        </Match>
        <Match when={rows()}>{(shown) => <AuditTable rows={shown()} />}</Match>
      </Switch>
      <Show when={rows()?.length}>
        <A href={`/audit${formatAuditFilter(filter())}`} class={classNames(buttonClass("secondary", "sm"), "mt-4")}>
          Open in the log
        </A>
      </Show>
    </>
  );
}
