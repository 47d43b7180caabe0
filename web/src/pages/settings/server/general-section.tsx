/** Whose server it is: name and logo. */
import { createSignal, Show } from "solid-js";
import { MAX_SERVER_NAME_LENGTH } from "../../../../../protocol/limits.ts";
import { messageOf } from "../../../api/http-client.ts";
import { Button, buttonClass } from "../../../components/button.tsx";
import { TextField } from "../../../components/field.tsx";
import { Logo } from "../../../components/logo.tsx";
import { createDraft } from "./draft.ts";
import { makeLogo } from "./make-logo.ts";
import { createSaveSettings } from "./save-settings.ts";
import { SectionForm, type SectionProps } from "./section-form.tsx";

export function GeneralSection(props: SectionProps) {
  const draft = createDraft(() => {
    const { name, logo } = props.answer.settings;
    return { name, logo };
  });
  const saving = createSaveSettings("Name and logo", () => props.answer);
  const [logoFault, setLogoFault] = createSignal<string>();

  const choose = async (file: File | undefined) => {
    if (!file) return;
    try {
      draft.set({ logo: await makeLogo(file) });
      setLogoFault(undefined);
    } catch (error) {
      setLogoFault(messageOf(error));
    }
  };

  return (
    <SectionForm
      title="General"
      description="Above the sign-in, in titles and mails, and on the page of a support link."
      answer={props.answer}
      keys={["name", "logo"]}
      saving={saving}
      isChanged={draft.isChanged()}
      onSave={() => {
        const { name, logo } = draft.value();
        const { settings } = props.answer;
        saving.save(
          { ...(name.trim() !== settings.name && { name: name.trim() }), ...(logo !== settings.logo && { logo }) },
          draft.clear,
        );
      }}
      onRevert={() => {
        draft.clear();
        setLogoFault(undefined);
      }}
    >
      <div class="max-w-sm">
        <TextField
          label="Name of this server"
          required
          maxLength={MAX_SERVER_NAME_LENGTH}
          value={draft.value().name}
          onInput={(event) => draft.set({ name: event.currentTarget.value })}
        />
      </div>
      <div>
        <div class="mb-1.5 text-sm font-medium">Logo</div>
        <div class="flex flex-wrap items-center gap-4">
          <div class="flex size-16 shrink-0 items-center justify-center rounded-lg border border-line bg-bg p-2">
            <Show when={draft.value().logo} fallback={<Mark isPresent={props.answer.settings.logo !== null} />}>
              {(logo) => <img src={logo()} alt="The logo" class="max-h-full max-w-full object-contain" />}
            </Show>
          </div>
          <div class="flex flex-wrap gap-2">
            <label
              class={`${buttonClass()} cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-focus`}
            >
              Choose a picture
              <input
                type="file"
                accept="image/png,image/jpeg,image/webp,image/svg+xml"
                class="sr-only"
                onChange={(event) => {
                  void choose(event.currentTarget.files?.[0]);
                  event.currentTarget.value = "";
                }}
              />
            </label>
            <Show when={draft.value().logo}>
              <Button variant="ghost" onClick={() => draft.set({ logo: null })}>
                Remove
              </Button>
            </Show>
          </div>
        </div>
        <Show
          when={logoFault()}
          fallback={<p class="mt-1.5 text-xs text-muted">Square looks best. It is made into a small PNG here.</p>}
        >
          {(fault) => (
            <p class="mt-1.5 text-xs text-danger-text" role="alert">
              {fault()}
            </p>
          )}
        </Show>
      </div>
    </SectionForm>
  );
}

/** What stands there without a logo; where one is about to be removed, nothing. */
function Mark(props: { isPresent: boolean }) {
  return (
    <Show when={!props.isPresent} fallback={<span class="text-xs text-faint">None</span>}>
      <Logo class="size-9" />
    </Show>
  );
}
