/** The tabs of the settings, each with an address and loaded only when it is opened. The server knows the addresses, too (src/http/page-paths.ts). */
import { type Component, lazy } from "solid-js";
import type { Me } from "../../../../protocol/rest/people.ts";

export type SettingsTab = {
  /** What follows `/settings/`; "" is the first one. */
  name: string;
  label: string;
  /** The server's settings rather than one's own. */
  isForAdmins?: boolean;
  page: Component;
};

const TABS: readonly SettingsTab[] = [
  { name: "", label: "Profile", page: lazy(() => import("./profile-tab.tsx")) },
  { name: "security", label: "Security", page: lazy(() => import("./security/security-tab.tsx")) },
  { name: "api-keys", label: "API keys", page: lazy(() => import("./api-keys/api-keys-tab.tsx")) },
  { name: "server", label: "Server", isForAdmins: true, page: lazy(() => import("./server/server-tab.tsx")) },
  { name: "sign-in", label: "Sign-in", isForAdmins: true, page: lazy(() => import("./sign-in/sign-in-tab.tsx")) },
  {
    name: "webhooks",
    label: "Webhooks",
    isForAdmins: true,
    page: lazy(() => import("./webhooks/webhooks-tab.tsx")),
  },
];

export function settingsTabsFor(me: Me): readonly SettingsTab[] {
  return TABS.filter((tab) => !tab.isForAdmins || me.role === "admin");
}

export function settingsPath(tab: Pick<SettingsTab, "name">): string {
  return tab.name === "" ? "/settings" : `/settings/${tab.name}`;
}
