/** What the palette offers: pages, actions, groups, and for every machine to connect to it or to open its page. */
import { useNavigate } from "@solidjs/router";
import { useQuery, useQueryClient } from "@tanstack/solid-query";
import Boxes from "lucide-solid/icons/boxes";
import LogOut from "lucide-solid/icons/log-out";
import Plug from "lucide-solid/icons/plug";
import Plus from "lucide-solid/icons/plus";
import SunMoon from "lucide-solid/icons/sun-moon";
import UserPlus from "lucide-solid/icons/user-plus";
import { type Accessor, createMemo, type JSX } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { groupsQuery } from "../../api/groups.ts";
import { machinesQuery } from "../../api/machines.ts";
import { useConnect } from "../../state/connect.ts";
import { leave } from "../../state/leave.ts";
import { useMe } from "../../state/signed-in.tsx";
import { setTheme } from "../../state/theme.ts";
import { OsIcon } from "../os-icon.tsx";
import { destinationsFor } from "../shell/navigation.ts";

export type Command = {
  id: string;
  label: string;
  keywords?: string;
  hint?: string;
  icon: () => JSX.Element;
  run: () => void;
};

const ICON = "size-4";

export function useCommands(): Accessor<Command[]> {
  const me = useMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const machines = useQuery(machinesQuery);
  const groups = useQuery(groupsQuery);
  const connect = useConnect();

  const pages = createMemo(() =>
    destinationsFor(me()).map((page) => ({
      id: page.path,
      label: page.label,
      keywords: "go to page open",
      hint: "Page",
      icon: () => <page.icon class={ICON} aria-hidden="true" />,
      run: () => navigate(page.path),
    })),
  );

  const actions = createMemo((): Command[] => {
    const dark = document.documentElement.dataset.theme === "dark";
    const list: Command[] = [
      {
        id: "theme",
        label: dark ? "Use the light theme" : "Use the dark theme",
        keywords: "dark light mode appearance switch",
        icon: () => <SunMoon class={ICON} aria-hidden="true" />,
        run: () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"),
      },
      {
        id: "sign-out",
        label: "Sign out",
        keywords: "log out leave",
        icon: () => <LogOut class={ICON} aria-hidden="true" />,
        run: () => leave(client),
      },
    ];
    if (me().role !== "admin") return list;
    const newToken: Command = {
      id: "new-token",
      label: "New enrollment token",
      keywords: "add machine install agent create",
      icon: () => <Plus class={ICON} aria-hidden="true" />,
      run: () => navigate("/enrollment?new=1"),
    };
    const invite: Command = {
      id: "invite",
      label: "Invite someone",
      keywords: "user colleague person account new add",
      icon: () => <UserPlus class={ICON} aria-hidden="true" />,
      run: () => navigate("/users?invite=1"),
    };
    const newGroup: Command = {
      id: "new-group",
      label: "New group",
      keywords: "create add customer team",
      icon: () => <Plus class={ICON} aria-hidden="true" />,
      run: () => navigate("/groups?new=1"),
    };
    return [newToken, invite, newGroup, ...list];
  });

  const ofGroups = createMemo(() =>
    (answerOf(groups) ?? []).map(({ id, name }) => ({
      id: `group:${id}`,
      label: name,
      keywords: "group machines of",
      hint: "Group",
      icon: () => <Boxes class={ICON} aria-hidden="true" />,
      // Who does not administer it wants what is in it.
      run: () => navigate(me().role === "admin" ? `/groups/${id}` : `/machines?group=${id}`),
    })),
  );

  const ofMachines = createMemo(() =>
    (answerOf(machines) ?? []).flatMap((machine) => [
      ...(machine.online && machine.permissions.includes("view") ? [connectCommand(machine)] : []),
      openCommand(machine),
    ]),
  );

  function connectCommand(machine: Machine): Command {
    return {
      id: `connect:${machine.id}`,
      label: `Connect ${machine.name}`,
      keywords: `to ${machine.hostname} ${machine.tags.join(" ")} ${machine.logged_in_user ?? ""}`,
      hint: machine.logged_in_user ?? undefined,
      icon: () => <Plug class={ICON} aria-hidden="true" />,
      run: () => connect(machine, { isViewOnly: !machine.permissions.includes("control") }),
    };
  }

  function openCommand(machine: Machine): Command {
    return {
      id: machine.id,
      label: machine.name,
      keywords: `open ${machine.hostname} ${machine.tags.join(" ")} ${machine.logged_in_user ?? ""}`,
      hint: machine.online ? "Online" : "Offline",
      icon: () => <OsIcon os={machine.os} class={ICON} />,
      run: () => navigate(`/machines/${machine.id}`),
    };
  }

  return createMemo(() => [...pages(), ...actions(), ...ofGroups(), ...ofMachines()]);
}
