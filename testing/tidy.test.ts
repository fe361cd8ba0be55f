// What no linter knows: our own rules about files, words and generated pages. The walls between folders, the
// size of files and functions, and import cycles are in biome.json.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { eventsPath, printedEvents } from '#scripts/docs/print-events.ts';
import { printedStates, statesPath } from '#scripts/docs/print-states.ts';
import { namesIn, projectRoot, readPages, readSources, rooms, type SourceFile } from './source-files.ts';

const sources = readSources();
const pages = readPages();
const product = sources.filter((file) => !file.isTest && !file.path.startsWith('testing/'));

/** Lines of the files that match, as `path:line`. */
function placesOf(files: SourceFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, n) => (pattern.test(line) ? [`${path}:${n + 1} ${line.trim().slice(0, 100)}`] : [])),
  );
}

function none(found: string[], rule: string): void {
  assert.deepEqual(found, [], rule);
}

test('every file is reached from somewhere', () => {
  const manifest = readFileSync(join(projectRoot, 'package.json'), 'utf8');
  // Found by their place: routes, tests and benchmarks; started by hand: the tools of scripts/ops and the writing of a migration.
  const startsAlone =
    /^(app|e2e|scripts\/ops|bench\/benches)\/|\.test\.ts$|\.config\.ts$|^scripts\/(postgres\/author-migration\.ts|fix-lock\.mjs|wfformat\/import-wfformat\.mjs)$/;
  const named = new Map(sources.map((file) => [file, new Set(namesIn(file))]));
  const isNamed = (path: string, users: SourceFile[]) =>
    users.some((file) => {
      const names = named.get(file);
      // A script or a thread is named by its place beside the one that starts it.
      return file.path !== path && (names?.has(path) || (!file.isTest && names?.has(basename(path))));
    });
  const lost = sources.filter(({ path }) => {
    if (startsAlone.test(path) || manifest.includes(path)) return false;
    return !isNamed(path, path.startsWith('testing/') || path.startsWith('graphql/test-') ? sources : product);
  });
  none(
    lost.map(({ path }) => path),
    'delete it, or use it outside of tests',
  );
});

test('every act has a test', () => {
  const tests = sources.filter((file) => file.isTest || file.path.startsWith('testing/'));
  const untested = sources.filter(({ path, isTest, text }) => {
    if (
      isTest ||
      !path.startsWith('engine/') ||
      !/\b(command|hintedCommand|operateOnJob|operateInBulk|actOnRuns)\(/.test(text)
    )
      return false;
    const names = [...text.matchAll(/^export async function (\w+)/gm)].map(([, name = '']) => name);
    return !tests.some((file) => names.some((name) => new RegExp(`\\b${name}\\b`).test(file.text)));
  });
  none(
    untested.map(({ path }) => path),
    'write the sentence that the product promises, then the test',
  );
});

test('no test sleeps: it waits for an event, or for a duty to come round', () => {
  // But for this file, which has to name what it forbids.
  const tests = sources.filter((file) => file.isTest && file.path !== 'testing/tidy.test.ts');
  none(
    placesOf(tests, /\bsetTimeout\(|timers\/promises|waitForTimeout/),
    'wait for what happens, not for time to pass',
  );
});

test('a room is named, never climbed to', () => {
  none(placesOf(sources, /(?:from|import|import\() ?['"]\.\.\//), 'write `#folder/file.ts`');
});

const screens = product.filter(({ path }) => /^(?:app|components)\//.test(path));

test('an address of the console is put together in one file, with a name or id in it or without', () => {
  none(
    placesOf(
      screens.filter(({ path }) => path !== 'components/kit/words/paths.ts'),
      /[`'"]\/(?:jobs|runs|schedules|workflows|queues|workers|alerts|failures|settings|api-explorer)\b/,
    ),
    'ask components/kit/words/paths.ts, which knows the names that would lead elsewhere',
  );
});

test('every way to a page goes through the room that puts the tenant before it', () => {
  const others = screens.filter(({ path }) => !path.startsWith('components/address/'));
  const byHand =
    /from 'next\/link'|\b(?:useRouter|usePathname|useParams)\b|[`'"]\/t\b|(?:href=|location\.assign\(|location\.href ?=|location\.replace\()\{?[`'"]\//;
  none(
    placesOf(others, byHand),
    'render `Link`, call `useGo`, read `usePath` of components/address: a page knows its path, never its tenant',
  );
});

test('which tenant a request is about is said in one file, and read from the address alone', () => {
  const sayers = ['components/api/tenant-header.ts', 'components/settings/tenant-section.tsx'];
  none(
    placesOf(
      screens.filter(({ path }) => !sayers.includes(path)),
      /taskflow-tenant|connectionParams: (?!tenantParams\()/,
    ),
    'use components/api/tenant-header.ts with the tenant of `useTenant`',
  );
  const keepers = ['components/kit/kept/browser-store.ts', 'components/shell/chosen-looks.tsx'];
  none(
    placesOf(
      screens.filter(({ path }) => !keepers.includes(path)),
      /\b(?:localStorage|sessionStorage)\b[.[]/,
    ),
    'keep it by components/kit/kept/use-own-text.ts, for the person and tenant that it belongs to',
  );
});

test('there are no barrels', () => {
  none(placesOf(sources, /^export (?:\*|type \*) from/), 'import from the file that holds it');
});

test('nothing unfinished is left behind', () => {
  const unfinished = new RegExp(
    `\\b(?:${['TO', 'FIX', 'HA', 'XX'].map((word, n) => word + ['DO', 'ME', 'CK', 'X'][n]).join('|')})\\b(?!\\(#\\d+\\))`,
  );
  none(placesOf([...sources, ...pages], unfinished), 'finish it, or name its issue: (#123)');
  none(
    placesOf(
      sources.filter((file) => file.isTest),
      /\b(?:test|it|describe)\.(?:only|skip|todo)\(/,
    ),
    'every test runs',
  );
  none(placesOf(sources, /^\s*debugger\b/), 'no debugger statements');
});

test('no drawer collects what nobody wanted to name', () => {
  const drawers = new Set([
    'lib',
    'libs',
    'util',
    'utils',
    'helper',
    'helpers',
    'common',
    'shared',
    'types',
    'misc',
    'service',
    'services',
    'core',
  ]);
  const found = globSync(`{${rooms.join(',')}}/**`, {
    cwd: projectRoot,
    exclude: ['**/generated/**', '**/node_modules/**'],
  });
  none(
    found.filter((path) => drawers.has(basename(path).split('.')[0] ?? '')),
    'name it after what is in it',
  );
  none(
    placesOf(product, /^export (?:abstract )?(?:class|function|const|type) \w*(?:Manager|Helper|Utils?|Service)\b/),
    'say what it does',
  );
  none(
    placesOf(product, /^export (?:async )?(?:class|function|const|type) \w+(?:New|Old|V2|Copy)\b/),
    'replace, then delete',
  );
});

test('nothing depends on the machine of whoever wrote it', () => {
  none(placesOf([...sources, ...pages], /(?<![\w.}])\/(?:home|Users|work)\/[a-z]/), 'no absolute path of one machine');
});

test('every statement has a name of its own, and SQL is written in engine/ alone', () => {
  const unnamed = /(?:queryRaw|executeRaw)(?:<[^(]*>)?\((?:\s*Prisma\.sql)?`(?!\/\* [a-z0-9_]+ \*\/)/;
  const engine = product.filter(({ path }) => path.startsWith('engine/'));
  none(placesOf(engine, unnamed), 'begin with /* what_it_does */');
  const named = engine.flatMap(({ path, text }) =>
    [...text.matchAll(/`\/\* ([a-z0-9_]+) \*\//g)].map(([, name = '']) => ({ name, path })),
  );
  const doubled = named.filter((one, n) => named.findIndex((other) => other.name === one.name) !== n);
  none(
    doubled.map(({ name, path }) => `${name} in ${path}`),
    'one statement, one name, one file',
  );
  const doors = product.filter(({ path }) => /^(?:app|components|domain|graphql|worker)\//.test(path));
  none(placesOf(doors, /Prisma\.sql`|\$queryRaw|\$executeRaw/), 'ask a command or a query of engine/');
});

test('how many crashes make a suspect is said by one rule', () => {
  const said = product.filter(
    ({ path }) => /^(?:engine|worker|domain)\//.test(path) && path !== 'domain/job/crash-rule.ts',
  );
  none(
    placesOf(said, /\bcrashes(?:Max)? *(?:<|>=|- 1)/).filter(
      (place) => !place.startsWith('engine/queue/crash-suspects.ts'),
    ),
    'ask domain/job/crash-rule.ts, and in SQL engine/queue/crash-suspects.ts',
  );
});

test('a transaction is opened, and a lost race tried again, in one place', () => {
  const others = product.filter(({ path }) => path.startsWith('engine/') && path !== 'engine/store/transaction.ts');
  none(
    placesOf(others, /\$transaction\(/),
    'ask engine/store: transaction, dutyTransaction, or command for what may be refused',
  );
  // Beside the rule: an outage that is waited out, and whose fault it was that a batch threw.
  const knowing = new Set(['faults.ts', 'outage.ts', 'batch/apart.ts'].map((name) => `engine/store/${name}`));
  none(
    placesOf(
      others.filter(({ path }) => !knowing.has(path)),
      /\bisRetryableFault\b/,
    ),
    'afterRaces of engine/store/transaction.ts tries again, so many times and no more',
  );
});

test('most files are short', () => {
  const sizes = product.map(({ text }) => text.split('\n').length).toSorted((a, b) => a - b);
  const ninetieth = sizes[Math.floor(sizes.length * 0.9)] ?? 0;
  assert.ok(ninetieth < 250, `nine of ten files stay below 250 lines; it is ${ninetieth}`);
});

test('the page of states shows the tables as they are', () => {
  assert.equal(readFileSync(statesPath, 'utf8'), printedStates, 'run `npm run generate`');
});

test('the page of events shows the catalogue as it is', () => {
  assert.equal(readFileSync(eventsPath, 'utf8'), printedEvents, 'run `npm run generate`');
});

test('every file that a page names is there', () => {
  const named = pages.flatMap(({ path, text }) =>
    [
      ...text.matchAll(/(?<![\w/.#-])((?:[\w.-]+\/)+[\w.-]+\.(?:tsx?|mjs|md|sql|prisma|graphql|png|ya?ml|json))\b/g),
    ].map(([, name = '']) => ({ path, name })),
  );
  const isThere = ({ path, name }: { path: string; name: string }) => {
    const places = [name, join(path.split('/').slice(0, -1).join('/'), name)];
    return (
      places.some((place) => existsSync(join(projectRoot, place))) ||
      name.includes('generated/') ||
      name.startsWith('.taskflow/')
    );
  };
  none(
    named.filter((one) => !isThere(one)).map(({ path, name }) => `${name}, named in ${path}`),
    'the page is out of date',
  );
});
