/** One section of the server's settings: its fields, where they come from, and how they are saved. */
import { type JSX, Show } from "solid-js";
import type { ServerSettingsAnswer, SettingKey } from "../../../../../protocol/rest/server-settings.ts";
import { Button } from "../../../components/button.tsx";
import { Panel, Section } from "../../../components/page-header.tsx";
import type { SaveSettings } from "./save-settings.ts";

export type SectionProps = { answer: ServerSettingsAnswer };

export function SectionForm(props: {
  title: string;
  description?: JSX.Element;
  answer: ServerSettingsAnswer;
  /** What it sets: for the word on where it comes from. */
  keys: readonly SettingKey[];
  saving: SaveSettings;
  isChanged: boolean;
  onSave: () => void;
  /** Takes back what was typed. */
  onRevert: () => void;
  children: JSX.Element;
}) {
  return (
    <Section title={props.title} description={props.description}>
      <Panel>
        <form
          aria-label={props.title}
          class="flex flex-col"
          onSubmit={(event) => {
            event.preventDefault();
            if (props.isChanged) props.onSave();
          }}
        >
          <div class="flex flex-col gap-4 p-4">{props.children}</div>
          <Show when={props.saving.error()}>
            {(error) => (
              <p class="px-4 pb-3 text-sm break-words text-danger-text" role="alert">
                {error()}
              </p>
            )}
          </Show>
          <div class="flex flex-wrap items-center gap-2 border-t border-line px-4 py-3">
            <Source {...props} />
            <div class="ml-auto flex gap-2">
              <Show when={props.isChanged}>
                <Button variant="ghost" onClick={() => props.onRevert()}>
                  Discard
                </Button>
              </Show>
              <Button type="submit" variant="primary" disabled={!props.isChanged} isBusy={props.saving.isSaving()}>
                Save
              </Button>
            </div>
          </div>
        </form>
      </Panel>
    </Section>
  );
}

function Source(props: { answer: ServerSettingsAnswer; keys: readonly SettingKey[]; saving: SaveSettings }) {
  const set = () => props.keys.filter((key) => props.answer.sources[key] === "administrator");
  const isFromEnvironment = () => props.keys.some((key) => props.answer.sources[key] === "environment");
  return (
    <div class="flex min-w-0 flex-wrap items-center gap-x-2 text-xs text-muted">
      <Show
        when={set().length > 0}
        fallback={<span>{isFromEnvironment() ? "From the server's environment" : "As delivered"}</span>}
      >
        <span>Set here</span>
        <button
          type="button"
          class="text-accent-text underline-offset-2 hover:underline pointer-coarse:min-h-11"
          title="What the server's environment says, or what it was delivered with, holds again"
          onClick={() => props.saving.save({ reset: set() })}
        >
          Back to the default
        </button>
      </Show>
    </div>
  );
}
