/** Many machines woken, a few at a time: each is an act of its own, and packets that left cannot be taken back. */
import type { Actor } from "../../actor.ts";
import type { ServiceContext } from "../../context.ts";
import { ServiceFailure } from "../../failures.ts";
import { wakeMachine } from "../wake-machine.ts";
import type { Refused } from "./judge-machines.ts";

/** A broadcast for each at once would be lost in the switch's queues. */
const AT_ONCE = 8;

export async function wakeMachines(context: ServiceContext, actor: Actor, ids: readonly string[]): Promise<Refused> {
  const refused = new Map<string, ServiceFailure>();
  const waiting = [...ids];
  async function wakeNext(): Promise<void> {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      try {
        await wakeMachine(context, actor, id);
      } catch (failure) {
        if (!(failure instanceof ServiceFailure)) throw failure;
        refused.set(id, failure);
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, wakeNext));
  return refused;
}
