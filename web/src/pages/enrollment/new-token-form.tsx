/** Label, expiry, number of uses and group of a new token. */
import { useMutation } from "@tanstack/solid-query";
import { createSignal, For } from "solid-js";
import { MAX_NAME_LENGTH } from "../../../../protocol/limits.ts";
import type { EnrollmentTokenCreated } from "../../../../protocol/rest/people.ts";
import { createEnrollmentToken } from "../../api/enrollment.ts";
import { DialogForm } from "../../components/dialog-form.tsx";
import { SelectField, TextField } from "../../components/field.tsx";
import { GroupField } from "../../components/group-field.tsx";
import { EXPIRIES, type Expiry, expiryTime, USE_LIMITS } from "../../state/token-terms.ts";

export type NewTokenFormProps = {
  /** Of a group that is chosen already. */
  groupId: string | null;
  onCreated: (token: EnrollmentTokenCreated) => void;
  onCancel: () => void;
};

export function NewTokenForm(props: NewTokenFormProps) {
  const [label, setLabel] = createSignal("");
  const [expiry, setExpiry] = createSignal<Expiry>("day");
  const [maxUses, setMaxUses] = createSignal("1");
  const [groupId, setGroupId] = createSignal(props.groupId);
  const making = useMutation(() => ({
    mutationFn: () =>
      createEnrollmentToken({
        label: label().trim(),
        group_id: groupId(),
        expires_at: expiryTime(expiry(), Date.now()),
        ...(maxUses() && { max_uses: Number(maxUses()) }),
      }),
    onSuccess: props.onCreated,
  }));

  return (
    <DialogForm
      action="Create token"
      isBusy={making.isPending}
      error={making.error}
      onSubmit={() => making.mutate()}
      onCancel={() => props.onCancel()}
    >
      <TextField
        label="Label"
        isOptional
        maxLength={MAX_NAME_LENGTH}
        placeholder="Office in Lyon"
        hint="For you, to know it again in the list."
        value={label()}
        onInput={(event) => setLabel(event.currentTarget.value)}
      />
      <div class="grid grid-cols-2 gap-4">
        <SelectField
          label="Expires"
          onChange={(event) => setExpiry(EXPIRIES.find((e) => e.value === event.currentTarget.value)?.value ?? "day")}
        >
          <For each={EXPIRIES}>
            {(option) => (
              <option value={option.value} selected={option.value === expiry()}>
                {option.label}
              </option>
            )}
          </For>
        </SelectField>
        <SelectField label="Machines" onChange={(event) => setMaxUses(event.currentTarget.value)}>
          <For each={USE_LIMITS}>
            {(option) => (
              <option value={option.value} selected={option.value === maxUses()}>
                {option.label}
              </option>
            )}
          </For>
        </SelectField>
      </div>
      <GroupField groupId={groupId()} onChange={setGroupId} hint="Machines that join start in it." />
    </DialogForm>
  );
}
