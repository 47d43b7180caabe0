/** A new API key: its name, how long, how far; then the key itself, once. */
import { useMutation } from "@tanstack/solid-query";
import { createEffect, createSignal, For, on, Show } from "solid-js";
import { MAX_NAME_LENGTH } from "../../../../../protocol/limits.ts";
import { PERMISSIONS, type Permission } from "../../../../../protocol/permissions.ts";
import { messageOf } from "../../../api/http-client.ts";
import { createApiKey } from "../../../api/sign-in.ts";
import { Button } from "../../../components/button.tsx";
import { CopyField } from "../../../components/copy-field.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";
import { DialogForm } from "../../../components/dialog-form.tsx";
import { SelectField, TextField } from "../../../components/field.tsx";
import { PERMISSION_WORDS } from "../../../state/permission-words.ts";
import { ProofGivenUp, withRecentProof } from "../../../state/recent-proof.ts";

const DAY_MS = 24 * 3_600_000;
const LIFETIMES: readonly { days: number | null; label: string }[] = [
  { days: 7, label: "7 days" },
  { days: 30, label: "30 days" },
  { days: 90, label: "90 days" },
  { days: 365, label: "A year" },
  { days: null, label: "Never" },
];

type Reach = "all" | "read" | "chosen";

export function NewKeyDialog(props: { isOpen: boolean; onClose: () => void; onMade: () => void }) {
  const [name, setName] = createSignal("");
  const [days, setDays] = createSignal("90");
  const [reach, setReach] = createSignal<Reach>("all");
  const [chosen, setChosen] = createSignal<readonly Permission[]>(["view"]);
  const making = useMutation(() => ({
    mutationFn: () =>
      withRecentProof(() =>
        createApiKey({
          name: name().trim(),
          expires_at: days() === "" ? null : new Date(Date.now() + Number(days()) * DAY_MS).toISOString(),
          read_only: reach() === "read",
          permissions: reach() === "chosen" ? [...chosen()] : null,
        }),
      ),
    onSuccess: () => props.onMade(),
  }));
  createEffect(
    on(
      () => props.isOpen,
      () => {
        setName("");
        making.reset();
      },
    ),
  );
  const failure = () =>
    making.isError && !(making.error instanceof ProofGivenUp) ? messageOf(making.error) : undefined;
  const toggle = (permission: Permission) =>
    setChosen(PERMISSIONS.filter((one) => (one === permission ? !chosen().includes(one) : chosen().includes(one))));
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title={making.data ? "Your new key" : "New API key"}>
      <Show
        when={making.data}
        fallback={
          <DialogForm
            action="Make key"
            isBusy={making.isPending}
            isDisabled={name().trim() === "" || (reach() === "chosen" && chosen().length === 0)}
            onSubmit={() => making.mutate()}
            onCancel={() => props.onClose()}
          >
            <TextField
              label="Name"
              required
              autofocus
              autocomplete="off"
              placeholder="Nightly inventory"
              maxLength={MAX_NAME_LENGTH}
              value={name()}
              error={failure()}
              onInput={(event) => setName(event.currentTarget.value)}
            />
            <SelectField label="Expires after" value={days()} onChange={(event) => setDays(event.currentTarget.value)}>
              <For each={LIFETIMES}>
                {(one) => (
                  <option value={one.days ?? ""} selected={days() === String(one.days ?? "")}>
                    {one.label}
                  </option>
                )}
              </For>
            </SelectField>
            <SelectField
              label="May do"
              value={reach()}
              onChange={(event) => setReach(event.currentTarget.value as Reach)}
            >
              <option value="all">All that you may</option>
              <option value="read">Read only</option>
              <option value="chosen">Chosen permissions on machines</option>
            </SelectField>
            <Show when={reach() === "chosen"}>
              <fieldset class="grid gap-x-4 gap-y-1 rounded-lg border border-line p-3 sm:grid-cols-2">
                <legend class="sr-only">Permissions</legend>
                <For each={PERMISSIONS}>
                  {(permission) => (
                    <label class="flex h-8 items-center gap-2 text-sm pointer-coarse:h-10">
                      <input
                        type="checkbox"
                        class="size-4 shrink-0 accent-accent"
                        checked={chosen().includes(permission)}
                        onChange={() => toggle(permission)}
                      />
                      <span class="min-w-0 truncate" title={permission}>
                        {PERMISSION_WORDS[permission].label}
                      </span>
                    </label>
                  )}
                </For>
              </fieldset>
            </Show>
          </DialogForm>
        }
      >
        {(made) => (
          <>
            <p class="mb-3 text-sm text-muted">
              Copy it now: it is not shown again. Send it as{" "}
              <code class="font-mono text-xs">Authorization: Bearer</code>.
            </p>
            <CopyField label="the key" text={made().key} />
            <DialogActions>
              <Button variant="primary" onClick={() => props.onClose()}>
                Done
              </Button>
            </DialogActions>
          </>
        )}
      </Show>
    </Dialog>
  );
}
