/** The list of what a script asks for. */
import Plus from "lucide-solid/icons/plus";
import X from "lucide-solid/icons/x";
import { Index, Show } from "solid-js";
import { MAX_SCRIPT_PARAMETERS } from "../../../../protocol/limits.ts";
import type { ScriptParameter } from "../../../../protocol/rest/scripts.ts";
import { Button } from "../../components/button.tsx";
import { TextField } from "../../components/field.tsx";
import { IconButton } from "../../components/icon-button.tsx";

type Parameters = ScriptParameter[];

export function ParameterRows(props: {
  parameters: Parameters;
  isReadOnly: boolean;
  onChange: (parameters: Parameters) => void;
}) {
  const change = (index: number, part: Partial<ScriptParameter>) => {
    const before = props.parameters[index];
    if (before) props.onChange(props.parameters.with(index, { ...before, ...part }));
  };
  return (
    <div class="flex flex-col gap-3">
      <Index each={props.parameters}>
        {(parameter, index) => (
          <ParameterRow
            parameter={parameter()}
            isReadOnly={props.isReadOnly}
            onChange={(part) => change(index, part)}
            onRemove={() => props.onChange(props.parameters.toSpliced(index, 1))}
          />
        )}
      </Index>
      <Show when={!props.isReadOnly && props.parameters.length < MAX_SCRIPT_PARAMETERS}>
        <Button
          class="self-start"
          onClick={() =>
            props.onChange([...props.parameters, { name: "", label: "", default: "", required: false, secret: false }])
          }
        >
          <Plus class="size-4" aria-hidden="true" />
          Add a parameter
        </Button>
      </Show>
    </div>
  );
}

function ParameterRow(props: {
  parameter: ScriptParameter;
  isReadOnly: boolean;
  onChange: (part: Partial<ScriptParameter>) => void;
  onRemove: () => void;
}) {
  return (
    <fieldset class="rounded-lg border border-line bg-panel p-3">
      <legend class="sr-only">Parameter {props.parameter.name}</legend>
      <div class="flex items-start gap-3">
        <div class="grid min-w-0 flex-1 gap-3 sm:grid-cols-3">
          <TextField
            label="Variable"
            class="font-mono"
            required
            pattern="[A-Za-z_][A-Za-z0-9_]*"
            title="Letters, digits and _, not beginning with a digit"
            maxLength={64}
            placeholder="PRINTER"
            spellcheck={false}
            value={props.parameter.name}
            onInput={(event) => props.onChange({ name: event.currentTarget.value })}
          />
          <TextField
            label="Asked as"
            isOptional
            maxLength={200}
            placeholder="Which printer"
            value={props.parameter.label}
            onInput={(event) => props.onChange({ label: event.currentTarget.value })}
          />
          <TextField
            label="Default"
            isOptional
            disabled={props.parameter.secret}
            value={props.parameter.secret ? "" : props.parameter.default}
            onInput={(event) => props.onChange({ default: event.currentTarget.value })}
          />
        </div>
        <Show when={!props.isReadOnly}>
          <IconButton
            label={`Remove the parameter ${props.parameter.name}`}
            icon={<X class="size-4" aria-hidden="true" />}
            onClick={props.onRemove}
          />
        </Show>
      </div>
      <div class="mt-3 flex flex-wrap gap-x-5 gap-y-2 text-sm">
        <Check
          label="Required"
          isChecked={props.parameter.required}
          onChange={(required) => props.onChange({ required })}
        />
        <Check
          label="Secret: typed unseen, and has no default"
          isChecked={props.parameter.secret}
          onChange={(secret) => props.onChange({ secret })}
        />
      </div>
    </fieldset>
  );
}

function Check(props: { label: string; isChecked: boolean; onChange: (isChecked: boolean) => void }) {
  return (
    <label class="flex items-center gap-2 text-muted">
      <input
        type="checkbox"
        checked={props.isChecked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      {props.label}
    </label>
  );
}
