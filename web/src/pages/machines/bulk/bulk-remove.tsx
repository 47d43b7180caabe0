/** Asks once before many machines are removed, naming them. */
import { For, Show } from "solid-js";
import type { Machine } from "../../../../../protocol/rest/people.ts";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { countWord } from "../../../state/count-word.ts";
import type { BulkRun } from "./create-bulk-run.ts";

/** More names than this nobody reads; the number says the rest. */
const NAMED = 12;

export function BulkRemove(props: { machines: readonly Machine[]; run: BulkRun; onClose: () => void }) {
  const count = () => countWord(props.machines.length, "machine");
  const live = () => props.machines.filter(({ active_sessions }) => active_sessions.length > 0).length;
  return (
    <ConfirmDialog
      isOpen
      onClose={props.onClose}
      title={`Remove ${count()}?`}
      action={`Remove ${count()}`}
      onConfirm={() => {
        void props.run.start({ action: "remove" }, props.machines);
        props.onClose();
      }}
    >
      <span class="mb-3 block max-h-40 overflow-y-auto break-words text-text">
        <For each={props.machines.slice(0, NAMED)}>
          {(machine, index) => (
            <>
              {index() > 0 && ", "}
              {machine.name}
            </>
          )}
        </For>
        <Show when={props.machines.length > NAMED}> and {props.machines.length - NAMED} more</Show>
      </span>
      Their tags and notes are lost
      <Show when={live() > 0}> and the sessions on {live()} of them end</Show>. Their agents lose their access and must
      be enrolled again to come back: this cannot be undone. The machines themselves are not touched.
    </ConfirmDialog>
  );
}
