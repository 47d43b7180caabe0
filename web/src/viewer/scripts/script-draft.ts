/** What is being written in the script panel: it stays when the panel is closed and opened again. */
import { createSignal } from "solid-js";
import type { SavedScript, ScriptParameter } from "../../../../protocol/rest/scripts.ts";
import type { Shell } from "../../state/script-words.ts";

export type ScriptDraft = {
  script: string;
  shell: Shell;
  timeoutS: number;
  isElevated: boolean;
  /** Of the library's: where it came from, and what that one asks for. */
  savedId: string | null;
  parameters: readonly ScriptParameter[];
  values: Readonly<Record<string, string>>;
};

const EMPTY: ScriptDraft = {
  script: "",
  shell: "bash",
  timeoutS: 900,
  isElevated: false,
  savedId: null,
  parameters: [],
  values: {},
};

const [draft, setDraft] = createSignal<ScriptDraft>(EMPTY);

export { draft };

export function changeDraft(change: Partial<ScriptDraft>): void {
  setDraft((before) => ({ ...before, ...change }));
}

/** @param saved null: an empty one */
export function takeSaved(saved: SavedScript | null): void {
  if (!saved) {
    changeDraft({ ...EMPTY, isElevated: draft().isElevated });
    return;
  }
  const { id, script, shell, timeout_s, parameters } = saved;
  changeDraft({ savedId: id, script, shell, timeoutS: timeout_s, parameters, values: {} });
}

/** What the script is handed: given values, and defaults where none was given. */
export function draftValues({ parameters, values }: ScriptDraft): Record<string, string> {
  return Object.fromEntries(parameters.map(({ name, default: preset }) => [name, values[name] ?? preset]));
}

/** The first of what is needed and not given. */
export function missingParameter(of: ScriptDraft): ScriptParameter | undefined {
  const given = draftValues(of);
  return of.parameters.find(({ name, required }) => required && !given[name]);
}
