/** Permissions in plain words, and the sets that people mean most often. */
import { DEFAULT_MEMBER_PERMISSIONS, PERMISSIONS, type Permission } from "../../../protocol/permissions.ts";

export const PERMISSION_WORDS: Readonly<Record<Permission, { label: string; hint: string }>> = {
  view: { label: "See the screen", hint: "Watch, without touching anything" },
  control: { label: "Mouse and keyboard", hint: "Work on the machine as if in front of it" },
  clipboard: { label: "Clipboard", hint: "Copy and paste between both sides" },
  files_read: { label: "Download files", hint: "Look through folders, fetch files" },
  files_write: { label: "Upload and change files", hint: "Also rename and delete them" },
  chat: { label: "Chat", hint: "Write with the person at the machine" },
  terminal: { label: "Terminal", hint: "Open a command line" },
  scripts: { label: "Scripts", hint: "Run scripts and see what they print" },
  key_combo: { label: "Key combinations", hint: "Send Ctrl+Alt+Del and others" },
  wake: { label: "Wake", hint: "Switch it on over the network" },
  manage: { label: "Manage", hint: "Name, tag, move and remove machines" },
  elevated: { label: "Act as root", hint: "Files, scripts and terminals with all rights" },
};

export const PRESETS = [
  { value: "view", label: "View only", permissions: ["view", "chat"] },
  { value: "support", label: "Support", permissions: DEFAULT_MEMBER_PERMISSIONS },
  { value: "full", label: "Full", permissions: PERMISSIONS },
] as const satisfies readonly { value: string; label: string; permissions: readonly Permission[] }[];
export type Preset = (typeof PRESETS)[number]["value"];

/** null: a set of one's own. */
export function presetOf(permissions: readonly Permission[]): Preset | null {
  return PRESETS.find((preset) => isSameSet(preset.permissions, permissions))?.value ?? null;
}

/** "Support", or how many where no name fits. */
export function permissionsLabel(permissions: readonly Permission[]): string {
  const preset = PRESETS.find(({ value }) => value === presetOf(permissions));
  if (preset) return preset.label;
  return permissions.length === 0 ? "Nothing" : `${permissions.length} of ${PERMISSIONS.length} permissions`;
}

/** In the order of the list, whatever was ticked first. */
export function togglePermission(
  permissions: readonly Permission[],
  permission: Permission,
  isOn: boolean,
): Permission[] {
  return PERMISSIONS.filter((one) => (one === permission ? isOn : permissions.includes(one)));
}

function isSameSet(one: readonly Permission[], other: readonly Permission[]): boolean {
  return new Set(one).symmetricDifference(new Set(other)).size === 0;
}
