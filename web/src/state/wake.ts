/** Wake, wherever it is offered: sends the packets, and connects by itself once the machine is there. */
import { useQuery } from "@tanstack/solid-query";
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import type { Machine } from "../../../protocol/rest/people.ts";
import { answerOf } from "../api/answer-of.ts";
import { machinesQuery, wakeMachine } from "../api/machines.ts";
import { notify, notifyFailure } from "../components/toast.tsx";
import { useConnect } from "./connect.ts";

/** A server's firmware takes its minutes before the agent starts. */
const GIVE_UP_MS = 5 * 60_000;
/** A sleeping network card may miss the first ones. */
const AGAIN_MS = 15_000;

type Waking = { machineId: string; sinceMs: number };

const [waking, setWaking] = createSignal<Waking | null>(null);

/** The machine that is being woken to be connected to; at most one. */
export { waking };

export function stopWaking(): void {
  setWaking(null);
}

export const canWake = (machine: Machine): boolean =>
  !machine.online && machine.mac_addresses.length > 0 && machine.permissions.includes("wake");

/** @returns what wakes a machine and, when it is online, connects to it: as often as asked, the last one counts */
export function useWake(): (machine: Machine) => Promise<void> {
  return async (machine) => {
    const mine = { machineId: machine.id, sinceMs: Date.now() };
    setWaking(mine);
    try {
      await wakeMachine(machine.id);
      if (waking() === mine) notify(`Waking ${machine.name}`, { detail: "You are connected as soon as it is online." });
    } catch (error) {
      notifyFailure(`${machine.name} was not woken`, error);
      if (waking() === mine) setWaking(null);
    }
  };
}

/** Once in the shell: it waits there, whichever page is looked at meanwhile. */
export function createWakeWatch(): void {
  const machines = useQuery(machinesQuery);
  const connect = useConnect();
  const target = () => {
    const now = waking();
    return now ? answerOf(machines)?.find(({ id }) => id === now.machineId) : undefined;
  };
  createEffect(() => {
    const machine = target();
    if (!machine?.online) return;
    setWaking(null);
    void connect(machine, { isViewOnly: !machine.permissions.includes("control") });
  });
  createEffect(
    on(waking, (now) => {
      if (!now) return;
      const again = setInterval(() => {
        // The first one was accepted; what goes wrong now is told by the machine not coming.
        wakeMachine(now.machineId).catch((error: unknown) => console.warn("no further magic packet", error));
      }, AGAIN_MS);
      const end = setTimeout(() => {
        const name = target()?.name ?? "The machine";
        setWaking(null);
        notifyFailure(
          `${name} did not come online`,
          new Error("Is Wake-on-LAN switched on in its firmware and network card, and does it have power?"),
        );
      }, GIVE_UP_MS);
      onCleanup(() => {
        clearInterval(again);
        clearTimeout(end);
      });
    }),
  );
}
