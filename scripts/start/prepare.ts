/** What a migrated database needs before the console and the worker may start: its first tenant, user and demo data. */
import { randomBytes } from 'node:crypto';
import { noTenantId } from '#engine/access/access.ts';
import { addMember } from '#engine/access/add-member.ts';
import { createUser } from '#engine/access/create-user.ts';
import { ensureAdminToken } from '#engine/access/ensure-admin-token.ts';
import { extendEventLog } from '#engine/event/extend-event-log.ts';
import type { Context } from '#engine/store/context.ts';
import { type Database, openDatabase } from '#engine/store/database.ts';
import { type Hints, openHints } from '#engine/store/hints.ts';
import { hasUsers } from '#engine/tenant/find-tenant.ts';
import { contextOf, findDemo, makeDemo, must, registerPlugin } from '#scripts/demo/demo.ts';
import type { DemoPlace } from '#scripts/demo/demo-place.ts';

export type Credentials = { email: string; password: string };
export type Wishes = {
  /** The one value that is to be a platform admin token by setting; absent, none is. */
  adminToken?: string | undefined;
  /** The first admin's sign-in; made up unless given. */
  firstAdmin?: Credentials | undefined;
  /** Where the demo's plugin runtime answers; absent when no demo is wanted. */
  demo?: DemoPlace | undefined;
};
export type Prepared = {
  /** What the console and the worker connect with. */
  databaseUrl: string;
  /** Only on the first start, and only when the password was made up: later it is known to nobody but its owner. */
  credentials: Credentials | undefined;
  /** The first admin's address, when this start made them. */
  firstAdminEmail: string | undefined;
  /** True when there is a demo tenant whose plugin needs its runtime. */
  hasDemo: boolean;
};

// 120 bits: nobody guesses it, and it can still be typed.
const passwordSizeBytes = 15;

/** Readies the database of `ownerUrl`; harmless to repeat. */
export async function prepare(ownerUrl: string, { adminToken, firstAdmin, demo }: Wishes = {}): Promise<Prepared> {
  await lookAhead(ownerUrl);
  const database = openDatabase({ url: ownerUrl, duty: 'web', connectionsMax: 2, name: 'taskflow start' });
  const hints = openHints(database);
  try {
    must(await ensureAdminToken(database, adminToken));
    const isFirst = !(await hasUsers(database));
    const tenant = demo === undefined ? undefined : await openDemo({ database, hints, isFirst, place: demo });
    // Last, because it is what makes the next start no first one.
    const wanted = firstAdmin ?? madeUpAdmin(tenant);
    const isMade = isFirst && (await makeFirstUser({ database, hints, tenant, wanted }));
    return {
      databaseUrl: ownerUrl,
      credentials: isMade && firstAdmin === undefined ? wanted : undefined,
      firstAdminEmail: isMade ? wanted.email : undefined,
      hasDemo: tenant !== undefined,
    };
  } finally {
    await hints.close();
    await database.close();
  }
}

/** Adds the months that the event log will need; the one preparation that takes the owner's rights. */
export async function lookAhead(ownerUrl: string): Promise<void> {
  const owner = openDatabase({ url: ownerUrl, duty: 'owner', connectionsMax: 1, name: 'taskflow start (owner)' });
  try {
    await extendEventLog(owner);
  } finally {
    await owner.close();
  }
}

type DemoStart = { database: Database; hints: Hints; isFirst: boolean; place: DemoPlace };

async function openDemo({ database, hints, isFirst, place }: DemoStart): Promise<Context | undefined> {
  if (isFirst) return await makeDemo(database, hints, place.runtimeUrl);
  const tenant = await findDemo(database, hints);
  // Only then: what people have changed in these tasks since is theirs.
  if (tenant !== undefined && place.hasMoved) await registerPlugin(tenant, place.runtimeUrl);
  return tenant;
}

/** What a person is told of a first admin who was just made. */
export function sayFirstAdmin({ credentials, firstAdminEmail }: Prepared): string[] {
  if (credentials !== undefined)
    return [`Sign in as ${credentials.email} with ${credentials.password} (said this once, and stored nowhere)`];
  return firstAdminEmail === undefined
    ? []
    : [`Sign in as ${firstAdminEmail} with the password of TASKFLOW_ADMIN_PASSWORD`];
}

/** A password that nobody has thought of. */
export function madeUpPassword(): string {
  return randomBytes(passwordSizeBytes).toString('base64url');
}

function madeUpAdmin(tenant: Context | undefined): Credentials {
  const email = tenant === undefined ? 'admin@taskflow.local' : 'admin@demo.local';
  return { email, password: madeUpPassword() };
}

type FirstUser = { database: Database; hints: Hints; tenant: Context | undefined; wanted: Credentials };

/** Somebody who may do everything. False when another start of the same moment made them. */
async function makeFirstUser({ database, hints, tenant, wanted }: FirstUser): Promise<boolean> {
  const { email, password } = wanted;
  const platform = contextOf(database, hints, noTenantId);
  const created = await createUser(platform, { email, name: 'First admin', password, platformAdmin: true });
  if (!created.ok && created.refusals.every(({ code }) => code === 'NAME_TAKEN')) return false;
  must(created);
  if (tenant !== undefined) must(await addMember(tenant, { email, role: 'ADMIN' }));
  return true;
}
