/** What is being typed over what holds: what nobody has touched follows changes that others make. */
import { type Accessor, createSignal } from "solid-js";

export type Draft<Fields extends object> = {
  /** As the form shows it. */
  value: Accessor<Fields>;
  set(change: Partial<Fields>): void;
  isChanged: Accessor<boolean>;
  clear(): void;
};

export function createDraft<Fields extends object>(stored: Accessor<Fields>): Draft<Fields> {
  const [typed, setTyped] = createSignal<Partial<Fields>>({});
  const isOther = (key: keyof Fields) => typed()[key] !== stored()[key];
  return {
    value: () => ({ ...stored(), ...typed() }),
    set: (change) => setTyped((before) => ({ ...before, ...change })),
    isChanged: () => (Object.keys(typed()) as (keyof Fields)[]).some(isOther),
    clear: () => setTyped(() => ({})),
  };
}
