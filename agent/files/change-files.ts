/** New folder, rename, delete. Each names exactly what it changes, and follows no link. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, unlinkSync } from "node:fs";
import { inWords } from "./file-failure.ts";
import { actAs, type FileIdentity } from "./file-identity.ts";
import { type OpenFolder, openFolder, renameNew } from "./open-folder.ts";
import { splitPath } from "./remote-path.ts";

/** Between breaths: messages that wait get their turn. */
const BREATH_EVERY = 200;

/** @throws Refusal */
export function createFolder(path: string, identity: FileIdentity): string {
  const { folder, name } = splitPath(path, identity.home);
  return actAs(identity, () =>
    inFolder(
      folder,
      (open) => inWords(name, () => mkdirSync(open.at(name))),
      () => join(folder, name),
    ),
  );
}

/** Also into another folder of the same disk. What is there is not replaced. @throws Refusal */
export function renameFile(path: string, newPath: string, identity: FileIdentity): string {
  const from = splitPath(path, identity.home);
  const to = splitPath(newPath, identity.home);
  return actAs(identity, () =>
    inFolder(
      from.folder,
      (source) =>
        inFolder(to.folder, (target) =>
          inWords(from.name, () => {
            source.look(from.name);
            const [before, after] = [source.at(from.name), target.at(to.name)];
            renameNew(before, after, { exists: () => existsSync(after), rename: () => renameSync(before, after) });
          }),
        ),
      () => join(to.folder, to.name),
    ),
  );
}

/** Folders with all that is in them. Counts what is gone. @throws Refusal at the first that cannot be deleted */
export async function deleteFiles(paths: readonly string[], identity: FileIdentity): Promise<number> {
  let count = 0;
  const counted = async () => {
    count++;
    if (count % BREATH_EVERY === 0) await Bun.sleep(0);
  };
  for (const path of paths) {
    const { folder, name } = splitPath(path, identity.home);
    const open = inWords(folder, () => actAs(identity, () => openFolder(folder)));
    try {
      await deleteEntry({ folder: open, name, path, identity }, counted);
    } finally {
      open.close();
    }
  }
  return count;
}

type Doomed = { folder: OpenFolder; name: string; path: string; identity: FileIdentity };

async function deleteEntry({ folder, name, path, identity }: Doomed, counted: () => Promise<void>): Promise<void> {
  const inside = inWords(path, () =>
    actAs(identity, () => {
      if (folder.look(name).isDirectory()) return folder.enter(name);
      unlinkSync(folder.at(name));
      return null;
    }),
  );
  if (inside) {
    try {
      const names = inWords(path, () => actAs(identity, () => readdirSync(inside.at(""))));
      for (const one of names) {
        await deleteEntry({ folder: inside, name: one, path: `${path}/${one}`, identity }, counted);
      }
    } finally {
      inside.close();
    }
    inWords(path, () => actAs(identity, () => rmdirSync(folder.at(name))));
  }
  await counted();
}

function inFolder<Result = void>(path: string, work: (folder: OpenFolder) => void, result?: () => Result): Result {
  const folder = inWords(path, () => openFolder(path));
  try {
    work(folder);
    return result?.() as Result;
  } finally {
    folder.close();
  }
}

function join(folder: string, name: string): string {
  return folder.endsWith("/") || folder.endsWith("\\")
    ? folder + name
    : `${folder}${folder.includes("\\") ? "\\" : "/"}${name}`;
}
