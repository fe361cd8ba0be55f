/**
 * The inline scripts of pages that were rendered at build time. They were made before any nonce, so the content policy
 * names them by their hashes; nothing else may run inline.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The hashes for the page at a path, as the policy writes them. */
export type ScriptHashes = (path: string) => Promise<string[]>;

const pagePath = /^(?:\/[a-z0-9-]+)*\/?$/i;
const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;
// As many pages as the console could ever have at build time; each costs a few kilobytes.
const pagesKeptMax = 500;

/** Reads pages out of `.next/server/app` as they are asked for. */
export function openScriptHashes(directory: string): ScriptHashes {
  const known = new Map<string, Promise<string[]>>();
  const hashesOf = (page: string): Promise<string[]> => {
    const kept = known.get(page);
    if (kept !== undefined) return kept;
    const hashes = readHashes(join(directory, '.next', 'server', 'app', `${page}.html`));
    if (known.size < pagesKeptMax) known.set(page, hashes);
    return hashes;
  };
  return async (path) => {
    const own = pagePath.test(path) ? path.replace(/^\/|\/$/g, '') || 'index' : '_not-found';
    // Pages that are rendered on request share the frame of the others, and any path may turn out not to exist.
    const hashes = await Promise.all([...new Set([own, 'index', '_not-found'])].map(hashesOf));
    return [...new Set(hashes.flat())];
  };
}

async function readHashes(file: string): Promise<string[]> {
  try {
    return hashesIn(await readFile(file, 'utf8'));
  } catch (fault) {
    // Not rendered at build time.
    if (fault instanceof Error && 'code' in fault && (fault.code === 'ENOENT' || fault.code === 'ENAMETOOLONG'))
      return [];
    throw fault;
  }
}

/** The hash of every inline script of a page. */
export function hashesIn(html: string): string[] {
  return [...html.matchAll(inlineScript)].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
}
