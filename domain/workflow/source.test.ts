import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { isExactNumber } from '#domain/value/exact-json.ts';
import type { Json } from '#domain/value/json.ts';
import { readYaml } from '#domain/workflow/source.ts';

function valueOf(yaml: string): Json {
  const read = readYaml(yaml);
  assert.ok(read.ok, read.ok ? '' : JSON.stringify(read.problems));
  return read.value;
}

function problemsOf(yaml: string) {
  const read = readYaml(yaml);
  assert.ok(!read.ok, 'must be refused');
  return read.problems;
}

const numbers: [yaml: string, kept: number | string | undefined][] = [
  ['7', 7],
  ['-7', -7],
  ['+7', 7],
  ['0', 0],
  ['0.5', 0.5],
  ['.5', 0.5],
  ['1.', 1],
  ['1e3', 1_000],
  ['0x1F', 31],
  ['0o17', 15],
  ['9007199254740991', 9_007_199_254_740_991],
  ['"3544790567247868102"', '3544790567247868102'],
  // Neither a date, a number with underscores, an hour nor a word is a number or a truth in YAML 1.2.
  ['2030-02-30', '2030-02-30'],
  ['1_000', '1_000'],
  ['12:30:45', '12:30:45'],
  ['yes', 'yes'],
  ['3544790567247868102', undefined],
  ['-9007199254740993', undefined],
  ['12345678901234567890.0', undefined],
  ['0xFFFFFFFFFFFFFFFF', undefined],
  ['0o7777777777777777777777', undefined],
  ['1e400', undefined],
  ['.inf', undefined],
  ['-.INF', undefined],
  ['.nan', undefined],
  ['3.141592653589793238462', undefined],
  // YAML 1.1 took it for 83, YAML 1.2 takes it for 123, and whoever writes it means a post code.
  ['0123', undefined],
];
for (const [text, kept] of numbers) {
  test(`in YAML ${text} is ${kept === undefined ? 'refused at its place, with what to write instead' : 'kept'}`, () => {
    const yaml = `name: w\nparams:\n  list: [a, ${text}]`;
    if (kept !== undefined) {
      assert.deepEqual(valueOf(yaml), { name: 'w', params: { list: ['a', kept] } });
      return;
    }
    const [problem, ...more] = problemsOf(yaml);
    assert.deepEqual(more, []);
    assert.deepEqual(
      [problem?.code, problem?.path, problem?.line, problem?.column],
      ['NOT_EXACT', ['params', 'list', '1'], 3, 13],
    );
    assert.ok(problem?.message.includes(`write it as text: "${text}"`), problem?.message);
  });
}

test('merge keys are merged: what is written wins, then the earlier mapping of a list, one level deep', () => {
  const yaml = `
base: &base { a: 1, b: 2, deep: { x: 1 } }
more: &more { b: 3, c: 4 }
one: { b: 20, <<: *base }
other: { <<: *base, b: 20 }
list: { <<: [*more, *base, { d: 5 }], deep: { y: 2 } }
chain: &chain { <<: *base, e: 6 }
again: { <<: *chain }
quoted: { "<<": 1 }
`;
  const read = valueOf(yaml);
  const base = { a: 1, b: 2, deep: { x: 1 } };
  assert.deepEqual(read, {
    base,
    more: { b: 3, c: 4 },
    one: { ...base, b: 20 },
    other: { ...base, b: 20 },
    list: { b: 3, c: 4, a: 1, deep: { y: 2 }, d: 5 },
    chain: { ...base, e: 6 },
    again: { ...base, e: 6 },
    quoted: { '<<': 1 },
  });
});

test('the place of a merged field is the alias that brings it', () => {
  const read = readYaml('base: &base\n  colour: red\ntasks:\n  - id: a\n    <<: *base\n  - <<: [{ x: 1 }, *base]');
  assert.ok(read.ok);
  assert.deepEqual(read.locate(['tasks', '0', 'colour']), { line: 5, column: 9 });
  assert.deepEqual(read.locate(['tasks', '1', 'colour']), { line: 6, column: 9 });
  assert.deepEqual(read.locate(['tasks', '0', '__proto__']), { line: 5, column: 9 });
});

const refused: [what: string, yaml: string, code: string, place: [number, number], said: RegExp][] = [
  ['a merge of a text', 'a: { <<: red }', 'BAD_YAML', [1, 6], /merges mappings/],
  ['a merge of a list of lists', 'b: &b [1]\na: { <<: [*b] }', 'BAD_YAML', [2, 6], /merges mappings/],
  ['two merge keys', 'b: &b {}\na: { <<: *b, <<: *b }', 'BAD_YAML', [2, 14], /<<: \[\*first, \*second\]/],
  ['a pattern without quotes', 'name: w\nparams:\n  files: *.log', 'BAD_YAML', [3, 10], /"\*\.log"/],
  ['a list of patterns', 'params: [*.log, *.txt]', 'BAD_YAML', [1, 10], /"\*\.log"/],
  ['a cron expression without quotes', 'name: w\ncron: */5 * * * *', 'BAD_YAML', [2, 7], /"\*\/5 \* \* \* \*"/],
  ['every minute without quotes', 'cron: * * * * *', 'BAD_YAML', [1, 7], /"\* \* \* \* \*"/],
  ['a star alone', 'a: 1\nhosts: *', 'BAD_YAML', [2, 8], /in quotes: "\*"/],
  ['a mistyped alias', 'a: &base 1\nb: &other 2\nc: *bse', 'BAD_YAML', [3, 4], /\*bse names no anchor.*&base, &other/],
  ['an alias before its anchor', 'a: *base\nb: &base 1', 'BAD_YAML', [1, 4], /no anchor before it/],
  ['an alias inside of itself', 'a: &a [1, *a]', 'BAD_YAML', [1, 11], /lies inside/],
  ['a key twice', 'a: 1\nb: { c: 1, d: 2, c: 3 }', 'BAD_YAML', [2, 18], /the key c is here twice/],
  ['a key twice beside a merge', 'b: &b {}\na:\n  <<: *b\n  c: 1\n  c: 2', 'BAD_YAML', [5, 3], /twice/],
  ['a list as a key', '? [a]\n: 1', 'BAD_YAML', [1, 3], /a key is a text/],
  ['an alias as a key', 'a: &a x\n*a : 1', 'BAD_YAML', [2, 1], /./],
  ['two documents', 'a: 1\n---\nb: 1', 'BAD_YAML', [2, 1], /one document/],
  ['__proto__ as a key', 'name: w\n__proto__: { polluted: 1 }', 'BAD_INPUT', [2, 1], /__proto__ cannot be a key/],
  ['constructor as a key', 'params:\n  constructor: 1', 'BAD_INPUT', [2, 3], /constructor cannot be a key/],
  ['prototype merged in', 'a: { <<: { prototype: 1 } }', 'BAD_INPUT', [1, 12], /prototype cannot be a key/],
];
for (const [what, yaml, code, place, said] of refused) {
  test(`YAML with ${what} is refused at its place, in a sentence`, () => {
    const [problem] = problemsOf(yaml);
    assert.deepEqual([problem?.code, problem?.line, problem?.column], [code, ...place]);
    assert.match(problem?.message ?? '', said);
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
  });
}

test('an anchor may be used as often as anybody likes', () => {
  const steps = Array.from({ length: 2_000 }, (_, n) => `  - { id: s${n}, type: T, retry: *retry }`);
  const read = valueOf(`x: &retry { maxAttempts: 3, baseDelay: PT2S }\ntasks:\n${steps.join('\n')}`);
  assert.ok(read !== null && typeof read === 'object' && !Array.isArray(read));
  assert.equal(Array.isArray(read.tasks) && read.tasks.length, 2_000);
});

test('aliases that multiply are refused by the size they would have, without being written out', () => {
  const levels = Array.from({ length: 40 }, (_, n) => `l${n + 1}: &l${n + 1} [*l${n}, *l${n}]`);
  const [problem, ...more] = problemsOf(`l0: &l0 lol\n${levels.join('\n')}`);
  assert.equal(problem?.code, 'TOO_LARGE');
  assert.ok((problem?.line ?? 99) < 25);
  assert.deepEqual(more, []);
  const merges = Array.from({ length: 40 }, (_, n) => `m${n + 1}: &m${n + 1} { a${n}: *m${n}, <<: *m${n} }`);
  assert.equal(problemsOf(`m0: &m0 { a: 1 }\n${merges.join('\n')}`)[0]?.code, 'TOO_LARGE');
});

test('a text of any length up to the bound that has no alias is never called too large', () => {
  for (const unit of ['- a\n', '-\n', '- []\n', '- ""\n']) {
    const yaml = unit.repeat(5_000);
    const read = readYaml(yaml);
    assert.ok(read.ok, unit);
  }
  const [problem] = problemsOf('#'.repeat(workflowBounds.definitionSizeBytesMax + 1));
  assert.equal(problem?.code, 'TOO_LARGE');
  assert.match(problem?.message ?? '', /has 4194305 bytes, 4194304 is the most/);
  assert.equal(problemsOf(`# ${'€'.repeat(workflowBounds.definitionSizeBytesMax / 3)}`)[0]?.code, 'TOO_LARGE');
});

const storable = fc.jsonValue().filter((value) => !/__proto__|constructor|prototype|-0/.test(JSON.stringify(value)));

test('any value that is printed as YAML is read as itself, or its number is refused', () => {
  fc.assert(
    fc.property(storable, (value) => {
      const read = readYaml(stringify(value));
      if (read.ok) assert.deepEqual(read.value, JSON.parse(JSON.stringify(value)));
      else
        assert.ok(
          read.problems.every(({ code }) => code === 'NOT_EXACT'),
          JSON.stringify(read.problems),
        );
    }),
  );
});

test('a decimal number is read as JSON reads it, or refused as there', () => {
  const decimal = fc.stringMatching(/^-?(0|[1-9]\d{0,22})(\.\d{1,22})?([eE][-+]?\d{1,3})?$/);
  fc.assert(
    fc.property(decimal, (text) => {
      const read = readYaml(`a: ${text}`);
      assert.equal(read.ok, isExactNumber(text));
      if (read.ok) assert.equal(JSON.stringify(read.value), JSON.stringify({ a: Number(text) }));
    }),
  );
});

test('any text is read or refused, and never throws', () => {
  const piece = fc.constantFrom(
    ...[
      'a',
      'b: ',
      '\n',
      '  ',
      '- ',
      '&a ',
      '*a',
      '<<: ',
      '? ',
      ': ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      "'",
      '|',
      '>',
      '!',
      '#',
    ],
    ...[
      '---\n',
      '...\n',
      '%YAML 1.1\n',
      '1e999',
      '__proto__: 1\n',
      '\t',
      '\u0000',
      '\ud800',
      '0x1',
      '*.log',
      '!!str ',
      '!<tag:x> ',
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const read = readYaml(pieces.join(''));
      if (!read.ok) assert.ok(read.problems.length > 0 && read.problems.every(({ line }) => (line ?? 0) >= 1));
      else read.locate(['a', 'b', '0', '<<', 'constructor', '__proto__', 'toString']);
    }),
    { numRuns: 2_000 },
  );
});

// Ten times the text takes a hundred times as long where every key is compared with every other; fourfold leaves room for noise.
test('reading takes time in proportion to the length of the text, whatever it is made of', () => {
  const shapes = {
    keys: (n: number) => Array.from({ length: n }, (_, at) => `k${at}: 1`).join('\n'),
    'flow keys': (n: number) => `{${Array.from({ length: n }, (_, at) => `k${at}: 1`).join(', ')}}`,
    aliases: (n: number) => Array.from({ length: n }, (_, at) => `k${at}: &a${at} 1\nu${at}: *a${at}`).join('\n'),
    faults: (n: number) => Array.from({ length: n }, (_, at) => `k${at}: *missing`).join('\n'),
  };
  for (const [shape, textOf] of Object.entries(shapes)) {
    const spent = (n: number) => {
      const text = textOf(n);
      const before = process.cpuUsage();
      readYaml(text);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    spent(1_000);
    const small = spent(2_000);
    assert.ok(spent(20_000) < 40 * small + 200_000, shape);
  }
});
