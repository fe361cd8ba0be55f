/** The key that secrets are sealed with, kept beside the database. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '#scripts/error-code.ts';

const fileName = 'secret-key';

/** Made once; readable by its owner only. */
export async function rememberSecretKey(folder: string): Promise<string> {
  const path = join(folder, fileName);
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
