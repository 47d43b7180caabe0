/** Where the question who one is appears; its dialog is loaded with the first. */
import { lazy, Show, Suspense } from "solid-js";
import { pendingProof } from "../../state/recent-proof.ts";

const ProofDialog = lazy(() => import("./proof-dialog.tsx"));

export function ProofHost() {
  return (
    <Show when={pendingProof()}>
      <Suspense>
        <ProofDialog />
      </Suspense>
    </Show>
  );
}
