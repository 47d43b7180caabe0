/** Replacing a machine's agent by the newest that this server has. */
import { useQuery, useQueryClient } from "@tanstack/solid-query";
import { isOutdated } from "../../../protocol/agent-version.ts";
import type { Machine } from "../../../protocol/rest/people.ts";
import { answerOf } from "../api/answer-of.ts";
import { bulk } from "../api/machine-bulk.ts";
import { latestAgentQuery } from "../api/machines.ts";
import { queryKeys } from "../api/query-keys.ts";
import { notify, notifyFailure } from "../components/toast.tsx";

/** @returns whether the person may have the machine's agent replaced, and there is a newer one */
export function useCanUpdateAgent(): (machine: Machine) => boolean {
  const latest = useQuery(latestAgentQuery);
  return ({ agent_version, permissions }) =>
    permissions.includes("manage") && isOutdated(agent_version, answerOf(latest) ?? null);
}

/** @returns asks for it, and says what comes of that */
export function useUpdateAgent(): (machine: Machine) => Promise<void> {
  const client = useQueryClient();
  return async ({ id, name, online }) => {
    const failed = `${name} is not updated`;
    try {
      const [result] = await bulk({ action: "update_agent" }, [id]);
      if (result && !result.ok) {
        notifyFailure(failed, new Error(result.error.message));
        return;
      }
      notify(
        online ? `${name} updates its agent once no session is open` : `${name} updates its agent when it is back`,
      );
      await client.invalidateQueries({ queryKey: queryKeys.machine(id) });
    } catch (error) {
      notifyFailure(failed, error);
    }
  };
}
