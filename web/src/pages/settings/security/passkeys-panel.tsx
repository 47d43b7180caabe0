/** One's own passkeys: add, name, remove. */
import { useMutation, useQueryClient } from "@tanstack/solid-query";
import Pencil from "lucide-solid/icons/pencil";
import Trash from "lucide-solid/icons/trash";
import { createSignal, For, Show } from "solid-js";
import type { Passkey, SecondFactorState } from "../../../../../protocol/rest/sign-in.ts";
import { queryKeys } from "../../../api/query-keys.ts";
import { addPasskey, canUsePasskeys, removePasskey, renamePasskey } from "../../../api/sign-in.ts";
import { Button } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { IconButton } from "../../../components/icon-button.tsx";
import { Panel } from "../../../components/page-header.tsx";
import { TimeAgo } from "../../../components/relative-time.tsx";
import { withRecentProof } from "../../../state/recent-proof.ts";
import { PasskeyNameDialog } from "./passkey-name-dialog.tsx";
import { reportFailure } from "./report-failure.ts";

export type PasskeysPanelProps = { state: SecondFactorState; onCodes: (codes: string[] | null) => void };

export function PasskeysPanel(props: PasskeysPanelProps) {
  const client = useQueryClient();
  const [naming, setNaming] = createSignal<"new" | Passkey | null>(null);
  const [removing, setRemoving] = createSignal<Passkey | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.secondFactors });

  const saving = useMutation(() => ({
    mutationFn: async (name: string) => {
      const named = naming();
      if (named !== "new" && named !== null) return renamePasskey({ id: named.id, name }).then(() => null);
      return withRecentProof(() => addPasskey(name));
    },
    onSuccess: (added) => {
      setNaming(null);
      refresh();
      props.onCodes(added?.recovery_codes ?? null);
    },
    onError: reportFailure("The passkey was not saved"),
  }));
  const removal = useMutation(() => ({
    mutationFn: (id: string) => withRecentProof(() => removePasskey(id)),
    onSuccess: refresh,
    onError: reportFailure("The passkey was not removed"),
    onSettled: () => setRemoving(null),
  }));
  return (
    <Panel>
      <div class="flex flex-wrap items-center justify-between gap-3 p-4">
        <div class="min-w-0 flex-1">
          <div class="text-sm font-medium">Passkeys</div>
          <div class="text-sm text-muted">
            {canUsePasskeys()
              ? "Sign in by finger, face or PIN of a device, without a password."
              : "Passkeys need the server to be opened by a name, over https."}
          </div>
        </div>
        <Button disabled={!canUsePasskeys()} onClick={() => setNaming("new")}>
          Add a passkey
        </Button>
      </div>
      <Show when={props.state.passkeys.length > 0}>
        <ul aria-label="Passkeys" class="border-t border-line">
          <For each={props.state.passkeys}>
            {(passkey) => (
              <li class="flex items-center gap-2 border-b border-line px-4 py-2 last:border-b-0">
                <div class="min-w-0 flex-1">
                  <div class="truncate text-sm">{passkey.name}</div>
                  <div class="text-xs text-muted">
                    Added <TimeAgo at={passkey.created_at} />
                    <Show when={passkey.last_used_at}>
                      {(at) => (
                        <>
                          , last used <TimeAgo at={at()} />
                        </>
                      )}
                    </Show>
                    {passkey.is_synced ? " · synced between devices" : ""}
                  </div>
                </div>
                <IconButton
                  label={`Rename ${passkey.name}`}
                  icon={<Pencil class="size-4" aria-hidden="true" />}
                  onClick={() => setNaming(passkey)}
                />
                <IconButton
                  label={`Remove ${passkey.name}`}
                  icon={<Trash class="size-4" aria-hidden="true" />}
                  onClick={() => setRemoving(passkey)}
                />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <PasskeyNameDialog
        named={naming()}
        isBusy={saving.isPending}
        onClose={() => setNaming(null)}
        onName={(name) => saving.mutate(name)}
      />
      <ConfirmDialog
        isOpen={removing() !== null}
        onClose={() => setRemoving(null)}
        title={`Remove ${removing()?.name ?? ""}?`}
        action="Remove passkey"
        isBusy={removal.isPending}
        onConfirm={() => {
          const passkey = removing();
          if (passkey) removal.mutate(passkey.id);
        }}
      >
        It opens this account no more. Delete it on the device, too.
      </ConfirmDialog>
    </Panel>
  );
}
