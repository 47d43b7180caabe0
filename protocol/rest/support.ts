/** REST shapes of "Help someone now": the technician's links, and what the person who opens one is told (docs/protocol.md). */
import { z } from "zod";
import { MAX_NAME_LENGTH } from "../limits.ts";
import { id, time } from "./shapes.ts";

/**
 * waiting → opened → downloading → running (the person's agent is there) → connected (a session was begun) → ended; or
 * cancelled, or expired. A person may skip the page: what comes later wins.
 */
export const supportLinkState = z.enum([
  "waiting",
  "opened",
  "downloading",
  "running",
  "connected",
  "ended",
  "cancelled",
  "expired",
]);
export type SupportLinkState = z.infer<typeof supportLinkState>;

export const supportLink = z.object({
  id,
  label: z.string(),
  state: supportLinkState,
  created_at: time,
  expires_at: time,
  /** Of the person's computer, once its agent runs. */
  machine_name: z.string().nullable(),
  session_id: id.nullable(),
});
export type SupportLink = z.infer<typeof supportLink>;

export const supportLinkRequest = z.object({
  label: z.string().trim().max(MAX_NAME_LENGTH).default(""),
  /** null: as if left out, an hour. */
  expires_in_s: z.int().min(60).max(86_400).nullish(),
});

/** The address and the code are in this answer only. */
export const supportLinkCreated = supportLink.extend({ url: z.string(), code: z.string() });
export type SupportLinkCreated = z.infer<typeof supportLinkCreated>;

export const helpPlatform = z.enum(["linux-x64", "linux-arm64", "macos-arm64", "macos-x64", "windows-x64"]);
export type HelpPlatform = z.infer<typeof helpPlatform>;

/** `GET /api/help/:token`, public: everything the person's page says. */
export const helpInvitation = z.object({
  technician: z.string(),
  expires_at: time,
  /** `running` and `connected` are `started`: there is nothing left to do in the page. */
  state: z.enum(["open", "started"]),
  server: z.string(),
  code: z.string(),
  downloads: z.array(
    z.object({
      platform: helpPlatform,
      url: z.string(),
      file_name: z.string(),
      size: z.number(),
      sha256: z.string().nullable(),
    }),
  ),
});
export type HelpInvitation = z.infer<typeof helpInvitation>;
