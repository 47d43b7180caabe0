/** An address that leads nowhere. */
import { A } from "@solidjs/router";
import Compass from "lucide-solid/icons/compass";
import { buttonClass } from "../components/button.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { PageHeader } from "../components/page-header.tsx";

export default function NotFoundPage() {
  return (
    <>
      <PageHeader title="Page not found" />
      <EmptyState
        icon={<Compass class="size-5" aria-hidden="true" />}
        title="There is nothing at this address"
        action={
          <A href="/machines" class={buttonClass("primary")}>
            To the machines
          </A>
        }
      >
        The link may be old or mistyped. Press Ctrl K (⌘K on a Mac) to search everything.
      </EmptyState>
    </>
  );
}
