import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSources } from '#testing/source-files.ts';
import { saysMore } from './cut-text.ts';

const screens = readSources().filter(({ path }) => /^(?:app|components)\/.*\.tsx$/.test(path));
// An element of the page, or a part of the kit that hands what it is given on to one.
const elements = /^(?:[a-z][\w.]*|Link|Button|ButtonLink|IconButton|(?:Radix|RadioGroup)\.\w+)$/;

/** The tags of a file with their attributes, the children left out; braces and strings may hold anything. */
function tagsIn(text: string): { name: string; attributes: string }[] {
  return [...text.matchAll(/<([A-Za-z][\w.]*)(?=[\s>/])/g)].flatMap(({ index, 0: begin, 1: name = '' }) => {
    let depth = 0;
    for (let place = index + begin.length; place < text.length; place += 1) {
      const sign = text[place];
      if (sign === '{') depth += 1;
      if (sign === '}') depth -= 1;
      if (sign === '>' && depth === 0 && text[place - 1] !== '=') {
        return [{ name, attributes: outermost(text.slice(index + begin.length, place)) }];
      }
    }
    return [];
  });
}

/** The attributes without what stands in their braces. */
function outermost(attributes: string): string {
  let depth = 0;
  return [...attributes]
    .filter((sign) => {
      if (sign === '{') depth += 1;
      if (sign === '}') depth -= 1;
      return depth === 0;
    })
    .join('');
}

test('nothing is said in a title alone, which neither touch nor keyboard can read', () => {
  let seen = 0;
  const found = screens.flatMap(({ path, text }) =>
    tagsIn(text).flatMap(({ name, attributes }) => {
      seen += 1;
      return elements.test(name) && /(?:^|\s)title=/.test(attributes) ? [`${path}: <${name} title=`] : [];
    }),
  );
  assert.deepEqual(found, [], 'leave it to the part for cut text, or say in `data-whole` what it stands for');
  assert.ok(seen > 500, 'the test no longer finds what it looks for');
});

test('the whole is worth showing when it holds words that are not shown', () => {
  assert.equal(saysMore('A long  name', 'a long name'), false);
  assert.equal(saysMore('user:8f31', 'Ada'), true);
  assert.equal(saysMore('every day at 7:00, 0 7 * * *', 'every day at 7:00'), true);
  assert.equal(saysMore('every day', 'every day at 7:00'), false);
});
