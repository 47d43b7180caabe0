/** How machines come in without a token, and which of them wait until somebody accepts them. */
import { A } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import TriangleAlert from "lucide-solid/icons/triangle-alert";
import { For, Show } from "solid-js";
import { answerOf } from "../../../api/answer-of.ts";
import { usersQuery } from "../../../api/users.ts";
import { CheckField } from "../../../components/check-field.tsx";
import { SelectField, TextField } from "../../../components/field.tsx";
import { createDraft } from "./draft.ts";
import { createSaveSettings } from "./save-settings.ts";
import { SectionForm, type SectionProps } from "./section-form.tsx";

export function EnrollmentSection(props: SectionProps) {
  const draft = createDraft(() => {
    const { settings } = props.answer;
    const { open_enrollment, open_enrollment_owner_id, open_enrollment_max_machines } = settings;
    const { quarantine_open_enrollment, quarantine_new_machines } = settings;
    const max = open_enrollment_max_machines === null ? "" : String(open_enrollment_max_machines);
    return {
      open_enrollment,
      open_enrollment_owner_id,
      quarantine_open_enrollment,
      quarantine_new_machines,
      max,
    };
  });
  const saving = createSaveSettings("Enrollment", () => props.answer);
  const save = () => {
    const { max, ...chosen } = draft.value();
    const { settings } = props.answer;
    const open_enrollment_max_machines = max === "" ? null : Number(max);
    const wanted = { ...chosen, open_enrollment_max_machines };
    const changed = Object.entries(wanted).filter(([key, value]) => settings[key as keyof typeof wanted] !== value);
    saving.save(Object.fromEntries(changed), draft.clear);
  };
  return (
    <SectionForm
      title="Enrollment"
      description={
        <>
          Machines usually come by a token of the{" "}
          <A href="/enrollment" class="text-accent-text underline-offset-2 hover:underline">
            Enrollment page
          </A>
          .
        </>
      }
      answer={props.answer}
      keys={[
        "open_enrollment",
        "open_enrollment_owner_id",
        "open_enrollment_max_machines",
        "quarantine_open_enrollment",
        "quarantine_new_machines",
      ]}
      saving={saving}
      isChanged={draft.isChanged()}
      onSave={save}
      onRevert={draft.clear}
    >
      <CheckField
        label="Open enrollment"
        hint="Any machine that reaches this server may come in, without a token. For a roll-out in a closed network."
        checked={draft.value().open_enrollment}
        onChange={(open_enrollment) => draft.set({ open_enrollment })}
      />
      <Show when={draft.value().open_enrollment}>
        <div class="ml-6.5 flex flex-col gap-4 border-l border-line pl-4">
          <Show when={!draft.value().quarantine_open_enrollment}>
            <p class="flex items-start gap-2 rounded-md bg-warning-soft px-3 py-2 text-sm text-warning-text">
              <TriangleAlert class="mt-0.5 size-4 shrink-0" aria-hidden="true" />
              Whoever reaches this server can add machines under any name, and nobody looks at them first.
            </p>
          </Show>
          <CheckField
            label="They wait until an administrator accepts them"
            hint="Until then nobody can do anything with them."
            checked={draft.value().quarantine_open_enrollment}
            onChange={(quarantine_open_enrollment) => draft.set({ quarantine_open_enrollment })}
          />
          <div class="grid max-w-lg gap-4 sm:grid-cols-2">
            <OwnerField
              answer={props.answer}
              ownerId={draft.value().open_enrollment_owner_id}
              onChange={(open_enrollment_owner_id) => draft.set({ open_enrollment_owner_id })}
            />
            <TextField
              label="At most so many machines"
              isOptional
              type="number"
              min={1}
              max={1_000_000}
              step={1}
              inputMode="numeric"
              placeholder="As many as come"
              hint={`${props.answer.open_enrollment_machines} have come so and are still here.`}
              value={draft.value().max}
              onInput={(event) => draft.set({ max: event.currentTarget.value })}
            />
          </div>
        </div>
      </Show>
      <CheckField
        label="All new machines wait until an administrator accepts them"
        hint="Also those that come by a token. Visits by code or link do not wait: their own user lets somebody in."
        checked={draft.value().quarantine_new_machines}
        onChange={(quarantine_new_machines) => draft.set({ quarantine_new_machines })}
      />
    </SectionForm>
  );
}

function OwnerField(props: SectionProps & { ownerId: string | null; onChange: (id: string | null) => void }) {
  const users = useQuery(usersQuery);
  const standIn = () => props.answer.open_enrollment_owner?.name ?? "the first administrator";
  return (
    <SelectField
      label="They belong to"
      hint="Whoever answers for them: machines keep the name of their owner."
      onChange={(event) => props.onChange(event.currentTarget.value || null)}
    >
      <option value="" selected={props.ownerId === null}>
        {props.answer.settings.open_enrollment_owner_id === null ? `Nobody chosen: ${standIn()}` : "Nobody chosen"}
      </option>
      <For each={(answerOf(users) ?? []).filter(({ disabled }) => !disabled)}>
        {(user) => (
          <option value={user.id} selected={user.id === props.ownerId}>
            {user.name}
          </option>
        )}
      </For>
    </SelectField>
  );
}
