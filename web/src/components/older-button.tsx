/** Below a list that came by pages: the next one. Nothing where all is shown. */
import { type JSX, Show } from "solid-js";
import { Button } from "./button.tsx";

type Pages = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };

export function OlderButton(props: { pages: Pages; children: JSX.Element }) {
  return (
    <Show when={props.pages.hasNextPage}>
      <div class="mt-3 flex justify-center">
        <Button isBusy={props.pages.isFetchingNextPage} onClick={() => props.pages.fetchNextPage()}>
          {props.children}
        </Button>
      </div>
    </Show>
  );
}
