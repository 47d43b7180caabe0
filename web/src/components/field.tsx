/** Form fields: label, control, hint and error tied together for screen readers. */
import { type ComponentProps, createUniqueId, type JSX, Show, splitProps } from "solid-js";
import { classNames } from "./class-names.ts";

export const controlClass =
  "w-full rounded-md border border-line-strong bg-panel px-2.5 text-sm text-text transition-colors " +
  "hover:border-muted focus-visible:outline-offset-0 focus-visible:border-focus " +
  "aria-invalid:border-danger disabled:opacity-60";

type FieldParts = { label: string; hint?: JSX.Element; error?: string; isOptional?: boolean };

export type TextFieldProps = ComponentProps<"input"> & FieldParts;

export function TextField(props: TextFieldProps) {
  const [own, rest] = splitProps(props, ["label", "hint", "error", "isOptional", "class"]);
  return (
    <Field {...own}>
      {(ids) => <input {...rest} {...ids} class={classNames(controlClass, "h-9 pointer-coarse:h-11", own.class)} />}
    </Field>
  );
}

export type TextAreaProps = ComponentProps<"textarea"> & FieldParts;

export function TextArea(props: TextAreaProps) {
  const [own, rest] = splitProps(props, ["label", "hint", "error", "isOptional", "class"]);
  return (
    <Field {...own}>
      {(ids) => <textarea {...rest} {...ids} class={classNames(controlClass, "min-h-24 py-2 leading-5", own.class)} />}
    </Field>
  );
}

export type SelectProps = ComponentProps<"select"> & FieldParts;

/** The system's own list: it works on every phone. */
export function SelectField(props: SelectProps) {
  const [own, rest] = splitProps(props, ["label", "hint", "error", "isOptional", "class", "children"]);
  return (
    <Field {...own}>
      {(ids) => (
        <select {...rest} {...ids} class={classNames(controlClass, "h-9 pointer-coarse:h-11", own.class)}>
          {own.children}
        </select>
      )}
    </Field>
  );
}

type ControlIds = { id: string; "aria-describedby"?: string; "aria-invalid"?: "true" };

export function Field(props: FieldParts & { children: (ids: ControlIds) => JSX.Element }) {
  const id = createUniqueId();
  const ids: ControlIds = {
    id,
    get "aria-describedby"() {
      return props.error ? `${id}-error` : props.hint ? `${id}-hint` : undefined;
    },
    get "aria-invalid"() {
      return props.error ? "true" : undefined;
    },
  };
  return (
    <div class="flex flex-col gap-1.5">
      <label for={id} class="flex items-baseline gap-2 text-sm font-medium">
        {props.label}
        <Show when={props.isOptional}>
          <span class="text-xs font-normal text-faint">optional</span>
        </Show>
      </label>
      {props.children(ids)}
      <Show when={props.error}>
        <p id={`${id}-error`} class="text-xs text-danger-text" role="alert">
          {props.error}
        </p>
      </Show>
      <Show when={props.hint && !props.error}>
        <p id={`${id}-hint`} class="text-xs text-muted">
          {props.hint}
        </p>
      </Show>
    </div>
  );
}
