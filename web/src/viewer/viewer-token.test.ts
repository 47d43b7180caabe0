import { expect, test } from "bun:test";
import { type TokenPlaces, takeViewerToken } from "./viewer-token.ts";

const PATH = "/sessions/s1/view";

function placesAt(hash: string, stored: Record<string, string> = {}) {
  const replaced: string[] = [];
  const places: TokenPlaces = {
    location: { hash, pathname: PATH, search: "?a=1" },
    history: { state: { depth: 2 }, replaceState: (_state, _title, url) => replaced.push(String(url)) },
    storage: {
      getItem: (key) => stored[key] ?? null,
      setItem: (key, value) => {
        stored[key] = value;
      },
    },
  };
  return { places, stored, replaced };
}

test("the token of the fragment is kept for reloads and leaves the address", () => {
  const { places, stored, replaced } = placesAt("#token=secret");
  expect(takeViewerToken("s1", places)).toBe("secret");
  expect(stored).toEqual({ "remotelink.viewer-token.s1": "secret" });
  expect(replaced).toEqual([`${PATH}?a=1`]);
});

test("a reload finds the token where it was kept", () => {
  const { places, replaced } = placesAt("", { "remotelink.viewer-token.s1": "kept" });
  expect(takeViewerToken("s1", places)).toBe("kept");
  expect(replaced).toEqual([]);
});

test("a new token in the fragment replaces the kept one", () => {
  const { places, stored } = placesAt("#token=new", { "remotelink.viewer-token.s1": "old" });
  expect(takeViewerToken("s1", places)).toBe("new");
  expect(stored["remotelink.viewer-token.s1"]).toBe("new");
});

test("the token of another session is none", () => {
  const { places } = placesAt("", { "remotelink.viewer-token.s2": "other" });
  expect(takeViewerToken("s1", places)).toBeNull();
});

test("where storage is refused, the token counts and still leaves the address", () => {
  const { places, replaced } = placesAt("#token=secret");
  const refused = () => {
    throw new Error("denied");
  };
  const token = takeViewerToken("s1", { ...places, storage: { getItem: refused, setItem: refused } });
  expect(token).toBe("secret");
  expect(replaced).toHaveLength(1);
});
