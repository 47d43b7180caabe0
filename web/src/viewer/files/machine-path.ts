/** Paths of the machine, whichever system it has: "/home/ada" and "C:\\Users\\Ada". */

const isWindows = (path: string) => /^[A-Za-z]:/.test(path);

export function joinPath(folder: string, name: string): string {
  const separator = isWindows(folder) ? "\\" : "/";
  return folder.endsWith(separator) ? `${folder}${name}` : `${folder}${separator}${name}`;
}

/** null: it is at the top. */
export function parentPath(path: string): string | null {
  const crumbs = breadcrumbs(path);
  return crumbs.at(-2)?.path ?? null;
}

/** From the top to the folder itself. */
export function breadcrumbs(path: string): { name: string; path: string }[] {
  const separator = isWindows(path) ? "\\" : "/";
  const names = path.split(/[\\/]/).filter((name) => name !== "");
  const crumbs = isWindows(path) ? [] : [{ name: "/", path: "/" }];
  let so = isWindows(path) ? "" : "/";
  for (const name of names) {
    so = so === "" ? `${name}${separator}` : so.endsWith(separator) ? `${so}${name}` : `${so}${separator}${name}`;
    crumbs.push({ name, path: so });
  }
  return crumbs;
}
