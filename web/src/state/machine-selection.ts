/** Which machines are selected: one by one, a range up to one, all that are shown. What is removed meanwhile is selected no more. */
import { type Accessor, createMemo, createSignal } from "solid-js";
import type { Machine } from "../../../protocol/rest/people.ts";

export type MachineSelection = {
  /** In the order of the list. */
  selected: Accessor<Machine[]>;
  /** Of those, how many the filter hides. */
  hiddenCount: Accessor<number>;
  isSelected(id: string): boolean;
  isAllShown: Accessor<boolean>;
  /** With `isRange` all from the one before up to this one. */
  toggle(id: string, isRange?: boolean): void;
  selectShown(): void;
  /** Those and no others. */
  select(ids: readonly string[]): void;
  clear(): void;
};

export function createMachineSelection(
  all: Accessor<readonly Machine[]>,
  shown: Accessor<readonly Machine[]>,
): MachineSelection {
  const [ids, setIds] = createSignal<ReadonlySet<string>>(new Set());
  let anchor: string | null = null;

  const selected = createMemo(() => (ids().size === 0 ? [] : all().filter(({ id }) => ids().has(id))));
  const shownCount = createMemo(() => (ids().size === 0 ? 0 : shown().filter(({ id }) => ids().has(id)).length));

  return {
    selected,
    hiddenCount: () => selected().length - shownCount(),
    isSelected: (id) => ids().has(id),
    isAllShown: () => shown().length > 0 && shownCount() === shown().length,
    toggle(id, isRange = false) {
      const range = isRange ? rangeBetween(shown(), anchor, id) : [id];
      const isOn = isRange || !ids().has(id);
      anchor = id;
      setIds((before) => {
        const after = new Set(before);
        for (const one of range) {
          if (isOn) after.add(one);
          else after.delete(one);
        }
        return after;
      });
    },
    selectShown: () => setIds((before) => new Set([...before, ...shown().map(({ id }) => id)])),
    select(those) {
      anchor = null;
      setIds(new Set(those));
    },
    clear() {
      anchor = null;
      setIds(new Set<string>());
    },
  };
}

/** Both ends included; only the second where the first is not shown (any more). */
export function rangeBetween(shown: readonly { id: string }[], from: string | null, to: string): string[] {
  const first = shown.findIndex(({ id }) => id === from);
  const last = shown.findIndex(({ id }) => id === to);
  if (first < 0 || last < 0) return [to];
  return shown.slice(Math.min(first, last), Math.max(first, last) + 1).map(({ id }) => id);
}
