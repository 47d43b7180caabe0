/** Recovery codes, shown once: to copy, to keep as a file, and gone from the page when the dialog closes. */
import Download from "lucide-solid/icons/download";
import { For, Show } from "solid-js";
import { Button } from "../../../components/button.tsx";
import { copyText } from "../../../components/copy-text.ts";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";
import { notify, notifyFailure } from "../../../components/toast.tsx";

export function RecoveryCodesDialog(props: { codes: readonly string[] | null; email: string; onClose: () => void }) {
  const text = () => `RemoteLink recovery codes of ${props.email}\n\n${(props.codes ?? []).join("\n")}\n`;
  const copy = () =>
    copyText((props.codes ?? []).join("\n")).then(
      () => notify("The recovery codes were copied"),
      (error) => notifyFailure("Not copied", error),
    );
  return (
    <Dialog
      isOpen={props.codes !== null}
      onClose={props.onClose}
      title="Keep your recovery codes"
      description="If you lose your phone or passkey, each of these lets you in once. They are not shown again."
    >
      <ul
        aria-label="Recovery codes"
        class="grid grid-cols-2 gap-x-6 gap-y-1 rounded-lg border border-line bg-sunken p-4"
      >
        <For each={props.codes}>{(code) => <li class="font-mono text-sm">{code}</li>}</For>
      </ul>
      <div class="mt-3 flex flex-wrap gap-2">
        <Button size="sm" onClick={copy}>
          Copy
        </Button>
        <Show when={props.codes}>
          <Button size="sm" onClick={() => saveAs("remotelink-recovery-codes.txt", text())}>
            <Download class="size-3.5" aria-hidden="true" />
            Save as a file
          </Button>
        </Show>
      </div>
      <DialogActions>
        <Button variant="primary" onClick={() => props.onClose()}>
          I have kept them
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function saveAs(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
