/** REST shapes between people (the UI, scripts) and the server (docs/protocol.md, "People: REST"). */
import { z } from "zod";
import { MAX_NAME_LENGTH, MAX_NOTES_LENGTH, MAX_REASON_LENGTH, MAX_TAG_LENGTH, MAX_TAGS } from "../limits.ts";
import { permissionSchema } from "../permissions.ts";
import { machineInventory } from "./agent.ts";
import { id, pageQuery, since, time } from "./shapes.ts";

export const role = z.enum(["admin", "user"]);

export const me = z.object({
  id,
  email: z.string(),
  name: z.string(),
  role,
  /** What this person may do on machines they see, at most; an admin has all. */
  permissions: z.array(permissionSchema),
  /** The server requires a second factor of them, and they have none: nothing but setting one up is open. */
  must_set_up_second_factor: z.boolean(),
});
export type Me = z.infer<typeof me>;

export const machine = z.object({
  id,
  name: z.string(),
  hostname: z.string(),
  os: z.string(),
  os_version: z.string().nullable(),
  arch: z.string(),
  agent_version: z.string(),
  /** Since when somebody waits for its agent to be replaced by the newest; null: nobody does, or it has been. */
  update_asked_at: time.nullable(),
  online: z.boolean(),
  last_seen_at: time.nullable(),
  created_at: time,
  tags: z.array(z.string()),
  notes: z.string(),
  group_id: id.nullable(),
  /** Null where it is in none. */
  group_name: z.string().nullable(),
  logged_in_user: z.string().nullable(),
  mac_addresses: z.array(z.string()),
  /** What the agent last told of its hardware and system; absent where the server keeps none. */
  inventory: machineInventory
    /** When the agent told it. */
    .extend({ told_at: time.optional() })
    .nullable()
    .optional(),
  /** Live sessions on it, and whose. */
  active_sessions: z.array(z.object({ session_id: id, user_name: z.string() })),
  /** What the caller may do on it. */
  permissions: z.array(permissionSchema),
});
export type Machine = z.infer<typeof machine>;

export const machineQuery = pageQuery.extend({
  search: z.string().max(MAX_NAME_LENGTH).optional(),
  tag: z.string().max(MAX_TAG_LENGTH).optional(),
  group_id: id.optional(),
  online: z.enum(["true", "false"]).optional(),
});

export const machinePatch = z
  .object({
    name: z.string().trim().min(1).max(MAX_NAME_LENGTH),
    tags: z.array(z.string().trim().min(1).max(MAX_TAG_LENGTH)).max(MAX_TAGS),
    notes: z.string().max(MAX_NOTES_LENGTH),
    /** The notes that `notes` were made from: where they are others by now, 409 `notes_changed` with the present ones. */
    notes_before: z.string().max(MAX_NOTES_LENGTH),
    group_id: id.nullable(),
  })
  .partial();

/** `POST /api/machines/:id/wake`: `peer` where an agent of the same subnet was asked, too. */
export const wakeSent = z.object({ sent_via: z.enum(["server", "peer"]), mac_addresses: z.array(z.string()) });
export type WakeSent = z.infer<typeof wakeSent>;

export const sessionRequest = z.object({
  view_only: z.boolean().default(false),
  /** Why: an attended machine shows it to the person who is asked, and the session keeps it. */
  reason: z.string().trim().max(MAX_REASON_LENGTH).default(""),
});

export const sessionTicket = z.object({
  session_id: id,
  /** 256 bits, shown once: opens `/ws/viewer` for this session only. */
  viewer_token: z.string(),
  viewer_url: z.string(),
});
export type SessionTicket = z.infer<typeof sessionTicket>;

export const session = z.object({
  id,
  machine_id: id,
  machine_name: z.string(),
  user_id: id.nullable(),
  user_name: z.string().nullable(),
  view_only: z.boolean(),
  reason: z.string(),
  started_at: time,
  ended_at: time.nullable(),
  ended_by: z.string().nullable(),
  notes: z.string(),
});
export type Session = z.infer<typeof session>;

export const sessionFilter = z.object({
  user_id: id.optional(),
  machine_id: id.optional(),
  /** When it was started; from (including) and to (before). */
  from: since.optional(),
  to: since.optional(),
  /** `true`: only those that have not ended. */
  live: z.enum(["true", "false"]).optional(),
  /** A part of a name, the reason or the notes. */
  search: z.string().max(MAX_NAME_LENGTH).optional(),
});
export type SessionFilter = z.infer<typeof sessionFilter>;

/** `GET /api/sessions`: newest first. */
export const sessionQuery = pageQuery.extend(sessionFilter.shape);

export const sessionPatch = z.object({ notes: z.string().max(MAX_NOTES_LENGTH) });
/** `POST /api/sessions/:id/join` gives a ticket for a live session that the caller's rights reach (410 once it ended). */
export const joinLiveRequest = z.object({ view_only: z.boolean().default(false) });

/** `POST /api/sessions/join`: by the code that the machine's user reads out. */
export const joinRequest = z.object({ code: z.string().max(20), view_only: z.boolean().default(false) });

export const enrollmentToken = z.object({
  id,
  label: z.string(),
  created_at: time,
  expires_at: time.nullable(),
  max_uses: z.int().nullable(),
  uses: z.int(),
  revoked_at: time.nullable(),
  group_id: id.nullable(),
});
export type EnrollmentToken = z.infer<typeof enrollmentToken>;

export const enrollmentTokenRequest = z.object({
  label: z.string().trim().max(MAX_NAME_LENGTH).default(""),
  /** null: as if left out, also for the next two. */
  expires_at: time.nullish(),
  max_uses: z.int().min(1).max(1_000_000).nullish(),
  group_id: id.nullish(),
});

/** What is left out stays. */
export const enrollmentTokenPatch = z
  .object({
    label: z.string().trim().max(MAX_NAME_LENGTH),
    /** null: it does not expire. */
    expires_at: time.nullable(),
    /** Not below `uses`; null: as many as come. */
    max_uses: z.int().min(1).max(1_000_000).nullable(),
    group_id: id.nullable(),
    /** `false` takes a revocation back. */
    revoked: z.literal(false),
  })
  .partial();

/** What is left out stays; null: it does not expire. */
export const enrollmentTokenRenewal = z.object({ expires_at: time.nullish() });

/** `GET /api/enrollment-tokens/:id/machines`: those that joined by it and are still here, the newest first. */
export const enrolledMachine = machine
  .pick({ id: true, name: true, hostname: true, os: true, online: true, created_at: true })
  .extend({ waiting: z.boolean() });
export type EnrolledMachine = z.infer<typeof enrolledMachine>;

/** The token's text is in this answer only. */
export const enrollmentTokenCreated = enrollmentToken.extend({ token: z.string() });
export type EnrollmentTokenCreated = z.infer<typeof enrollmentTokenCreated>;
