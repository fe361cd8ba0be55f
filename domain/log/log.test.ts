// What may be stored of a line: never a secret that is known, never more than its bounds, and read as it was written.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { logBounds } from '#domain/bounds/log.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { countLevels, printLine, readLines } from './chunk-text.ts';
import { keepLine, printKept, storableText } from './keep-line.ts';
import { lineAsText } from './log-as-text.ts';
import { type KeptLine, levelNamed, logLevels, logSources } from './log-line.ts';
import { maskOf, plainMask } from './mask.ts';
import { holdsText, plainText, storedPart } from './plain-text.ts';
import { isSecretName, secretsIn } from './secret-names.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const secret = fc.oneof(
  fc.string({ minLength: logBounds.secretLengthMin, maxLength: 40 }),
  fc.string({ unit: 'grapheme', minLength: logBounds.secretLengthMin, maxLength: 20 }),
  fc.constantFrom('a***b', '****', 'Bearer x1', '$&$1', '\\n\\t', 'p@ss/w:rd', 'ключ к дому'),
);
const written = (message: string, fields?: JsonObject) =>
  ({ offsetMs: 0, level: 'INFO', source: 'HANDLER', message, fields }) as const;

test('a known secret is in no kept line, whatever stands around it and however often', () => {
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 1, maxLength: 5 }),
      fc.array(anyText, { maxLength: 6 }),
      (secrets, around) => {
        const mask = maskOf(secrets);
        const message = around.reduce(
          (text, part, n) => text + part + (secrets[n % secrets.length] ?? ''),
          secrets.join(''),
        );
        const kept = keepLine(written(message, { note: message, list: [message], [message]: 1 }), mask);
        const fields: unknown = JSON.parse(kept.fields ?? '{}');
        for (const one of secrets) {
          assert.ok(!kept.message.includes(one), JSON.stringify([kept.message, one]));
          const isShown = (value: unknown): boolean =>
            typeof value === 'string'
              ? value.includes(one)
              : typeof value === 'object' && value !== null && Object.entries(value).flat().some(isShown);
          // A name of ours is no secret's place.
          if (!['note', 'list', 'cut'].some((name) => name.includes(one)))
            assert.ok(!isShown(fields), JSON.stringify([fields, one]));
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('a secret is masked as it travels in URLs, in JSON, in base64, and line by line', () => {
  const [pass, key] = ['p@ss "wörd"', `-----BEGIN-----\n${'abcdefgh'.repeat(6)}\n-----END-----`];
  const mask = maskOf([pass, key]);
  for (const text of [
    `?p=${encodeURIComponent(pass)}&x=1`,
    JSON.stringify({ pass }),
    Buffer.from(pass).toString('base64'),
    'abcdefgh'.repeat(6),
    JSON.stringify({ key }),
  ]) {
    const safe = mask.text(text);
    assert.match(safe, /\*\*\*/, text);
    assert.doesNotMatch(safe, /w%C3%B6rd|wörd|abcdefghabcdefgh/, text);
  }
  const long = Array.from({ length: 3_000 }, (_, n) => `part${n}`).join('-');
  assert.doesNotMatch(maskOf([long]).text(`key: ${long}!`), /part/);
});

test('what looks like a secret is masked though nobody knows it, and what only sounds like one is not', () => {
  const hidden: [string, string][] = [
    ['GET postgres://app:hunter2@db:5432/x', 'GET postgres://app:***@db:5432/x'],
    ['Authorization: Bearer abc.def-123', 'Authorization: ***'],
    ['curl -H "Cookie: a=b; c=d" x', 'curl -H "Cookie: ***" x'],
    ['sent bearer eyJhbGciOi.J9-x0 along', 'sent bearer *** along'],
    ['{"clientSecret":"abc def","n":1}', '{"clientSecret":***,"n":1}'],
    ['DB_PASSWORD=s3cret DEBUG=1', 'DB_PASSWORD=*** DEBUG=1'],
    ['x-api-key: 12345', 'x-api-key: ***'],
    [`a tfc_01234567_${'a'.repeat(43)}_abcdef b`, 'a *** b'],
  ];
  for (const [text, safe] of hidden) assert.equal(plainMask.text(text), safe);
  for (const text of [
    'the token expired',
    'basic authentication failed',
    'max_tokens=100',
    'http://x:80/@a',
    'keys: none',
  ])
    assert.equal(plainMask.text(text), text);
  for (const name of ['authorization', 'X-Api-Key', 'dbPassword', 'set-cookie', 'accessToken'])
    assert.ok(isSecretName(name), name);
  for (const name of ['author', 'tokens', 'content-type', 'passwordless', 'monkey'])
    assert.ok(!isSecretName(name), name);
  assert.deepEqual(secretsIn({ a: { password: 'x', n: [{ apiKey: 7 }] }, secret: { deep: 'y' }, plain: 'z' }).sort(), [
    '7',
    'x',
    'y',
  ]);
});

test('lines that are looked at together are kept as they are one by one', () => {
  const word = fc.constantFrom(
    'token',
    'PASSWORD',
    'bearer',
    'Basic',
    ': ',
    '=',
    ' ',
    'abc123',
    '://u:p@h',
    'Cookie',
    '"',
    '\\',
    '\n',
    '\t',
    '\0',
    '\ud800',
  );
  const message = fc.array(word, { maxLength: 8 }).map((words) => words.join(''));
  fc.assert(
    fc.property(fc.array(message, { maxLength: 6 }), fc.array(secret, { maxLength: 2 }), (messages, secrets) => {
      const mask = maskOf(secrets);
      const lines = messages.map((one) => written(one));
      assert.deepEqual(
        printKept(lines, mask),
        lines.map((line) => printLine(keepLine(line, mask))),
      );
    }),
    { numRuns: 1_000 },
  );
});

test('masking takes as long as the text is, also where it was made to hold it up', () => {
  for (const text of [
    'a'.repeat(100_000),
    ':/'.repeat(50_000),
    'token="'.repeat(15_000),
    'bearer '.repeat(15_000),
    '://a:'.repeat(20_000),
  ]) {
    // The work is bounded by the patterns themselves: what is too long for them is left alone.
    assert.ok(plainMask.text(text).length <= text.length);
  }
});

test('a line is cut to its bounds and says so, and no half of a secret stands at the cut', () => {
  const key = 'k3y-'.repeat(50);
  const mask = maskOf([key]);
  for (const lead of [logBounds.messageLengthMax - 100, 256 * 1024 - 100, 300 * 1024]) {
    const { message } = keepLine(written('x'.repeat(lead) + key + 'y'.repeat(60_000)), mask);
    assert.ok(message.length <= logBounds.messageLengthMax);
    assert.match(message, / … \(cut here, \d+ characters in all\)$/);
    assert.ok(!message.includes('k3y-k3y-'), 'no part of it');
  }
  const { fields } = keepLine(written('x', { text: 'y'.repeat(logBounds.fieldsLengthMax) }), plainMask);
  assert.match(fields ?? '', /^\{"cut":"\d+ characters of fields"\}$/);
  assert.equal(keepLine(written('x', {}), plainMask).fields, null);
});

const keptLine: fc.Arbitrary<KeptLine> = fc.record(
  {
    offsetMs: fc.nat(),
    level: fc.constantFrom(...logLevels),
    source: fc.constantFrom(...logSources),
    message: fc.oneof(anyText, fc.constantFrom('\\n', 'a\\\nb\tc\\t', '\r\n', '')).map(storableText),
    fields: fc.option(fc.dictionary(fc.string(), fc.string()).map((value) => JSON.stringify(value))),
  },
  { noNullPrototype: true },
);

test('lines are read from a chunk as they were printed into it, and from any other text without a fault', () => {
  fc.assert(
    fc.property(fc.array(keptLine, { minLength: 1, maxLength: 8 }), (lines) => {
      assert.deepEqual(readLines(lines.map(printLine).join('\n')), lines);
      const counts = countLevels(lines);
      assert.equal(
        counts.reduce((sum, one) => sum + one, 0),
        lines.length,
      );
    }),
  );
  fc.assert(fc.property(anyText, (text) => assert.equal(readLines(text).length, text.split('\n').length)));
});

test('what is looked for in a chunk as it is stored never misses a line that holds the text', () => {
  fc.assert(
    fc.property(keptLine, anyText, fc.nat(), (line, between, at) => {
      const plain = plainText(line.message);
      const text = plain.slice(at % (plain.length + 1), (at % (plain.length + 1)) + 5) || between || 'x';
      if (!holdsText(line, text.toLowerCase()) || line.message.includes('\u001b') || line.message.includes('\u009b'))
        return;
      const stored = printLine(line).toLowerCase();
      assert.ok(stored.includes(storedPart(text).toLowerCase()), JSON.stringify([stored, text]));
    }),
    { numRuns: 500 },
  );
});

test('escape codes are no part of what is read, and text around them is', () => {
  const codes = [
    '\u001b[31m',
    '\u001b[0m',
    '\u001b[38;5;208m',
    '\u001b]8;;http://x\u0007',
    '\u001b[2K',
    '\u009b1m',
    '\u001b',
  ];
  for (const code of codes) assert.equal(plainText(`a${code}9`), 'a9', JSON.stringify(code));
  fc.assert(fc.property(anyText, (text) => assert.ok(!plainText(text).includes('\u001b['))));
});

test('a foreign level is understood in the words that loggers use', () => {
  assert.deepEqual(['trace', 'WARNING', 'Fatal', 'log', 'loud', 7].map(levelNamed), [
    'DEBUG',
    'WARN',
    'ERROR',
    'INFO',
    'INFO',
    'INFO',
  ]);
});

test('a line of text stays recognisable as one, however many lines its message has', () => {
  const line = {
    at: new Date(0),
    level: 'WARN',
    source: 'HANDLER',
    message: 'a\n\u001b[1mb',
    fields: '{"n":1}',
  } as const;
  const named = { ...line, job: 'job_1', attempt: 2, number: 3, stepKey: 'load\nit' };
  assert.equal(lineAsText(named, 'TEXT'), '1970-01-01T00:00:00.000Z WARN  load it#2 a\n    b {"n":1}\n');
  assert.deepEqual(JSON.parse(lineAsText(named, 'NDJSON')), {
    at: '1970-01-01T00:00:00.000Z',
    level: 'WARN',
    source: 'HANDLER',
    job: 'job_1',
    step: 'load\nit',
    attempt: 2,
    number: 3,
    message: 'a\n\u001b[1mb',
    fields: { n: 1 },
  });
});
