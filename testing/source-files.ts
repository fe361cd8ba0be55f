/** The text of the whole project, for tests that read it instead of running it. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type SourceFile = { path: string; text: string; isTest: boolean };

/** The project's own folder. */
export const projectRoot = join(import.meta.dirname, '..');

/** The folders that hold code. */
export const rooms = [
  'app',
  'bench',
  'components',
  'domain',
  'e2e',
  'engine',
  'graphql',
  'prisma',
  'scripts',
  'testing',
  'worker',
];

/** Every file of code that a person wrote. */
export function readSources(): SourceFile[] {
  const pattern = `{${rooms.join(',')}}/**/*.{ts,tsx,js,mjs,css}`;
  return readFiles(pattern, ['**/generated/**', '**/node_modules/**', 'e2e/results/**']);
}

/** Every page of documentation. */
export function readPages(): SourceFile[] {
  return readFiles('{*.md,docs/**/*.md}', []);
}

function readFiles(pattern: string, exclude: string[]): SourceFile[] {
  const paths = globSync(pattern, { cwd: projectRoot, exclude }).toSorted();
  return paths.map((path) => ({
    path,
    text: readFileSync(join(projectRoot, path), 'utf8'),
    isTest: /\.(test|spec)\.tsx?$/.test(path) || path.startsWith('e2e/'),
  }));
}

/** What a file names in quotes, as paths from the project's folder; packages stay as they are. */
export function namesIn(file: SourceFile): string[] {
  const folder = file.path.split('/').slice(0, -1).join('/');
  const found = file.text.matchAll(/['"`]([^'"`\n]*?\.(?:tsx?|mjs|js|css))['"`]/g);
  return [...found].map(([, name = '']) => {
    if (name.startsWith('#')) return name.slice(1);
    if (name.startsWith('./')) return join(folder, name);
    return name;
  });
}
