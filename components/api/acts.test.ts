import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSources, type SourceFile } from '#testing/source-files.ts';

const screens = readSources().filter(({ path, isTest }) => !isTest && /^(?:app|components)\//.test(path));
const acting = screens.filter(({ text }) => /\buse(?:Command|Order)\(/.test(text));
const own = 'components/api/use-command.ts';

/** The commands of a file by the names that it gives them. */
function commandsIn({ text }: SourceFile): string[] {
  return [...text.matchAll(/const (\w+) = useCommand\(/g)].map(([, name = '']) => name);
}

/** What a function of a file does, as text; the rest of the file when its end is not plain. */
function bodyOf({ text }: SourceFile, name: string): string {
  const start = text.search(new RegExp(`const ${name} = `));
  if (start === -1) return '';
  const end = text.indexOf('\n  };', start);
  return text.slice(start, end === -1 ? undefined : end);
}

test('every act says why it did nothing: in a corner by itself, or where its screen shows it', () => {
  const silent = acting.flatMap((file) =>
    commandsIn(file)
      .filter((name) => new RegExp(`\\b${name}\\.run\\(`).test(file.text))
      .filter((name) => !new RegExp(`\\b(?:${name}|command)\\.(?:refusal|userErrors)\\b`).test(file.text))
      .map((name) => `${file.path}: ${name}`),
  );
  assert.deepEqual(silent, [], 'call act() instead of run(), or show the refusal');
  assert.ok(acting.length > 8, 'the test no longer finds what it looks for');
});

test('no answer to an act is thrown away unread', () => {
  const found = screens.flatMap(({ path, text }) =>
    [...text.matchAll(/void \w+\.run\(|^ *await \w+\.run\(/gm)].map(([call]) => `${path}: ${call.trim()}`),
  );
  assert.deepEqual(found, [], 'call act(), which says it');
});

test('an undo speaks for itself, since the screen that offered it may be gone', () => {
  const undoing = acting.filter(({ text }) => /word: 'Undo'/.test(text));
  const silent = undoing.flatMap((file) =>
    [...file.text.matchAll(/word: 'Undo', act: \(\) => void (\w+)(\.act)?\(/g)]
      .filter(([, name = '', act]) => act === undefined && !/\.act\(|kind: 'failed'/.test(bodyOf(file, name)))
      .map(([undo]) => `${file.path}: ${undo}`),
  );
  assert.deepEqual(silent, []);
  const undos = undoing.reduce((sum, { text }) => sum + [...text.matchAll(/word: 'Undo'/g)].length, 0);
  const read = undoing.reduce(
    (sum, { text }) => sum + [...text.matchAll(/word: 'Undo', act: \(\) => void/g)].length,
    0,
  );
  assert.ok(undos > 1 && undos === read, 'every undo is written so that this test can read it');
});

test('whoever sends a mutation without a command says also when it does not get through', () => {
  const found = screens.filter(
    ({ path, text }) =>
      path !== own && /\buseMutation\(|\.mutation\(/.test(text) && !/\b(?:faultOf|toldBy)\(/.test(text),
  );
  assert.deepEqual(
    found.map(({ path }) => path),
    [],
  );
});
