/** Beside a link that is to be sent to somebody, where it would open nothing on their computer. */
import { Show } from "solid-js";
import { isLoopback } from "../state/install-commands.ts";

export function LoopbackLinkNotice(props: { url: string }) {
  const hostname = () => new URL(props.url).hostname;
  return (
    <Show when={isLoopback(hostname())}>
      <p class="rounded-md bg-warning-soft px-3 py-2 text-xs text-warning-text">
        This link names {hostname()}, which works on this computer only. Open RemoteLink by a name or address that they
        can reach, and make the link there.
      </p>
    </Show>
  );
}
