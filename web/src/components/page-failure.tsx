/** Stands in for a page that broke, most often because a new version was installed while it was open. */
import TriangleAlert from "lucide-solid/icons/triangle-alert";
import { messageOf } from "../api/http-client.ts";
import { Button } from "./button.tsx";
import { EmptyState } from "./empty-state.tsx";

export function PageFailure(props: { error: unknown }) {
  console.error(props.error);
  return (
    <main class="flex min-h-full items-center justify-center" role="alert">
      <EmptyState
        icon={<TriangleAlert class="size-5" aria-hidden="true" />}
        title="This page stopped working"
        action={
          <Button variant="primary" onClick={() => location.reload()}>
            Reload
          </Button>
        }
      >
        A new version may have been installed meanwhile: reloading fetches it. What broke: {messageOf(props.error)}
      </EmptyState>
    </main>
  );
}
