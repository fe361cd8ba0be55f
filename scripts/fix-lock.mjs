// Writes the optional per-platform packages that a partial registry mirror left out of package-lock.json,
// so that `npm ci` accepts the lock. Run it after adding or bumping a package with per-platform builds.
import { readFileSync, writeFileSync } from 'node:fs';

const lockUrl = new URL('../package-lock.json', import.meta.url);
const systems = ['darwin', 'linux', 'win32', 'android', 'freebsd', 'openbsd', 'netbsd', 'sunos', 'aix'];
const processors = ['x64', 'arm64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'wasm32'];

/** Adds the missing entries to the lock's packages and returns their paths. */
function addMissing(packages) {
  const added = [];
  for (const [owner, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      // Ranges need a registry to resolve; per-platform builds are always pinned.
      if (isPresent(packages, owner, name) || !/^\d+\.\d+\.\d+/.test(version)) continue;
      const path = `node_modules/${name}`;
      packages[path] = { version, ...(entry.dev ? { dev: true } : {}), optional: true, ...platformOf(name) };
      added.push(path);
    }
  }
  return added;
}

/** Looks the name up as Node would: in the owner's own node_modules, then in each one above it. */
function isPresent(packages, owner, name) {
  for (let folder = owner; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

/** Reads system, processor and C library from a name such as `oxide-linux-arm64-musl`. */
function platformOf(name) {
  const words = name.split(/[-/]/);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  const libc = words.includes('musl') ? 'musl' : words.includes('gnu') ? 'glibc' : undefined;
  return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }), ...(libc && { libc: [libc] }) };
}

const lock = JSON.parse(readFileSync(lockUrl, 'utf8'));
const added = addMissing(lock.packages);
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
if (added.length > 0) {
  writeFileSync(lockUrl, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
}
console.log(`package-lock.json: ${added.length} missing optional entries added`);
