/** Tags for many machines: those to add, those to take off. */
import { createSignal } from "solid-js";
import type { Machine } from "../../../../../protocol/rest/people.ts";
import { Dialog } from "../../../components/dialog.tsx";
import { DialogForm } from "../../../components/dialog-form.tsx";
import { TagField } from "../../../components/tag-field.tsx";
import { countWord } from "../../../state/count-word.ts";
import { tagsInUse } from "../../../state/machine-filter.ts";
import type { BulkRun } from "./create-bulk-run.ts";

export function BulkTags(props: { machines: readonly Machine[]; run: BulkRun; onClose: () => void }) {
  const [add, setAdd] = createSignal<string[]>([]);
  const [remove, setRemove] = createSignal<string[]>([]);
  const inUse = () => tagsInUse(props.machines).map(({ tag }) => tag);
  const isEmpty = () => add().length + remove().length === 0;
  return (
    <Dialog isOpen onClose={props.onClose} title={`Tag ${countWord(props.machines.length, "machine")}`}>
      <DialogForm
        action="Change tags"
        isDisabled={isEmpty()}
        onSubmit={() => {
          if (isEmpty()) return;
          void props.run.start({ action: "tag", add: add(), remove: remove() }, props.machines);
          props.onClose();
        }}
        onCancel={() => props.onClose()}
      >
        <TagField label="Add" hint="" tags={add()} onChange={setAdd} suggestions={inUse()} />
        <TagField
          label="Take off"
          hint="Machines that do not carry them stay as they are."
          tags={remove()}
          onChange={setRemove}
          suggestions={inUse()}
        />
      </DialogForm>
    </Dialog>
  );
}
