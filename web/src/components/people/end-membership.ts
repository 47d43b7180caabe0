/** Ends a membership, with the way back in the notice: what it gave is given again. */
import { useQueryClient } from "@tanstack/solid-query";
import type { Permission } from "../../../../protocol/permissions.ts";
import { type Membership, removeMember, setMember } from "../../api/groups.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { notify, notifyFailure } from "../toast.tsx";

export type EndedMembership = {
  membership: Membership;
  permissions: readonly Permission[];
  person: string;
  group: string;
};

export function useEndMembership(): (ended: EndedMembership) => Promise<void> {
  const client = useQueryClient();
  const reload = () => {
    void client.invalidateQueries({ queryKey: queryKeys.groups });
    void client.invalidateQueries({ queryKey: queryKeys.users });
  };
  return async ({ membership, permissions, person, group }) => {
    const undo = async () => {
      try {
        await setMember(membership, permissions);
        notify(`${person} is in ${group} again`);
        reload();
      } catch (error) {
        notifyFailure(`${person} is not in ${group} again`, error);
      }
    };
    try {
      await removeMember(membership);
      notify(`${person} is no longer in ${group}`, { action: { label: "Undo", run: undo } });
      reload();
    } catch (error) {
      notifyFailure(`${person} is still in ${group}`, error);
    }
  };
}
