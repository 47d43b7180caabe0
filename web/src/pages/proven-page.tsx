/** `/proven`: where a window that was opened to prove who one is comes back to. It tells the page that waits, and closes. */
import { A, useLocation } from "@solidjs/router";
import { onMount } from "solid-js";
import { buttonClass } from "../components/button.tsx";
import { Door } from "../components/door.tsx";
import { tellProof } from "../state/provider-proof.ts";
import { providerRefusal } from "../state/provider-refusal.ts";

export default function ProvenPage() {
  const location = useLocation();
  const failed = () => new URLSearchParams(location.search).get("failed");
  onMount(() => {
    tellProof({ failed: failed() });
    // A window that no page may close stays, and says so.
    window.close();
  });
  return (
    <Door
      title={failed() === null ? "Confirmed" : "Not confirmed"}
      lead={providerRefusal(location.search) ?? "You can close this window: the page that asked goes on by itself."}
    >
      <A href="/machines" class={buttonClass("secondary")}>
        To the machines
      </A>
    </Door>
  );
}
