/** Connect to a machine; on one that is offline it says so instead of failing. Ctrl/Cmd-click opens a new tab. */
import Plug from "lucide-solid/icons/plug";
import type { Machine } from "../../../protocol/rest/people.ts";
import { connectingId, useConnect } from "../state/connect.ts";
import { Button, type ButtonProps } from "./button.tsx";

export function ConnectButton(
  props: { machine: Machine } & Pick<ButtonProps, "variant" | "size" | "class" | "tabindex">,
) {
  const connect = useConnect();
  const isPossible = () => props.machine.online && props.machine.permissions.includes("view");
  const isViewOnly = () => !props.machine.permissions.includes("control");
  return (
    <Button
      variant={props.variant}
      size={props.size}
      class={props.class}
      tabindex={props.tabindex}
      disabled={!isPossible()}
      isBusy={connectingId() === props.machine.id}
      aria-label={`${isViewOnly() ? "View" : "Connect to"} ${props.machine.name}`}
      title={props.machine.online ? undefined : `${props.machine.name} is offline`}
      onClick={(event) =>
        connect(props.machine, { isViewOnly: isViewOnly(), inNewTab: event.ctrlKey || event.metaKey })
      }
    >
      {connectingId() !== props.machine.id && <Plug class="size-3.5" aria-hidden="true" />}
      {isViewOnly() ? "View" : "Connect"}
    </Button>
  );
}
