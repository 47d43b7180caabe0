/** The pages that the rail, the bottom bar and the palette lead to. */

import Boxes from "lucide-solid/icons/boxes";
import FileTerminal from "lucide-solid/icons/file-terminal";
import KeyRound from "lucide-solid/icons/key-round";
import Monitor from "lucide-solid/icons/monitor";
import History from "lucide-solid/icons/rotate-ccw-clock";
import ScrollText from "lucide-solid/icons/scroll-text";
import Settings from "lucide-solid/icons/settings";
import Users from "lucide-solid/icons/users";
import Video from "lucide-solid/icons/video";
import Zap from "lucide-solid/icons/zap";
import type { Component } from "solid-js";
import type { Permission } from "../../../../protocol/permissions.ts";
import type { Me } from "../../../../protocol/rest/people.ts";

export type Destination = {
  path: string;
  label: string;
  /** Where there is no room for the label. */
  shortLabel?: string;
  icon: Component<{ class?: string; "aria-hidden"?: "true" }>;
  /** The part of the rail that it stands in. */
  part: "main" | "admin" | "own";
  /** Of the administrators' part, and also for whoever has this on some machine. */
  permission?: Permission;
};

const DESTINATIONS: readonly Destination[] = [
  { path: "/machines", label: "Machines", icon: Monitor, part: "main" },
  { path: "/connect", label: "Quick Connect", shortLabel: "Connect", icon: Zap, part: "main" },
  { path: "/sessions", label: "Sessions", icon: History, part: "main" },
  { path: "/recordings", label: "Recordings", icon: Video, part: "main" },
  { path: "/users", label: "Users & invites", icon: Users, part: "admin" },
  { path: "/groups", label: "Groups", icon: Boxes, part: "admin" },
  { path: "/enrollment", label: "Enrollment", icon: KeyRound, part: "admin" },
  { path: "/scripts", label: "Scripts", icon: FileTerminal, part: "admin", permission: "scripts" },
  { path: "/audit", label: "Audit", icon: ScrollText, part: "admin" },
  { path: "/settings", label: "Settings", icon: Settings, part: "own" },
];

export function destinationsFor(me: Me): readonly Destination[] {
  return DESTINATIONS.filter(
    ({ part, permission }) =>
      part !== "admin" || me.role === "admin" || (permission !== undefined && me.permissions.includes(permission)),
  );
}
