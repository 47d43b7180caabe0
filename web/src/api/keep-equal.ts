/**
 * An answer that comes anew keeps every part that says what it said before, as the same object: a list's rows are not made again, so that
 * the focus, an open menu and an opened row stay. Items are known again by their id, wherever in the list they stand now.
 */
export function keepEqual<Data>(shown: Data | undefined, fresh: Data): Data;
export function keepEqual(shown: unknown, fresh: unknown): unknown {
  if (Object.is(shown, fresh)) return shown;
  if (Array.isArray(shown) && Array.isArray(fresh)) return keepItems(shown, fresh);
  if (isPlain(shown) && isPlain(fresh)) return keepFields(shown, fresh);
  return fresh;
}

function keepItems(shown: readonly unknown[], fresh: readonly unknown[]): readonly unknown[] {
  let byId: Map<unknown, unknown> | undefined;
  const before = (item: unknown, index: number): unknown => {
    const id = idOf(item);
    // Most lists come as they were: only one that has moved is searched.
    if (id === undefined || idOf(shown[index]) === id) return shown[index];
    byId ??= new Map(shown.map((one) => [idOf(one), one]));
    return byId.get(id);
  };
  const kept = fresh.map((item, index) => keepEqual(before(item, index), item));
  return kept.length === shown.length && kept.every((item, index) => Object.is(item, shown[index])) ? shown : kept;
}

type Fields = Readonly<Record<string, unknown>>;

function keepFields(shown: Fields, fresh: Fields): Fields {
  const kept = Object.fromEntries(Object.entries(fresh).map(([name, value]) => [name, keepEqual(shown[name], value)]));
  const names = Object.keys(kept);
  const isSame =
    names.length === Object.keys(shown).length &&
    names.every((name) => name in shown && Object.is(kept[name], shown[name]));
  return isSame ? shown : kept;
}

const idOf = (item: unknown) => (isPlain(item) ? item.id : undefined);

function isPlain(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
