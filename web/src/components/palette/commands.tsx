/** What the palette offers: pages, actions, groups, and with every machine what can be done with it. */
import { useNavigate } from "@solidjs/router";
import { useQuery, useQueryClient } from "@tanstack/solid-query";
import Bookmark from "lucide-solid/icons/bookmark";
import Boxes from "lucide-solid/icons/boxes";
import Eye from "lucide-solid/icons/eye";
import FileTerminal from "lucide-solid/icons/file-terminal";
import FolderClosed from "lucide-solid/icons/folder-closed";
import Keyboard from "lucide-solid/icons/keyboard";
import LogOut from "lucide-solid/icons/log-out";
import NotebookText from "lucide-solid/icons/notebook-text";
import Pencil from "lucide-solid/icons/pencil";
import Plug from "lucide-solid/icons/plug";
import Plus from "lucide-solid/icons/plus";
import Power from "lucide-solid/icons/power";
import SquareTerminal from "lucide-solid/icons/square-terminal";
import SunMoon from "lucide-solid/icons/sun-moon";
import UserPlus from "lucide-solid/icons/user-plus";
import { type Component, createMemo, type JSX } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { groupsQuery } from "../../api/groups.ts";
import { machinesQuery } from "../../api/machines.ts";
import { savedFiltersQuery } from "../../api/saved-filters.ts";
import { useConnect } from "../../state/connect.ts";
import { leave } from "../../state/leave.ts";
import { useScriptRun } from "../../state/script-run.ts";
import { type ShortcutName, shortcutTo } from "../../state/shortcuts.ts";
import { useMe } from "../../state/signed-in.tsx";
import { setTheme } from "../../state/theme.ts";
import { useWake } from "../../state/wake.ts";
import { openMachineDialog } from "../machine-dialogs/dialog-state.ts";
import { OsIcon } from "../os-icon.tsx";
import { destinationsFor } from "../shell/navigation.ts";
import { openShortcutSheet } from "../shortcuts/shortcut-sheet.tsx";
import { findCommands, isPossible, type Verb } from "./find-commands.ts";
import { recentCommands } from "./recent-commands.ts";

export type Command = {
  id: string;
  label: string;
  keywords?: string;
  hint?: string;
  /** Keys that do the same. */
  shortcut?: ShortcutName;
  icon: () => JSX.Element;
  run: () => unknown;
};

const ICON = "size-4";

/** Answers what fits the words, the best first; without words, what was done last. */
export type FindCommand = (query: string, limit: number) => Command[];

export function useCommands(): FindCommand {
  const me = useMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const machines = useQuery(machinesQuery);
  const groups = useQuery(groupsQuery);
  const filters = useQuery(savedFiltersQuery);
  const all = () => answerOf(machines) ?? [];
  const connect = useConnect();
  const wake = useWake();
  const runScript = useScriptRun();

  const pages = createMemo(() =>
    destinationsFor(me()).map((page) => ({
      id: page.path,
      label: page.label,
      keywords: "go to page open",
      hint: shortcutTo(page.path) ? undefined : "Page",
      shortcut: shortcutTo(page.path),
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
        id: "shortcuts",
        label: "Keyboard shortcuts",
        keywords: "keys help",
        shortcut: "help",
        icon: () => <Keyboard class={ICON} aria-hidden="true" />,
        run: openShortcutSheet,
      },
      {
        id: "sign-out",
        label: "Sign out",
        keywords: "log out leave",
        icon: () => <LogOut class={ICON} aria-hidden="true" />,
        run: () => leave(client),
      },
    ];
    if (me().permissions.includes("scripts")) {
      list.unshift({
        id: "run-script",
        label: "Run a script",
        keywords: "execute command on machines start",
        icon: () => <FileTerminal class={ICON} aria-hidden="true" />,
        run: () => runScript({}),
      });
      list.unshift({
        id: "new-script",
        label: "New script",
        keywords: "write create add library",
        icon: () => <Plus class={ICON} aria-hidden="true" />,
        run: () => navigate("/scripts/new"),
      });
    }
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
    (answerOf(groups) ?? []).map(
      ({ id, name }): Command => ({
        id: `group:${id}`,
        label: name,
        keywords: "group machines of",
        hint: "Group",
        icon: () => <Boxes class={ICON} aria-hidden="true" />,
        // Who does not administer it wants what is in it.
        run: () => navigate(me().role === "admin" ? `/groups/${id}` : `/machines?group=${id}`),
      }),
    ),
  );

  const ofFilters = createMemo(() =>
    (answerOf(filters) ?? []).map(
      ({ id, name, query }): Command => ({
        id: `filter:${id}`,
        label: name,
        keywords: "saved filter view machines",
        hint: "Saved filter",
        icon: () => <Bookmark class={ICON} aria-hidden="true" />,
        run: () => navigate(`/machines${query}`),
      }),
    ),
  );

  const carryOut: Readonly<Record<Verb, (machine: Machine) => unknown>> = {
    connect: (machine) => connect(machine, { isViewOnly: !machine.permissions.includes("control") }),
    open: ({ id }) => navigate(`/machines/${id}`),
    view: (machine) => connect(machine, { isViewOnly: true }),
    terminal: (machine) => connect(machine, { panel: "terminal" }),
    files: (machine) => connect(machine, { panel: "files" }),
    wake,
    edit: ({ id }) => openMachineDialog("edit", id),
    notes: ({ id }) => navigate(`/machines/${id}/notes`),
  };

  function commandFor(verb: Verb, machine: Machine): Command {
    const { words, icon: Icon } = VERB_LOOKS[verb];
    return {
      id: `${verb}:${machine.id}`,
      label: words ? `${words} ${machine.name}` : machine.name,
      hint: verb === "open" ? (machine.online ? "Online" : "Offline") : (machine.logged_in_user ?? undefined),
      icon: () => (Icon ? <Icon class={ICON} aria-hidden="true" /> : <OsIcon os={machine.os} class={ICON} />),
      run: () => carryOut[verb](machine),
    };
  }

  const fixed = createMemo(() => [...pages(), ...actions(), ...ofFilters(), ...ofGroups()]);

  function recent(): Command[] {
    const byId = new Map(fixed().map((command) => [command.id, command]));
    return recentCommands().flatMap((id) => {
      const known = byId.get(id);
      if (known) return [known];
      const [verb = "", machineId] = id.split(":");
      const machine = all().find((one) => one.id === machineId);
      return machine && isVerb(verb) && isPossible(verb, machine) ? [commandFor(verb, machine)] : [];
    });
  }

  return (query, limit) => {
    const found = findCommands(fixed(), all(), query, limit).map((one) =>
      "fixed" in one ? one.fixed : commandFor(one.verb, one.machine),
    );
    if (query.trim() !== "") return found;
    const first = recent();
    const ids = new Set(first.map(({ id }) => id));
    return [...first, ...found.filter(({ id }) => !ids.has(id))].slice(0, limit);
  };
}

const isVerb = (text: string): text is Verb => Object.hasOwn(VERB_LOOKS, text);

type Icon = Component<{ class?: string; "aria-hidden"?: "true" }>;

/** Without an icon of its own it has the mark of the machine's system. */
const VERB_LOOKS: Readonly<Record<Verb, { words: string; icon: Icon | null }>> = {
  connect: { words: "Connect", icon: Plug },
  open: { words: "", icon: null },
  view: { words: "View", icon: Eye },
  terminal: { words: "Terminal on", icon: SquareTerminal },
  files: { words: "Files of", icon: FolderClosed },
  wake: { words: "Wake", icon: Power },
  edit: { words: "Edit", icon: Pencil },
  notes: { words: "Notes on", icon: NotebookText },
};
