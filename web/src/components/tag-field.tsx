/** Tags as chips in a field: Enter or a comma adds, Backspace in the empty field takes the last away. */
import X from "lucide-solid/icons/x";
import { createSignal, createUniqueId, For } from "solid-js";
import { MAX_TAG_LENGTH, MAX_TAGS } from "../../../protocol/limits.ts";
import { addTags } from "../state/tag-list.ts";
import { TagDot } from "./badge.tsx";
import { Field } from "./field.tsx";

export type TagFieldProps = {
  label?: string;
  hint?: string;
  tags: string[];
  suggestions: readonly string[];
  onChange: (tags: string[]) => void;
};

export function TagField(props: TagFieldProps) {
  const [text, setText] = createSignal("");
  const listId = createUniqueId();

  const take = () => {
    props.onChange(addTags(props.tags, text()));
    setText("");
  };
  const onInput = (value: string) => {
    setText(value);
    if (/[,;]/.test(value)) take();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && text().trim() !== "") {
      event.preventDefault();
      take();
    } else if (event.key === "Backspace" && text() === "") {
      props.onChange(props.tags.slice(0, -1));
    }
  };

  return (
    <Field
      label={props.label ?? "Tags"}
      isOptional
      hint={props.hint ?? "server, workstation, laptop, windows, linux and mac have a colour of their own."}
    >
      {(ids) => (
        <div class="flex flex-wrap items-center gap-1 rounded-md border border-line-strong bg-panel p-1 focus-within:border-focus focus-within:outline-2 focus-within:outline-focus">
          <For each={props.tags}>
            {(tag) => (
              <span class="inline-flex h-6 max-w-full items-center gap-1.5 rounded-full border border-line pr-1 pl-2 text-xs">
                <TagDot tag={tag} />
                <span class="truncate">{tag}</span>
                <button
                  type="button"
                  class="flex size-4 items-center justify-center rounded-full text-muted hover:bg-hover hover:text-text"
                  aria-label={`Take ${tag} away`}
                  onClick={() => props.onChange(props.tags.filter((other) => other !== tag))}
                >
                  <X class="size-3" aria-hidden="true" />
                </button>
              </span>
            )}
          </For>
          <input
            {...ids}
            class="h-6 min-w-24 flex-1 bg-transparent px-1.5 text-sm outline-none pointer-coarse:h-9"
            placeholder={props.tags.length === 0 ? "Add a tag" : ""}
            list={listId}
            maxLength={MAX_TAG_LENGTH}
            disabled={props.tags.length >= MAX_TAGS}
            value={text()}
            onInput={(event) => onInput(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            onBlur={() => text().trim() !== "" && take()}
          />
          <datalist id={listId}>
            <For each={props.suggestions.filter((tag) => !props.tags.includes(tag))}>
              {(tag) => <option value={tag} />}
            </For>
          </datalist>
        </div>
      )}
    </Field>
  );
}
