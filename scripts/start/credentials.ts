/** What is kept beside the database: the first sign-in, so that every later start can print it, and the key of secrets. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '#scripts/error-code.ts';
import type { Credentials } from './prepare.ts';

const fileName = 'credentials.json';
const keyFileName = 'secret-key';

/** Keeps `fresh` when there is one, and gives back what is known. */
export async function rememberCredentials(
  folder: string,
  fresh: Credentials | undefined,
): Promise<Credentials | undefined> {
  const path = join(folder, fileName);
  if (fresh === undefined) return readCredentials(path);
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${JSON.stringify(fresh)}\n`, { mode: 0o600 });
  return fresh;
}

/** The key that secrets are sealed with, made once; readable by its owner only. */
export async function rememberSecretKey(folder: string): Promise<string> {
  const path = join(folder, keyFileName);
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  const key = randomBytes(32).toString('hex');
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${key}\n`, { mode: 0o600 });
  return key;
}

async function readCredentials(path: string): Promise<Credentials | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isCredentials(value) ? value : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function isCredentials(value: unknown): value is Credentials {
  if (typeof value !== 'object' || value === null || !('email' in value) || !('password' in value)) return false;
  return typeof value.email === 'string' && typeof value.password === 'string';
}
