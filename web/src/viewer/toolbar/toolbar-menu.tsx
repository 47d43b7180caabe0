/** A menu of the toolbar. When it closes, the keyboard is back on the remote screen. */
import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import Check from "lucide-solid/icons/check";
import { For, type JSX, Show } from "solid-js";
import { classNames } from "../../components/class-names.ts";
import { Tooltip } from "../../components/tooltip.tsx";
import { useScreenFocus } from "../screen/screen-focus.ts";
import { isAnyMenuOpen, setIsAnyMenuOpen } from "./open-menu.ts";
import { toolbarButtonClass } from "./toolbar-button.tsx";

export type ToolbarMenuProps = {
  label: string;
  icon: JSX.Element;
  shortcut?: string;
  isDisabled?: boolean;
  children: JSX.Element;
};

export function ToolbarMenu(props: ToolbarMenuProps) {
  const focus = useScreenFocus();
  let trigger!: HTMLElement;

  /** The library has just focused the trigger. Where another menu was opened instead, the focus stays there. */
  function giveKeyboardBack(): void {
    const { activeElement } = document;
    if (activeElement === trigger || activeElement === document.body) focus.take();
  }

  return (
    <DropdownMenu placement="bottom" gutter={6} modal={false} onOpenChange={setIsAnyMenuOpen}>
      <Tooltip
        as={DropdownMenu.Trigger}
        text={props.label}
        shortcut={props.shortcut}
        placement="bottom"
        isDisabled={isAnyMenuOpen()}
        triggerProps={{
          ref: (element: HTMLElement) => {
            trigger = element;
          },
          get "aria-label"() {
            return props.label;
          },
          get disabled() {
            return props.isDisabled;
          },
          class: toolbarButtonClass,
        }}
      >
        {props.icon}
      </Tooltip>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          class="z-40 max-h-[calc(100dvh-64px)] min-w-52 animate-rise overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-pop outline-none"
          onCloseAutoFocus={() => queueMicrotask(giveKeyboardBack)}
        >
          {props.children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}

export type Choice<Value extends string> = { value: Value; label: string; hint?: string; icon?: JSX.Element };

/** One of several, with a check mark at the present one. */
export function MenuChoices<Value extends string>(props: {
  value: Value;
  choices: readonly Choice<Value>[];
  onChoose: (value: Value) => void;
}) {
  const choose = (text: string) => {
    const choice = props.choices.find(({ value }) => value === text);
    if (choice) props.onChoose(choice.value);
  };
  return (
    <DropdownMenu.RadioGroup value={props.value} onChange={choose}>
      <For each={props.choices}>
        {(choice) => (
          <DropdownMenu.RadioItem
            value={choice.value}
            textValue={choice.label}
            closeOnSelect
            class={classNames(
              "flex min-h-8 w-full items-center gap-2 rounded-md px-2 py-1 text-left text-sm outline-none select-none",
              "data-[highlighted]:bg-hover pointer-coarse:min-h-11",
            )}
          >
            <span class="flex size-4 shrink-0 items-center justify-center text-accent-text">
              <DropdownMenu.ItemIndicator>
                <Check class="size-4" aria-hidden="true" />
              </DropdownMenu.ItemIndicator>
            </span>
            <Show when={choice.icon}>
              <span class="flex size-4 items-center justify-center text-muted">{choice.icon}</span>
            </Show>
            <span class="flex-1 truncate">{choice.label}</span>
            <Show when={choice.hint}>
              <span class="text-xs text-faint">{choice.hint}</span>
            </Show>
          </DropdownMenu.RadioItem>
        )}
      </For>
    </DropdownMenu.RadioGroup>
  );
}
