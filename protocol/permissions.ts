/** What a person may do on a machine. A session's set is fixed in its ticket when it is created. */
import { z } from "zod";

export const PERMISSIONS = [
  "view",
  "control",
  "clipboard",
  "files_read",
  "files_write",
  "chat",
  "terminal",
  "scripts",
  "key_combo",
  "wake",
  "manage",
  "elevated",
] as const;

export const permissionSchema = z.enum(PERMISSIONS);
export type Permission = z.infer<typeof permissionSchema>;

/** What membership of a group gives where nothing else was chosen. */
export const DEFAULT_MEMBER_PERMISSIONS: readonly Permission[] = [
  "view",
  "control",
  "clipboard",
  "files_read",
  "files_write",
  "chat",
  "wake",
];

/** What remains of a set in a view-only session: seeing, being told, talking. */
export const VIEW_ONLY_PERMISSIONS: readonly Permission[] = ["view", "chat"];
