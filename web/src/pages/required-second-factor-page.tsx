/** In place of every page for who must set up a second factor first; then the page that they asked for comes. */
import { useQueryClient } from "@tanstack/solid-query";
import { Button } from "../components/button.tsx";
import { Logo } from "../components/logo.tsx";
import { ProofHost } from "../components/proof/proof-host.tsx";
import { leave } from "../state/leave.ts";
import { SecondFactorSection } from "./settings/security/second-factor-section.tsx";

export default function RequiredSecondFactorPage() {
  const client = useQueryClient();
  document.title = "Second factor · RemoteLink";
  return (
    <main class="h-full overflow-y-auto px-4 py-10">
      <div class="mx-auto w-full max-w-xl">
        <Logo class="mb-6 size-9" />
        <h1 class="text-xl font-semibold">Set up a second factor</h1>
        <p class="mt-1 mb-6 text-sm text-muted">
          This server asks one of you. Choose an authenticator app or a passkey; everything else opens right after.
        </p>
        <SecondFactorSection />
        <Button onClick={() => leave(client)}>Sign out</Button>
      </div>
      <ProofHost />
    </main>
  );
}
