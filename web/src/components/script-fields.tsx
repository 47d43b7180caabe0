/** The fields in which a script is written, and those for what it asks for when it is run. */
import { For } from "solid-js";
import type { ScriptParameter } from "../../../protocol/rest/scripts.ts";
import { SHELLS, type Shell, timeLimits } from "../state/script-words.ts";
import { SelectField, TextArea, TextField } from "./field.tsx";

export function ScriptText(props: {
  value: string;
  onInput: (text: string) => void;
  onRun?: () => void;
  error?: string;
}) {
  return (
    <TextArea
      label="Script"
      class="min-h-64 resize-y font-mono text-xs"
      spellcheck={false}
      autocapitalize="off"
      autocomplete="off"
      required
      error={props.error}
      value={props.value}
      onInput={(event) => props.onInput(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !props.onRun) return;
        event.preventDefault();
        props.onRun();
      }}
    />
  );
}

export function ShellField(props: { value: Shell; onChange: (shell: Shell) => void }) {
  return (
    <SelectField label="Shell" onChange={(event) => props.onChange(event.currentTarget.value as Shell)}>
      <For each={SHELLS}>
        {([value, label]) => (
          <option value={value} selected={value === props.value}>
            {label}
          </option>
        )}
      </For>
    </SelectField>
  );
}

export function TimeLimitField(props: { value: number; onChange: (seconds: number) => void }) {
  return (
    <SelectField label="Time limit" onChange={(event) => props.onChange(Number(event.currentTarget.value))}>
      <For each={timeLimits(props.value)}>
        {([value, label]) => (
          <option value={String(value)} selected={value === props.value}>
            {label}
          </option>
        )}
      </For>
    </SelectField>
  );
}

/** What a script asks for. Values stay in the page: they are sent with the run and kept nowhere. */
export function ParameterFields(props: {
  parameters: readonly ScriptParameter[];
  values: Readonly<Record<string, string>>;
  onChange: (name: string, value: string) => void;
}) {
  return (
    <For each={props.parameters}>
      {(parameter) => (
        <TextField
          label={parameter.label || parameter.name}
          isOptional={!parameter.required}
          required={parameter.required}
          type={parameter.secret ? "password" : "text"}
          autocomplete={parameter.secret ? "new-password" : "off"}
          spellcheck={false}
          hint={parameter.label ? `$${parameter.name}` : undefined}
          value={props.values[parameter.name] ?? parameter.default}
          onInput={(event) => props.onChange(parameter.name, event.currentTarget.value)}
        />
      )}
    </For>
  );
}
