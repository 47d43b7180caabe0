/** What people are asked to agree to. */
import { MAX_CONSENT_TEXT_LENGTH } from "../../../../../protocol/limits.ts";
import { TextArea } from "../../../components/field.tsx";
import { createDraft } from "./draft.ts";
import { createSaveSettings } from "./save-settings.ts";
import { SectionForm, type SectionProps } from "./section-form.tsx";

export function ConsentSection(props: SectionProps) {
  const draft = createDraft(() => ({ text: props.answer.settings.consent_text }));
  const saving = createSaveSettings("The consent text", () => props.answer);
  return (
    <SectionForm
      title="Consent text"
      description="Your own words under the question at a machine, and on the page of a support link: terms, a data protection notice."
      answer={props.answer}
      keys={["consent_text"]}
      saving={saving}
      isChanged={draft.isChanged()}
      onSave={() => saving.save({ consent_text: draft.value().text.trim() }, draft.clear)}
      onRevert={draft.clear}
    >
      <TextArea
        label="Text"
        isOptional
        rows={4}
        maxLength={MAX_CONSENT_TEXT_LENGTH}
        hint={`Up to ${MAX_CONSENT_TEXT_LENGTH} characters; the question shows eight lines of it. Plain text.`}
        value={draft.value().text}
        onInput={(event) => draft.set({ text: event.currentTarget.value })}
      />
    </SectionForm>
  );
}
