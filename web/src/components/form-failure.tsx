/** Why what a form asked for was not done; nothing typed is lost by it. */
import { Show } from "solid-js";
import { messageOf } from "../api/http-client.ts";

/** @param props.error null where nothing has failed */
export function FormFailure(props: { error: unknown }) {
  return (
    <Show when={props.error}>
      <p class="text-sm text-danger-text" role="alert">
        {messageOf(props.error)}
      </p>
    </Show>
  );
}
