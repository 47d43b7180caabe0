/** Says a command of the services to an agent, where there is one that knows it. */
import type { AgentCommand, AskedAgent } from "../services/live.ts";
import type { AgentLink } from "./links.ts";

export function askAgent(agent: AgentLink | null | undefined, command: AgentCommand): AskedAgent {
  if (!agent) return { kind: "offline" };
  if (!agent.speaksBinary) return { kind: "unsupported" };
  agent.send(command);
  return { kind: "asked", gone: agent.gone };
}
