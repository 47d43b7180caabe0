/** What a membership gives: a preset, or each permission by itself. */
import { createUniqueId, For } from "solid-js";
import { PERMISSIONS, type Permission } from "../../../../protocol/permissions.ts";
import { PERMISSION_WORDS, PRESETS, type Preset, presetOf, togglePermission } from "../../state/permission-words.ts";
import { Segmented } from "../segmented.tsx";

export type PermissionEditorProps = {
  permissions: readonly Permission[];
  onChange: (permissions: Permission[]) => void;
};

export function PermissionEditor(props: PermissionEditorProps) {
  const choose = (chosen: Preset | "own") => {
    const preset = PRESETS.find(({ value }) => value === chosen);
    if (preset) props.onChange([...preset.permissions]);
  };
  return (
    <div class="flex flex-col gap-2">
      <span class="text-sm font-medium">May do</span>
      <div class="flex">
        <Segmented<Preset | "own">
          label="Preset"
          value={presetOf(props.permissions) ?? "own"}
          options={PRESETS}
          onChange={choose}
        />
      </div>
      <fieldset class="grid grid-cols-1 gap-x-4 rounded-lg border border-line bg-panel p-2 sm:grid-cols-2">
        <legend class="sr-only">Permissions</legend>
        <For each={PERMISSIONS}>
          {(permission) => (
            <PermissionBox
              permission={permission}
              isOn={props.permissions.includes(permission)}
              onChange={(isOn) => props.onChange(togglePermission(props.permissions, permission, isOn))}
            />
          )}
        </For>
      </fieldset>
    </div>
  );
}

function PermissionBox(props: { permission: Permission; isOn: boolean; onChange: (isOn: boolean) => void }) {
  const id = createUniqueId();
  const words = () => PERMISSION_WORDS[props.permission];
  return (
    <label class="flex cursor-pointer items-start gap-2.5 rounded-md px-2 py-1.5 hover:bg-hover">
      <input
        type="checkbox"
        class="mt-0.5 size-4 shrink-0 accent-accent"
        aria-describedby={id}
        checked={props.isOn}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span class="min-w-0">
        <span class="block text-sm">{words().label}</span>
        <span id={id} class="block text-xs text-muted">
          {words().hint}
        </span>
      </span>
    </label>
  );
}
