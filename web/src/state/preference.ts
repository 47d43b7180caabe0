/** A choice of this browser, kept in localStorage under `remotelink.<name>` and shared between its tabs. */
import { type Accessor, createSignal } from "solid-js";

export type Preference<Value extends string> = { value: Accessor<Value>; set: (value: Value) => void };

/** What is stored counts only where it is one of `allowed`. Storage that is refused (private windows) keeps the choice for the page. */
export function createPreference<Value extends string>(
  name: string,
  allowed: readonly Value[],
  fallback: Value,
): Preference<Value> {
  const key = `remotelink.${name}`;
  const accepted = (text: string | null): Value => allowed.find((value) => value === text) ?? fallback;
  const [value, setValue] = createSignal<Value>(accepted(readStored(key)));
  window.addEventListener("storage", (event) => {
    if (event.key === key) setValue(() => accepted(event.newValue));
  });
  return {
    value,
    set: (next) => {
      setValue(() => next);
      store(key, next);
    },
  };
}

function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Refused or full: the choice holds until the page is closed, which is all that can be done.
    return;
  }
}
