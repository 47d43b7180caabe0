/** Whether a browser's page may open a socket here: its Origin is compared exactly, in every mode. */

export type OriginRules = {
  /** The app's own, as people reach it through whatever stands before it. */
  ownOrigin(request: Request, peerAddress: string | null): string;
  /** Further origins, exact; there is no wildcard. */
  allowedOrigins: readonly string[];
};

type OriginCheck = (request: Request, peerAddress: string | null) => "same" | "foreign" | "missing";

export function createOriginCheck({ ownOrigin, allowedOrigins }: OriginRules): OriginCheck {
  const allowed = new Set(allowedOrigins);
  return (request, peerAddress) => {
    const origin = request.headers.get("origin");
    if (origin === null) return "missing";
    return origin === ownOrigin(request, peerAddress) || allowed.has(origin) ? "same" : "foreign";
  };
}
