/** How long recordings are kept, and how much of them. */
import { Show } from "solid-js";
import { TextField } from "../../../components/field.tsx";
import { createDraft } from "./draft.ts";
import { createSaveSettings } from "./save-settings.ts";
import { SectionForm, type SectionProps } from "./section-form.tsx";

const GIB = 1024 ** 3;
const textOf = (value: number | null, unit = 1) => (value === null ? "" : String(Number((value / unit).toFixed(3))));

export function RetentionSection(props: SectionProps) {
  const draft = createDraft(() => {
    const { recording_max_age_days, recording_max_bytes } = props.answer.settings;
    return { days: textOf(recording_max_age_days), size: textOf(recording_max_bytes, GIB) };
  });
  const saving = createSaveSettings("Recordings", () => props.answer);
  const save = () => {
    const { days, size } = draft.value();
    const { settings } = props.answer;
    const isSizeChanged = size !== textOf(settings.recording_max_bytes, GIB);
    saving.save(
      {
        ...(days !== textOf(settings.recording_max_age_days) && {
          recording_max_age_days: days === "" ? null : Number(days),
        }),
        ...(isSizeChanged && { recording_max_bytes: size === "" ? null : Math.round(Number(size) * GIB) }),
      },
      draft.clear,
    );
  };
  return (
    <SectionForm
      title="Recordings"
      description="Those that are older, and the oldest of more than this, are removed within the hour. Left empty: they are kept."
      answer={props.answer}
      keys={["recording_max_age_days", "recording_max_bytes"]}
      saving={saving}
      isChanged={draft.isChanged()}
      onSave={save}
      onRevert={draft.clear}
    >
      <Show when={!props.answer.is_recording}>
        <p class="text-sm text-muted">
          Sessions are not recorded now: the server was started without <code class="font-mono">RECORDING_DIR</code>.
        </p>
      </Show>
      <div class="grid max-w-md gap-4 sm:grid-cols-2">
        <TextField
          label="Days"
          isOptional
          type="number"
          min={1}
          max={36_500}
          step={1}
          inputMode="numeric"
          placeholder="For ever"
          value={draft.value().days}
          onInput={(event) => draft.set({ days: event.currentTarget.value })}
        />
        <TextField
          label="GiB in all"
          isOptional
          type="number"
          min={0.001}
          max={1_000_000}
          step="any"
          inputMode="decimal"
          placeholder="As many as the disk holds"
          value={draft.value().size}
          onInput={(event) => draft.set({ size: event.currentTarget.value })}
        />
      </div>
    </SectionForm>
  );
}
