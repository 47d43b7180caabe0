/**
 * An answer that comes anew keeps every part that says what it said before, as the same object: a list's rows are not made again, so that
 * the focus, an open menu and an opened row stay. Items are known again by their id, wherever in the list they stand now.
 */
export function keepEqual<Data>(shown: Data | undefined, fresh: Data): Data;
export function keepEqual(shown: unknown, fresh: unknown): unknown {
  // Nearly everything is as it was: to find that out costs less than to put it together anew.
  if (isEqual(shown, fresh)) return shown;
  if (Array.isArray(shown) && Array.isArray(fresh)) return keepItems(shown, fresh);
  if (isPlain(shown) && isPlain(fresh)) {
    return Object.fromEntries(Object.entries(fresh).map(([name, value]) => [name, keepEqual(shown[name], value)]));
  }
  return fresh;
}

function keepItems(shown: readonly unknown[], fresh: readonly unknown[]): unknown[] {
  let byId: Map<unknown, unknown> | undefined;
  return fresh.map((item, index) => {
    const id = idOf(item);
    if (id === undefined || idOf(shown[index]) === id) return keepEqual(shown[index], item);
    byId ??= new Map(shown.map((one) => [idOf(one), one]));
    return keepEqual(byId.get(id), item);
  });
}

function isEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isEqual(item, other[index]));
  }
  if (!isPlain(one) || !isPlain(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isEqual(one[name], other[name]))
  );
}

const idOf = (item: unknown) => (isPlain(item) ? item.id : undefined);

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
