/**
 * Goal: nothing that cannot be taken back is done by one press. Method: every act that is declared anywhere in the
 * console is walked, and every change that the console can ask of the API must be asked by a declared act, or from a
 * form or a question.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Act } from '#components/kit/act/act.ts';
import type { RowsAct } from '#components/kit/bulk/bulk-act.ts';
import { permissions } from '#domain/access/permissions.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const files = globSync('components/**/*-acts.ts', { cwd: root });

type Declared = { path: string; act: Act<never> | RowsAct<never> };

async function declaredIn(path: string): Promise<Declared[]> {
  const module: Record<string, unknown> = await import(join(root, path));
  const lists = Object.values(module).filter((one): one is (Act<never> | RowsAct<never>)[] => Array.isArray(one));
  return lists.flat().map((act) => ({ path, act }));
}

const declared = (await Promise.all(files.map(declaredIn))).flat();

function isOfRows(act: Act<never> | RowsAct<never>): act is RowsAct<never> {
  return 'kind' in act;
}

/** What is wrong with an act of one thing, with all others beside it. */
function complaintOf({ key, asks, back }: Act<never>, all: readonly Act<never>[]): string | undefined {
  if (back.kind === 'act') {
    const other = all.find((one) => one.key === back.key);
    return other === undefined ? `${key}: there is no ${back.key} that takes it back` : undefined;
  }
  if (back.kind === 'harmless') return back.because === '' ? `${key}: nobody says why it is harmless` : undefined;
  // Where an undo would lose something, the act asks instead.
  return asks === undefined ? `${key} asks nothing, and cannot be taken back by everybody` : undefined;
}

test('an act that cannot be taken back asks first', () => {
  const ofOne = declared.flatMap(({ act }) => (isOfRows(act) ? [] : [act]));
  assert.ok(ofOne.length > 20, 'the walk finds the acts');
  assert.deepEqual(
    ofOne.flatMap((act) => complaintOf(act, ofOne) ?? []),
    [],
  );
  const lost: Act<never> = {
    key: 'job.lose',
    word: 'Lose',
    permission: 'job.operate',
    fits: () => true,
    call: () => assert.fail(),
    back: { kind: 'none' },
  };
  assert.match(complaintOf(lost, ofOne) ?? '', /asks nothing/);
  assert.match(complaintOf({ ...lost, back: { kind: 'act', key: 'job.find' } }, ofOne) ?? '', /no job\.find/);
});

test('an act on many things plans first and asks why, or is undone', () => {
  const ofRows = declared.flatMap(({ act }) => (isOfRows(act) ? [act] : []));
  assert.ok(ofRows.length > 6, 'the walk finds the acts');
  for (const act of ofRows) assert.ok(act.kind === 'planned' || act.undo !== undefined, act.key);
});

test('every act says who may do it', () => {
  for (const { act, path } of declared) assert.ok(permissions.includes(act.permission), `${path} ${act.key}`);
});

// What asks: a window with a question, or a form that is filled in and sent.
const asking = /confirm-dialog|form-dialog|overlay\/dialog\.tsx|use-form\.ts|use-send\.ts|FormEvent/;
// Plans that a dialog asks for, made of what it is about.
const factories = new Set(['components/nouns/failure/page/group-acts.ts']);
// Files that ask for a change in a way of their own, and what takes it back.
const others: Record<string, string> = {
  'components/kit/views/use-saved.ts': 'a view that was forgotten comes back by Undo',
  'components/settings/notifications/channels-panel.tsx': 'a pause ends by the same button; a test is a message',
  'components/settings/notifications/deliveries-panel.tsx': 'sends what did not get through: nothing is lost by it',
  'components/nouns/workflow/publish/draft/draft-door.ts':
    'keeps what is typed; what discards it asks first (discard-button.tsx)',
  'components/nouns/workflow/publish/missing-tasks.tsx':
    'stands in the window that publishes, which goes on from there',
  'components/nouns/workflow/publish/use-publish.ts': 'called by the window that shows what would be published',
};

test('every change is asked for by an act that is declared, or by what asks first', () => {
  const changes = globSync('components/**/*.graphql', { cwd: root }).flatMap((path) =>
    [...read(path).matchAll(/^mutation (\w+)/gm)].map(([, name]) => `${name}Document`),
  );
  assert.ok(changes.length > 40, 'the walk finds the changes');
  const sources = globSync('components/**/*.{ts,tsx}', { cwd: root }).filter(
    (path) => !path.includes('/generated/') && !path.endsWith('.test.ts'),
  );
  const asked = sources.filter((path) => {
    const text = read(path);
    return changes.some((name) => new RegExp(`\\b${name}\\b`).test(text));
  });
  const silent = asked.filter(
    (path) => !path.endsWith('-acts.ts') && !asking.test(read(path)) && others[path] === undefined,
  );
  assert.deepEqual(
    silent,
    [],
    'declare these as acts (components/kit/act/act.ts): who may, what it asks, what takes it back',
  );
  const undeclared = files.filter((path) => !factories.has(path) && !declared.some((one) => one.path === path));
  assert.deepEqual(undeclared, [], 'export the acts of a file as a list');
});
