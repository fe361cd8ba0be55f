/** A bounded memory of pure answers. When full it forgets the oldest, so a hostile tenant costs time, never memory. */

/** Remembers up to `sizeMax` answers of `compute`, which must depend on nothing but its key and what the caller binds. */
export type Memo<Value> = (key: string, compute: () => Value) => Value;

/** A fresh, empty memory. */
export function boundedMemo<Value>(sizeMax: number): Memo<Value> {
  const known = new Map<string, { value: Value }>();
  return (key, compute) => {
    const found = known.get(key);
    if (found !== undefined) return found.value;
    const value = compute();
    const [oldest] = known.keys();
    if (known.size >= sizeMax && oldest !== undefined) known.delete(oldest);
    known.set(key, { value });
    return value;
  };
}
