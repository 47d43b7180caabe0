/** Where a person was going when they were asked to sign in. */

const DEFAULT_PATH = "/machines";
/** Any origin serves: it only shows whether a path leads away from where it is read. */
const HERE = "http://here.invalid";

/** `/sign-in?next=…`; nothing is added for the page one comes to anyway. */
export function signInPath(current: { pathname: string; search: string }): string {
  const path = current.pathname + current.search;
  return path === "/" || path === DEFAULT_PATH ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`;
}

/**
 * Only a path of this site: `//elsewhere`, `/\elsewhere` and `https://elsewhere` in a prepared link lead nowhere.
 * Read as a browser reads it, which drops tabs and line breaks and takes `\` for `/`.
 */
export function returnPath(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? "";
  if (!next.startsWith("/") || !URL.canParse(next, HERE)) return DEFAULT_PATH;
  const url = new URL(next, HERE);
  if (url.origin !== HERE || /^\/(sign-in|setup)?$/.test(url.pathname)) return DEFAULT_PATH;
  // "/.//elsewhere" is read as the path "//elsewhere", which a second reading takes for another site.
  return url.pathname.startsWith("//") ? DEFAULT_PATH : url.pathname + url.search;
}
