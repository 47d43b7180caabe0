/** Why what a form asked for was not done; nothing typed is lost by it. */
import { Show } from "solid-js";
import { messageOf } from "../api/http-client.ts";

/** @param props.error null where nothing has failed */
export function FormFailure(props: { error: unknown }) {
  return <FailureText text={props.error ? messageOf(props.error) : null} />;
}

/** As above, for what is said in words of one's own. */
export function FailureText(props: { text: string | null | undefined }) {
  return (
    <Show when={props.text}>
      <p class="text-sm break-words text-danger-text" role="alert">
        {props.text}
      </p>
    </Show>
  );
}
