// The walls inside a room, which the linter does not see as a whole: nouns stand one above the other, never in a
// circle, and a folder is small enough to be read at a glance. The walls between rooms are in biome.json.
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { projectRoot, readSources, rooms } from './source-files.ts';

/** One file that imports another. */
type Arrow = { from: string; to: string };

const arrows: Arrow[] = readSources()
  .filter((file) => !file.isTest)
  .flatMap(({ path, text }) =>
    [...text.matchAll(/\b(?:from|import|import\()\s*['"]([#.][^'"]+)['"]/g)].map(([, name = '']) => ({
      from: path,
      to: name.startsWith('#') ? name.slice(1) : join(dirname(path), name),
    })),
  );

const say = ({ from, to }: Arrow) => `${from} imports ${to}`;
const isIn = (path: string, folder: string) => path.startsWith(`${folder}/`);

/** The first `depth` folders of a path; a file that stands directly in its room is a noun of its own, or of `rootNoun`. */
function nounOf(path: string, room: string, rootNoun?: string): string {
  const [noun = '', ...rest] = path.slice(room.length + 1).split('/');
  return rest.length > 0 ? noun : (rootNoun ?? noun);
}

/** The arrows between different nouns of a room. */
function between(room: string, rootNoun?: string): (Arrow & { above: string; below: string })[] {
  return arrows
    .filter(({ from, to }) => isIn(from, room) && isIn(to, room))
    .map((arrow) => ({
      ...arrow,
      above: nounOf(arrow.from, room, rootNoun),
      below: nounOf(arrow.to, room, rootNoun),
    }))
    .filter(({ above, below }) => above !== below && above !== 'generated' && below !== 'generated');
}

/** The shortest way from a noun back to itself, as its nouns; undefined when there is none. */
function wayBack(links: ReadonlyMap<string, readonly Arrow[]>, start: string): string[] | undefined {
  const ways = new Map<string, string[]>();
  const open: string[][] = [[start]];
  for (let way = open.shift(); way !== undefined; way = open.shift()) {
    for (const key of links.keys()) {
      const [above, below = ''] = key.split(' ');
      if (above !== way.at(-1)) continue;
      if (below === start) return [...way, start];
      if (ways.has(below)) continue;
      ways.set(below, [...way, below]);
      open.push([...way, below]);
    }
  }
  return undefined;
}

// An arrow of many imports is meant; the few are what went the wrong way.
const importsShownMax = 5;

/** The shortest circle of nouns in a room: its arrows with their imports, the thinnest first. */
function circleOf(room: string, rootNoun?: string): string[] {
  const found = between(room, rootNoun);
  assert.ok(found.length > 0, `${room} has nouns that know each other`);
  const links = Map.groupBy(found, ({ above, below }) => `${above} ${below}`);
  const nouns = new Set(found.map(({ above }) => above));
  const [circle = []] = [...nouns]
    .flatMap((noun) => [wayBack(links, noun) ?? []])
    .filter((way) => way.length > 0)
    .toSorted((one, other) => one.length - other.length);
  return circle
    .slice(1)
    .map((below, n) => ({ arrow: `${circle[n]} -> ${below}`, imports: links.get(`${circle[n]} ${below}`) ?? [] }))
    .toSorted((one, other) => one.imports.length - other.imports.length)
    .flatMap(({ arrow, imports }) => imports.slice(0, importsShownMax).map((one) => `${arrow}: ${say(one)}`));
}

test('the store knows no noun, and the event log only the store', () => {
  const up = arrows.filter(
    ({ from, to }) =>
      isIn(to, 'engine') &&
      ((isIn(from, 'engine/store') && !isIn(to, 'engine/store')) ||
        (isIn(from, 'engine/event') && !isIn(to, 'engine/store') && !isIn(to, 'engine/event'))),
  );
  assert.deepEqual(
    up.map(say),
    [],
    'everybody stands on engine/store and engine/event: take what you need as an argument, or move the file to the noun that knows it',
  );
});

for (const { room, rootNoun } of [
  { room: 'engine' },
  // What stands directly in domain/ is the ground of all its nouns.
  { room: 'domain', rootNoun: 'domain' },
  { room: 'graphql' },
  { room: 'components/nouns' },
]) {
  test(`the nouns of ${room} stand one above the other, never in a circle`, () => {
    assert.deepEqual(
      circleOf(room, rootNoun),
      [],
      'these imports go round, and the first is most likely the wrong one: let what two nouns share sink to the lower one, to domain/, or to a noun of its own; or split the file that does the work of two nouns',
    );
  });
}

// What every screen is made of, and what it may use besides itself.
const ground = ['address', 'api', 'chart', 'kit', 'live', 'shell', 'state', 'time', 'ui'];

test('what screens are made of knows no noun and no screen', () => {
  const up = arrows.filter(
    ({ from, to }) =>
      isIn(to, 'components') &&
      ground.includes(nounOf(from, 'components')) &&
      isIn(from, 'components') &&
      ![...ground, 'generated'].includes(nounOf(to, 'components')),
  );
  assert.deepEqual(
    up.map(say),
    [],
    'a noun hands its words, columns and acts to the kit as values; the kit does not ask for them',
  );
});

const entriesMax = 16;

// A room of nouns has a folder for each of them: counted there is what stands beside these.
const roomsOfNouns = new Set(['domain', 'engine', 'graphql', 'components/nouns', 'app/(console)/t/[tenant]']);
// Here each of them has a file.
const filesOfNouns = 'domain/bounds';

test(`a folder shows at most ${entriesMax} files and folders, tests aside`, () => {
  const entries = new Map<string, Set<string>>();
  const paths = globSync(`{${rooms.join(',')}}/**/*.*`, {
    cwd: projectRoot,
    exclude: ['**/generated/**', '**/migrations/**', '**/node_modules/**', 'e2e/results/**'],
  });
  for (const path of paths) {
    if (/\.(?:test|spec)\.tsx?$|\.graphql$|\.css$/.test(path)) continue;
    for (let entry = path; entry.includes('/'); entry = dirname(entry)) {
      const folder = dirname(entry);
      if (folder === filesOfNouns || (roomsOfNouns.has(folder) && entry !== path)) continue;
      entries.set(folder, (entries.get(folder) ?? new Set()).add(basename(entry)));
    }
  }
  const large = [...entries].flatMap(([folder, { size }]) => (size > entriesMax ? [`${folder}: ${size}`] : []));
  assert.deepEqual(large, [], 'gather what belongs together in a folder with a name');
});
