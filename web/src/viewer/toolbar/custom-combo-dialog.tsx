/** Puts together any combination of keys, sends it, and keeps it in the menu if wanted. */
import X from "lucide-solid/icons/x";
import { createEffect, createSignal, For, on, Show } from "solid-js";
import { Button } from "../../components/button.tsx";
import { classNames } from "../../components/class-names.ts";
import { Dialog, DialogActions } from "../../components/dialog.tsx";
import { controlClass } from "../../components/field.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { useScreenFocus } from "../screen/screen-focus.ts";
import { customCombo, type KeyCombo, MODIFIER_KEYS, RARE_KEYS } from "./key-combos.ts";
import { forgetCombo, keepCombo, ownCombos } from "./own-combos.ts";

type CustomComboDialogProps = { isOpen: boolean; onClose: () => void; onSend: (combo: KeyCombo) => void };

export function CustomComboDialog(props: CustomComboDialogProps) {
  const focus = useScreenFocus();
  createEffect(
    on(
      () => props.isOpen,
      (isNow, wasOpen) => wasOpen && !isNow && setTimeout(() => focus.take()),
    ),
  );
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title="Send other keys"
      description="Pressed together, then let go."
    >
      <ComboForm {...props} />
    </Dialog>
  );
}

function ComboForm(props: CustomComboDialogProps) {
  const [modifiers, setModifiers] = createSignal<ReadonlySet<string>>(new Set(["ctrl_l"]));
  const [named, setNamed] = createSignal("");
  const [character, setCharacter] = createSignal("");
  const [isKept, setIsKept] = createSignal(false);
  const combo = () => customCombo(modifiers(), named() || character().trim());

  function toggle(key: string): void {
    const next = new Set(modifiers());
    if (!next.delete(key)) next.add(key);
    setModifiers(next);
  }

  function send(): void {
    if (combo().keys.length === 0) return;
    if (isKept()) keepCombo(combo());
    props.onSend(combo());
    props.onClose();
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <fieldset>
        <legend class="mb-1.5 font-medium text-sm">Held down</legend>
        <div class="flex flex-wrap gap-2">
          <For each={MODIFIER_KEYS}>
            {({ key, name }) => (
              <Button
                type="button"
                size="sm"
                aria-pressed={modifiers().has(key)}
                onClick={() => toggle(key)}
                class="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
              >
                {name}
              </Button>
            )}
          </For>
        </div>
      </fieldset>
      <div class="mt-4 grid grid-cols-2 gap-3">
        <label class="text-sm">
          <span class="mb-1.5 block font-medium">Character</span>
          <input
            class={classNames(controlClass, "h-9")}
            maxlength={2}
            value={character()}
            disabled={named() !== ""}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            onInput={(event) => setCharacter([...event.currentTarget.value].at(-1) ?? "")}
          />
        </label>
        <label class="text-sm">
          <span class="mb-1.5 block font-medium">or key</span>
          <select
            class={classNames(controlClass, "h-9")}
            value={named()}
            onChange={(event) => setNamed(event.currentTarget.value)}
          >
            <option value="">–</option>
            <For each={RARE_KEYS}>{({ key, name }) => <option value={key}>{name}</option>}</For>
          </select>
        </label>
      </div>
      <label class="mt-4 flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          class="accent-accent"
          checked={isKept()}
          onChange={(event) => setIsKept(event.currentTarget.checked)}
        />
        Keep it in the menu
      </label>
      <Show when={ownCombos().length > 0}>
        <p class="mt-4 mb-1 font-medium text-sm">Kept</p>
        <ul class="max-h-40 overflow-y-auto">
          <For each={ownCombos()}>
            {(kept) => (
              <li class="flex items-center justify-between text-sm">
                <span class="truncate">{kept.label}</span>
                <IconButton
                  label={`Forget ${kept.label}`}
                  icon={<X class="size-3.5" aria-hidden="true" />}
                  onClick={() => forgetCombo(kept)}
                />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <DialogActions>
        <Button type="submit" variant="primary" disabled={combo().keys.length === 0}>
          Send {combo().label}
        </Button>
        <Button type="button" onClick={props.onClose}>
          Cancel
        </Button>
      </DialogActions>
    </form>
  );
}
