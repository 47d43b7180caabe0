/** Connect to a machine; one that is offline is woken first where that can be. Ctrl/Cmd-click opens a new tab. */
import Plug from "lucide-solid/icons/plug";
import Power from "lucide-solid/icons/power";
import { Show } from "solid-js";
import type { Machine } from "../../../protocol/rest/people.ts";
import { connectingId, useConnect } from "../state/connect.ts";
import { canWake, stopWaking, useWake, waking } from "../state/wake.ts";
import { Button, type ButtonProps } from "./button.tsx";
import { classNames } from "./class-names.ts";

type ConnectButtonProps = { machine: Machine } & Pick<ButtonProps, "variant" | "size" | "class" | "tabindex">;

export function ConnectButton(props: ConnectButtonProps) {
  return (
    <Show when={canWake(props.machine)} fallback={<OnlineConnectButton {...props} />}>
      <WakeButton {...props} />
    </Show>
  );
}

function WakeButton(props: ConnectButtonProps) {
  const wake = useWake();
  const isWaking = () => waking()?.machineId === props.machine.id;
  return (
    <Button
      variant={props.variant}
      size={props.size}
      class={props.class}
      tabindex={props.tabindex}
      aria-label={isWaking() ? `Stop waiting for ${props.machine.name}` : `Wake ${props.machine.name} and connect`}
      title={isWaking() ? "Stop waiting" : `${props.machine.name} is offline: wake it over the network, then connect`}
      onClick={() => (isWaking() ? stopWaking() : wake(props.machine))}
    >
      <Power class={classNames("size-3.5", isWaking() && "animate-pulse text-accent-text")} aria-hidden="true" />
      {isWaking() ? "Waking…" : "Wake"}
    </Button>
  );
}

function OnlineConnectButton(props: ConnectButtonProps) {
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
