/** What is asked of everybody with an account, and what the dashboard shows. */
import { For } from "solid-js";
import type { ServerSettings } from "../../../../../protocol/rest/server-settings.ts";
import { CheckField } from "../../../components/check-field.tsx";
import { SelectField } from "../../../components/field.tsx";
import { createDraft } from "./draft.ts";
import { createSaveSettings } from "./save-settings.ts";
import { SectionForm, type SectionProps } from "./section-form.tsx";

type Required = ServerSettings["two_factor_required"];
const REQUIRED: readonly { value: Required; label: string }[] = [
  { value: "nobody", label: "Nobody: each as they like" },
  { value: "admins", label: "Administrators" },
  { value: "everyone", label: "Everyone" },
];

export function SecuritySection(props: SectionProps) {
  const draft = createDraft(() => {
    const { two_factor_required, thumbnails, agent_updates } = props.answer.settings;
    return { two_factor_required, thumbnails, agent_updates };
  });
  const saving = createSaveSettings("Security", () => props.answer);
  return (
    <SectionForm
      title="Security"
      description="What is asked of everybody with an account, and what the dashboard shows."
      answer={props.answer}
      keys={["two_factor_required", "thumbnails", "agent_updates"]}
      saving={saving}
      isChanged={draft.isChanged()}
      onSave={() => saving.save(draft.value(), draft.clear)}
      onRevert={draft.clear}
    >
      <div class="max-w-sm">
        <SelectField
          label="Who needs a second factor"
          hint="Whoever has none yet is asked to set one up at the next sign-in."
          onChange={(event) =>
            draft.set({ two_factor_required: REQUIRED.find(({ value }) => value === event.currentTarget.value)?.value })
          }
        >
          <For each={REQUIRED}>
            {({ value, label }) => (
              <option value={value} selected={value === draft.value().two_factor_required}>
                {label}
              </option>
            )}
          </For>
        </SelectField>
      </div>
      <CheckField
        label="Small pictures of the screens"
        hint="On the cards of machines whose screen one may see anyway. Machines that ask a person first send none."
        checked={draft.value().thumbnails}
        onChange={(thumbnails) => draft.set({ thumbnails })}
      />
      <CheckField
        label="Update agents by themselves"
        hint="Each machine takes a newer agent of this server once no session is open, tries it for a minute, and keeps the old one if it fails. Otherwise only where somebody asks for it."
        checked={draft.value().agent_updates === "automatic"}
        onChange={(isOn) => draft.set({ agent_updates: isOn ? "automatic" : "when_asked" })}
      />
    </SectionForm>
  );
}
