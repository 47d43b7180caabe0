/** Another label, a longer life, more machines: the token itself stays the same. */
import { useMutation } from "@tanstack/solid-query";
import { createSignal, For } from "solid-js";
import { MAX_NAME_LENGTH } from "../../../../protocol/limits.ts";
import type { EnrollmentToken } from "../../../../protocol/rest/people.ts";
import { changeEnrollmentToken, type TokenChange } from "../../api/enrollment.ts";
import { DialogForm } from "../../components/dialog-form.tsx";
import { SelectField, TextField } from "../../components/field.tsx";
import { GroupField } from "../../components/group-field.tsx";
import { notify } from "../../components/toast.tsx";
import { now } from "../../state/clock.ts";
import { timeUntil } from "../../state/relative-time.ts";
import { EXPIRIES, expiryTime } from "../../state/token-terms.ts";

const SAME = "same";

export function EditTokenForm(props: { token: EnrollmentToken; onSaved: () => void; onCancel: () => void }) {
  const [label, setLabel] = createSignal(props.token.label);
  const [expiry, setExpiry] = createSignal<string>(SAME);
  const [maxUses, setMaxUses] = createSignal(props.token.max_uses?.toString() ?? "");
  const [groupId, setGroupId] = createSignal(props.token.group_id);
  const saving = useMutation(() => ({
    mutationFn: (change: TokenChange) => changeEnrollmentToken(props.token.id, change),
    onSuccess: () => {
      notify("The token was saved");
      props.onSaved();
    },
  }));
  const present = () =>
    props.token.expires_at === null ? "As now: never" : `As now: ${timeUntil(props.token.expires_at, now())}`;

  return (
    <DialogForm
      action="Save"
      isBusy={saving.isPending}
      error={saving.error}
      onSubmit={() => {
        const chosen = EXPIRIES.find(({ value }) => value === expiry())?.value;
        saving.mutate({
          label: label().trim(),
          group_id: groupId(),
          max_uses: maxUses() === "" ? null : Number(maxUses()),
          ...(chosen && { expires_at: expiryTime(chosen, Date.now()) ?? null }),
        });
      }}
      onCancel={() => props.onCancel()}
    >
      <TextField
        label="Label"
        isOptional
        maxLength={MAX_NAME_LENGTH}
        value={label()}
        onInput={(event) => setLabel(event.currentTarget.value)}
      />
      <div class="grid grid-cols-2 gap-4">
        <SelectField label="Expires" onChange={(event) => setExpiry(event.currentTarget.value)}>
          <option value={SAME}>{present()}</option>
          <For each={EXPIRIES}>{({ value, label }) => <option value={value}>{label}</option>}</For>
        </SelectField>
        <TextField
          label="Machines in all"
          isOptional
          type="number"
          min={Math.max(1, props.token.uses)}
          max={1_000_000}
          step={1}
          placeholder="Any number"
          hint={`${props.token.uses} so far`}
          value={maxUses()}
          onInput={(event) => setMaxUses(event.currentTarget.value)}
        />
      </div>
      <GroupField groupId={groupId()} onChange={setGroupId} hint="Machines that join from now on start in it." />
    </DialogForm>
  );
}
