/**
 * PostgreSQL refuses to run as root. This finds a way to run it that creates no user: as an account that exists
 * already, and where that account cannot reach the folders (a clone below /root), in a user namespace or with the one
 * capability that opens folders.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { errorCode } from '#scripts/error-code.ts';

const run = promisify(execFile);

/** How to start the server's processes, and who must own its files (undefined: whoever creates them). */
export type Account = {
  /** Words in front of every command. */
  prefix: string[];
  /** Node's own `uid` and `gid` options of spawn. */
  identity: { uid?: number; gid?: number };
  owner: { uid: number; gid: number } | undefined;
};

/** Chooses the account; `reach` lists the files and folders that the server must be able to enter or execute. */
export async function serverAccount(reach: string[]): Promise<Account> {
  if (process.getuid?.() !== 0) return { prefix: [], identity: {}, owner: undefined };
  const ids = await existingAccount();
  const { uid, gid } = ids;
  const candidates: Account[] = [
    { prefix: [], identity: ids, owner: ids },
    // Inside its namespace the process has the account's number; outside it stays root, who owns the files.
    { prefix: ['unshare', '-U', `--map-user=${uid}`, `--map-group=${gid}`], identity: {}, owner: { uid: 0, gid: 0 } },
    {
      prefix: [
        'setpriv',
        `--reuid=${uid}`,
        `--regid=${gid}`,
        '--clear-groups',
        '--inh-caps=+dac_override',
        '--ambient-caps=+dac_override',
      ],
      identity: {},
      owner: ids,
    },
  ];
  for (const account of candidates) {
    if (await canReach(account, reach)) return account;
  }
  throw new Error(
    `PostgreSQL cannot run as root, and the account ${uid} cannot reach ${reach.join(' and ')}. ` +
      'Start Taskflow as another user, move it to a folder that others may enter, or set DATABASE_URL.',
  );
}

async function existingAccount(): Promise<{ uid: number; gid: number }> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const found = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody');
  // 65534 is "nobody" on every Linux; the kernel needs no entry for it.
  return { uid: Number(found?.[2] ?? 65534), gid: Number(found?.[3] ?? 65534) };
}

async function canReach({ prefix, identity }: Account, reach: string[]): Promise<boolean> {
  const [command = '/bin/sh', ...words] = [...prefix, '/bin/sh'];
  const test = 'for path; do test -x "$path" || exit 1; done';
  try {
    await run(command, [...words, '-c', test, 'sh', ...reach], { ...identity, cwd: '/', timeout: 10_000 });
    return true;
  } catch (error) {
    const isMissing = errorCode(error) === 'ENOENT' || errorCode(error) === 'EPERM';
    const isRefused = error instanceof Error && 'code' in error && typeof error.code === 'number';
    if (isMissing || isRefused) return false;
    throw error;
  }
}
