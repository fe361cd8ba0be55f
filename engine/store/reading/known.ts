/**
 * What a process has learned from the database and asks it to confirm, rather than to tell, the next time: an answer here
 * is a guess, and whoever uses one says so in the statement that relies on it.
 */
import type { Database } from '#engine/store/database.ts';

/** Guesses by tenant and name. */
export type Known<Value> = {
  get(database: Database, tenantId: string, name: string): Value | undefined;
  learn(database: Database, tenantId: string, name: string, value: Value): void;
};

/** Remembers at most so many for each database; the oldest go first. */
export function createKnown<Value>(entriesMax: number): Known<Value> {
  const all = new WeakMap<Database, Map<string, Value>>();
  return {
    get: (database, tenantId, name) => all.get(database)?.get(`${tenantId} ${name}`),
    learn: (database, tenantId, name, value) => {
      const values = all.get(database) ?? new Map<string, Value>();
      all.set(database, values);
      const key = `${tenantId} ${name}`;
      // Set anew, so that the order of the map is the order of age.
      values.delete(key);
      values.set(key, value);
      const oldest = values.keys().next();
      if (values.size > entriesMax && oldest.done !== true) values.delete(oldest.value);
    },
  };
}
