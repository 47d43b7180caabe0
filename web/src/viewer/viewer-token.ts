/** The session's ticket in the browser: it comes in the link's fragment and stays in this tab's storage, so that a reload resumes. */

const keyOf = (sessionId: string): string => `remotelink.viewer-token.${sessionId}`;

export type TokenPlaces = {
  location: Pick<Location, "hash" | "pathname" | "search">;
  history: Pick<History, "replaceState" | "state">;
  storage: Pick<Storage, "getItem" | "setItem">;
};

/**
 * The viewer token of a session, or null where this tab has none. One in the fragment wins over a stored one, is stored, and
 * leaves the address (and with it the history and whatever is copied from there).
 */
export function takeViewerToken(sessionId: string, { location, history, storage }: TokenPlaces): string | null {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!given) return readStored(storage, sessionId);
  history.replaceState(history.state, "", location.pathname + location.search);
  storeViewerToken(sessionId, given, storage);
  return given;
}

export function storeViewerToken(sessionId: string, token: string, storage: Pick<Storage, "setItem">): boolean {
  try {
    storage.setItem(keyOf(sessionId), token);
    return true;
  } catch {
    // Storage is refused (some private windows): the session works, only a reload does not resume it.
    return false;
  }
}

function readStored(storage: Pick<Storage, "getItem">, sessionId: string): string | null {
  try {
    return storage.getItem(keyOf(sessionId));
  } catch {
    return null;
  }
}
