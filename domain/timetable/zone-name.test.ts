import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hasClock, isTimeZone, refuseZoneWords } from './zone-name.ts';
import { zoneNames } from './zone-names.ts';

test('a zone is a name of the IANA database, a link included, never an abbreviation, an offset or a guess', () => {
  const names = ['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'Asia/Calcutta', 'US/Pacific'];
  for (const name of [...names, 'EST5EDT', 'GMT', 'Zulu']) assert.ok(isTimeZone(name), name);
  const others = ['', 'Mars/Olympus', '+02:00', 'Europe/Berlin ', 'local', 'Europe', "x';--", 'a'.repeat(500)];
  for (const name of [...others, 'europe/london', 'BST', 'Factory', 'toString']) assert.ok(!isTimeZone(name), name);
});

test('every name has a clock here', () => {
  for (const name of zoneNames) assert.ok(hasClock(name), name);
  assert.ok(zoneNames.size >= 597);
});

test('what is no name is refused with what to write instead', () => {
  const table: [string, RegExp][] = [
    ['BST', /write Europe\/London/],
    ['AST', /write America\/Halifax/],
    ['IST', /write Asia\/Kolkata, Europe\/Dublin or Asia\/Jerusalem$/],
    ['PST', /write America\/Los_Angeles/],
    ['SystemV/PST8PDT', /write America\/Los_Angeles$/],
    ['SystemV/AST4ADT', /write America\/Halifax$/],
    ['europe/london', /write Europe\/London$/],
    ['America/New York', /write America\/New_York$/],
    ['Berlin', /write Europe\/Berlin$/],
    ['utc', /write UTC$/],
    ['Z', /write UTC$/],
    ['+02:00', /Etc\/GMT-2 /],
    ['GMT+2', /Etc\/GMT-2 /],
    ['UTC-5', /Etc\/GMT\+5 /],
    ['+05:30', /Asia\/Kolkata$/],
    ['Mars/Olympus', /write a name such as Europe\/Berlin or UTC$/],
    ['constructor', /write a name such as/],
  ];
  for (const [name, advice] of table) {
    assert.ok(!isTimeZone(name), name);
    assert.match(refuseZoneWords(name), advice, name);
  }
});

test('every other name that Intl takes is refused, and names that exist are suggested for it', () => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const abbreviations = [...letters].flatMap((a) => [...letters].flatMap((b) => [...letters].map((c) => a + b + c)));
  const legacy = ['AST4', 'CST6', 'EST5', 'HST10', 'MST7', 'PST8', 'YST9', 'AST4ADT', 'CST6CDT', 'EST5EDT', 'MST7MDT'];
  const taken = [...abbreviations, ...[...legacy, 'PST8PDT', 'YST9YDT'].map((name) => `SystemV/${name}`)].filter(
    hasClock,
  );
  for (const name of taken.filter((each) => !isTimeZone(each))) {
    const suggested =
      refuseZoneWords(name)
        .split('; write ')[1]
        ?.split(/, | or /) ?? [];
    assert.ok(
      suggested.length > 0 && suggested.every(isTimeZone) && suggested[0] !== 'a name such as',
      `${name}: ${suggested}`,
    );
  }
});

test('whatever is refused, the refusal is a short sentence', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (name) => {
      if (!isTimeZone(name)) assert.ok(refuseZoneWords(name).length < 300);
    }),
  );
});
