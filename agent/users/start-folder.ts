/** Where a script or a shell of an account begins: at its home, or at "/" as login(1) does where there is none to go to. */
import { statSync } from "node:fs";
import { type Account, ownAccount } from "./account.ts";

/** A folder that cannot be entered fails the start of the program, with an error that names the program. */
export function startFolder(account: Account): string {
  const mayEnter = process.platform === "win32" || process.getuid?.() === 0 || account.uid === ownAccount().uid;
  return mayEnter && isFolder(account.home) ? account.home : "/";
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
