/** The panels beside the remote screen, in the toolbar's order. A new one is one more line, with the permission that it needs. */
import type { Component } from "solid-js";
import type { Permission } from "../../../../protocol/permissions.ts";

export type SidePanel = {
  id: string;
  title: string;
  /** Without this permission it is absent. */
  needs: Permission;
  Icon: Component<{ class?: string; "aria-hidden"?: "true" }>;
  /** Something in it has not been seen: shown as a count at its button. */
  unread?: () => number;
  /** Mounted once, when first opened, and kept: work in it goes on while it is closed. */
  View: Component;
};

export const SIDE_PANELS: readonly SidePanel[] = [];
