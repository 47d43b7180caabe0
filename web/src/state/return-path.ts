/** Where a person was going when they were asked to sign in. */

const DEFAULT_PATH = "/machines";

/** `/sign-in?next=…`; nothing is added for the page one comes to anyway. */
export function signInPath(current: { pathname: string; search: string }): string {
  const path = current.pathname + current.search;
  return path === "/" || path === DEFAULT_PATH ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`;
}

/** Only a path of this site: `//elsewhere` and `https://elsewhere` in a prepared link lead nowhere. */
export function returnPath(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? "";
  const isOwnPath = /^\/(?![/\\])/.test(next) && !/^\/(sign-in|setup)\b/.test(next);
  return isOwnPath ? next : DEFAULT_PATH;
}
