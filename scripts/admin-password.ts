/**
 * `npm run admin-password [-- --email ADDRESS]`: makes a new password for the first admin, or for the person with this
 * address, prints it this once and ends every session of theirs. It is how a lost one is replaced: none is ever read back.
 */
import { parseArgs } from 'node:util';
import { noTenantId } from '#engine/access/access.ts';
import { firstAdminEmail, setPassword } from '#engine/access/session/set-password.ts';
import { openDatabase as openEngine } from '#engine/store/database.ts';
import { openHints } from '#engine/store/hints.ts';
import { contextOf } from '#scripts/demo/demo.ts';
import { openDatabase } from '#scripts/postgres/database.ts';
import { madeUpPassword } from '#scripts/start/prepare.ts';

/** Sets a made-up password and gives back the lines that tell of it; throws with a sentence when there is nobody. */
export async function renewPassword(ownerUrl: string, wanted: string | undefined): Promise<string[]> {
  const engine = openEngine({ url: ownerUrl, duty: 'web', connectionsMax: 2, name: 'taskflow admin-password' });
  const hints = openHints(engine);
  try {
    const context = contextOf(engine, hints, noTenantId);
    const email = wanted ?? (await firstAdminEmail(context));
    if (email === undefined) throw new Error('nobody can sign in yet: the first `npm start` makes the first admin');
    const password = madeUpPassword();
    const outcome = await setPassword(context, { email, password });
    if (!outcome.ok) throw new Error(outcome.refusals.map(({ message }) => message).join('; '));
    return [`Sign in as ${email} with ${password} (said this once, and stored nowhere)`];
  } finally {
    await hints.close();
    await engine.close();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { email: { type: 'string' } } });
  const database = await openDatabase();
  try {
    for (const line of await renewPassword(database.ownerUrl, values.email)) console.log(line);
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : fault);
    process.exitCode = 1;
  } finally {
    await database.stop();
  }
}

if (import.meta.main) await main();
