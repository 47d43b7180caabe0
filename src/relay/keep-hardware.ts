/** What a machine's hardware is: the first that its agent tells of, later another one that has proved itself. */
import type { Clock } from "./clock.ts";
import type { RelayLimits } from "./limits.ts";
import type { AgentLink } from "./links.ts";
import type { AgentIdentity, RelayServices } from "./ports.ts";

type Needs = {
  identity: AgentIdentity;
  services: Pick<RelayServices, "keepHardware">;
  clock: Clock;
  limits: Pick<RelayLimits, "hardwareProvenMs">;
  reportFault(error: unknown, during: string): void;
};

/** For an agent that was just let in. */
export function keepHardware(agent: AgentLink, options: Needs): void {
  const { hardwareId, origin } = agent;
  const { identity, services, clock, limits } = options;
  if (hardwareId === null || agent.isOnKeptHardware || !services.keepHardware) return;
  const before = identity.hardwareId ?? null;
  const keep = () => {
    services
      .keepHardware?.(origin, hardwareId, before)
      .catch((error: unknown) => options.reportFault(error, `keeping the hardware of ${agent.machineId}`));
  };
  if (before === null) keep();
  else {
    const cancel = clock.after(limits.hardwareProvenMs, keep);
    agent.gone.addEventListener("abort", cancel, { once: true });
  }
}
