/** Whether the log is what was written: how many rows were verified and when, and an alarm if one is not what it was. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import ShieldAlert from "lucide-solid/icons/shield-alert";
import ShieldCheck from "lucide-solid/icons/shield-check";
import { Match, Switch } from "solid-js";
import type { AuditVerification } from "../../../../protocol/rest/audit.ts";
import { answerOf } from "../../api/answer-of.ts";
import { verificationQuery, verifyAudit } from "../../api/audit.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { Button } from "../../components/button.tsx";
import { TimeAgo } from "../../components/relative-time.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { notifyFailure } from "../../components/toast.tsx";

const count = new Intl.NumberFormat();

export function ChainState() {
  const client = useQueryClient();
  const verification = useQuery(verificationQuery);
  const verifying = useMutation(() => ({
    mutationFn: () => verifyAudit(0),
    onSuccess: (found: AuditVerification) => client.setQueryData(queryKeys.auditVerification, found),
    onError: (error: unknown) => notifyFailure("The log was not verified", error),
  }));
  const found = () => answerOf(verification);
  const again = (
    <Button size="sm" isBusy={verifying.isPending} onClick={() => verifying.mutate()}>
      Verify now
    </Button>
  );
  return (
    <Switch
      fallback={
        <div class="mb-4 flex h-12 items-center" role="status" aria-label="The log is being verified">
          <Skeleton class="h-4 w-72" />
        </div>
      }
    >
      <Match when={found()?.ok === false && found()}>
        {(broken) => (
          <div class="mb-4 rounded-lg border border-danger bg-danger-soft p-4" role="alert">
            <div class="flex items-start gap-3">
              <ShieldAlert class="mt-0.5 size-5 shrink-0 text-danger-text" aria-hidden="true" />
              <div class="min-w-0 flex-1 text-sm">
                <p class="font-semibold text-danger-text">
                  The log is not what was written: row {count.format(broken().count)} was changed, or rows before it are
                  gone
                </p>
                <p class="mt-1 break-words">
                  Somebody changed the database past this server. Rows before it can be trusted, it and what follows
                  cannot. Keep the database as it is, and compare with a backup: the first broken row is{" "}
                  <code class="font-mono text-xs">{broken().first_broken_id}</code>.
                </p>
              </div>
              {again}
            </div>
          </div>
        )}
      </Match>
      <Match when={found()}>
        {(whole) => (
          <div class="mb-4 flex min-h-12 items-center gap-3 rounded-lg border border-line bg-panel px-4 py-2">
            <ShieldCheck class="size-4 shrink-0 text-online-text" aria-hidden="true" />
            <p class="min-w-0 flex-1 text-sm" role="status">
              Verified {count.format(whole().count)} {whole().count === 1 ? "row" : "rows"}, unbroken{" "}
              <span class="text-muted">
                · <TimeAgo at={whole().checked_at} />
              </span>
            </p>
            {again}
          </div>
        )}
      </Match>
      <Match when={verification.isError}>
        <div class="mb-4 flex min-h-12 items-center gap-3 rounded-lg border border-line bg-panel px-4 py-2">
          <p class="min-w-0 flex-1 text-sm text-muted">The log could not be verified now.</p>
          {again}
        </div>
      </Match>
    </Switch>
  );
}
