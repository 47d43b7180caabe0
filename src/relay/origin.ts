/** Whether a browser's page may open a socket here: its Origin is compared exactly, in every mode. */

export type OriginRules = {
  /** The app's own, as people reach it through whatever stands before it. */
  ownOrigin(request: Request, peerAddress: string | null): string;
  /** Further origins, exact; there is no wildcard. */
  allowedOrigins: readonly string[];
};

/**
 * `missing`: none, but with something that only browsers send. `no_browser`: nothing of a browser's at all
 * (docs/decisions/001-viewer-origin.md).
 */
export type OriginVerdict = "same" | "foreign" | "missing" | "no_browser";

type OriginCheck = (request: Request, peerAddress: string | null) => OriginVerdict;

export function createOriginCheck({ ownOrigin, allowedOrigins }: OriginRules): OriginCheck {
  const allowed = new Set(allowedOrigins);
  return (request, peerAddress) => {
    const origin = request.headers.get("origin");
    if (origin === null) return isBrowser(request.headers) ? "missing" : "no_browser";
    return origin === ownOrigin(request, peerAddress) || allowed.has(origin) ? "same" : "foreign";
  };
}

/** What a program of its own accord does not send: a browser's cookies, and what it says of where a request came from. */
function isBrowser(headers: Headers): boolean {
  return headers.has("cookie") || [...headers.keys()].some((name) => name.startsWith("sec-fetch-"));
}
