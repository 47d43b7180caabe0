/** Shapes of `/api/sessions/:id/files`: what a technician sees and does of a machine's files. The agent's facts have them, too. */
import { z } from "zod";
import { MAX_NAME_LENGTH, MAX_PATH_LENGTH, MAX_STREAM_PATHS } from "../limits.ts";
import { remotePath } from "../messages/fields.ts";
import { time } from "./shapes.ts";

const size = z.number().int().min(0);
/** "true" and "1", as a query writes them. */
const flag = z
  .enum(["true", "false", "1", "0", ""])
  .default("false")
  .transform((text) => text === "true" || text === "1");
const asWhom = { elevated: flag };
const uploadId = z.string().max(MAX_NAME_LENGTH).default("");

export const fileEntry = z.object({
  name: z.string().max(1_024),
  type: z.enum(["file", "directory", "symlink", "other"]),
  size,
  modified_at: time.nullable(),
  /** Of a link: what it leads to; null: nowhere. */
  target_type: z.enum(["file", "directory", "other"]).nullable().optional(),
});
export type FileEntry = z.infer<typeof fileEntry>;

export const folderListing = z.object({
  /** The folder's own path, whole. */
  path: z.string().max(MAX_PATH_LENGTH),
  /** What `~` is. */
  home: z.string().max(MAX_PATH_LENGTH),
  entries: z.array(fileEntry),
  /** There are more than are listed. */
  is_cut: z.boolean(),
  /** Room on that disk; null: not known. */
  free_bytes: size.nullable(),
  /** As whom the machine's files are reached. */
  as_user: z.string().max(MAX_NAME_LENGTH),
});
export type FolderListing = z.infer<typeof folderListing>;

export const fileLook = z.object({ entry: fileEntry, tag: z.string().max(200).nullable() });
/** null: nothing of that upload is there. */
export const uploadLook = z.object({ upload_offset: size.nullable() });

/** Of an answer with bytes. */
export const fileReadFacts = z.object({
  /** Bytes of the whole file; null: not known before it ends (a zip). */
  size: size.nullable(),
  modified_at: time.nullable(),
  tag: z.string().max(200).nullable(),
  is_zip: z.boolean(),
  /** The part that is sent; null: all of it. `last` is included. */
  range: z.object({ first: size, last: size }).nullable(),
  /** The range lies outside the file: nothing is sent. */
  is_outside: z.boolean().default(false),
});
export type FileReadFacts = z.infer<typeof fileReadFacts>;

export const uploaded = z.object({ path: z.string().max(MAX_PATH_LENGTH), size, sha256: z.string().length(64) });
/** More is to come. */
export const uploadedPart = z.object({ upload_offset: size });

export const batchUploaded = z.object({
  written: size,
  failed: z.array(
    z.object({ path: z.string().max(MAX_PATH_LENGTH), code: z.string().max(64), message: z.string().max(1_000) }),
  ),
});
export type BatchUploaded = z.infer<typeof batchUploaded>;

export const changed = z.object({ path: z.string().max(MAX_PATH_LENGTH) });
export const deleted = z.object({ deleted: size });

export const listQuery = z.object({ path: remotePath.default("~"), ...asWhom });
/** `path` may be there several times: then a zip of them is sent. */
export const readQuery = z.object({
  path: z.union([remotePath, z.array(remotePath).min(1).max(MAX_STREAM_PATHS)]).transform((one) => [one].flat()),
  /** What the download is called; without it, what the file is. */
  name: z.string().max(255).optional(),
  upload: uploadId,
  ...asWhom,
});
export const writeQuery = z.object({ path: remotePath, overwrite: flag, upload: uploadId, ...asWhom });
export const batchQuery = z.object({ path: remotePath, overwrite: flag, ...asWhom });

export const folderRequest = z.object({ path: remotePath, elevated: z.boolean().default(false) });
export const renameRequest = z.object({ path: remotePath, new_path: remotePath, elevated: z.boolean().default(false) });
export const deleteRequest = z.object({
  paths: z.array(remotePath).min(1).max(MAX_STREAM_PATHS),
  elevated: z.boolean().default(false),
});
