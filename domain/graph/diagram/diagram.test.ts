import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Diagram, printDiagram } from './diagram.ts';

const release: Diagram = {
  name: 'release, version 2',
  nodes: [
    { stepKey: 'build', task: 'BUILD', condition: null },
    { stepKey: 'ship', task: 'SHIP', condition: 'vars.ready' },
    { stepKey: 'roll-back', task: null, condition: null },
  ],
  edges: [
    { from: 'build', to: 'ship', on: 'success', condition: null },
    { from: 'ship', to: 'roll-back', on: 'failure', condition: 'vars.n > 2' },
  ],
};

test('a definition is a flowchart of Mermaid, with the ends and conditions of its dependencies', () => {
  assert.equal(
    printDiagram('MERMAID', release),
    `flowchart LR
  s0["build<br/>BUILD"]
  s1["ship<br/>SHIP<br/>if vars.ready"]
  s2["roll-back"]
  s0 --> s1
  s1 -.->|"on failure if vars.n #62; 2"| s2
`,
  );
});

test('and a digraph of Graphviz', () => {
  const text = printDiagram('DOT', release);
  assert.match(text, /^digraph \{\n/);
  assert.match(text, /label="release, version 2"/);
  assert.match(text, /^ {2}s1 \[label="ship\\nSHIP\\nif vars\.ready"\];$/m);
  assert.match(text, /^ {2}s0 -> s1;$/m);
  assert.match(text, /^ {2}s1 -> s2 \[label="on failure if vars\.n > 2", style=dashed\];$/m);
});

test('the states of a run are words and colours in both', () => {
  const run: Diagram = {
    ...release,
    nodes: release.nodes.map((node, index) => ({ ...node, state: index === 2 ? 'SKIPPED' : 'SUCCEEDED' })),
  };
  const mermaid = printDiagram('MERMAID', run);
  assert.match(mermaid, /s0\["build<br\/>BUILD<br\/>SUCCEEDED"\]/);
  assert.match(mermaid, /^ {2}class s0,s1 succeeded$/m);
  assert.match(mermaid, /^ {2}classDef skipped .*stroke-dasharray/m);
  const dot = printDiagram('DOT', run);
  assert.match(dot, /s2 \[label="roll-back\\nSKIPPED", fillcolor="#fafafa".*dashed/);
});

const hostile = [
  'a"]; click s0 callback "x',
  '</script><script>alert(1)</script>',
  'x\\',
  'a\nb\r\u2028c\u0000',
  '%%{init: {"theme": "dark"}}%%',
  'end',
  'classDef x fill:#fff;',
  '#quot;',
  '&amp;lt;',
  '`**bold**`',
  '日本語 العربية \u202e',
  'a|b',
];
const texts = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({ unit: 'binary' }),
);
const diagrams = fc
  .record({
    keys: fc.uniqueArray(texts, { minLength: 2, maxLength: 5 }),
    task: texts,
    condition: texts,
    on: fc.constantFrom('success', 'failure'),
  })
  .map(
    ({ keys, task, condition, on }): Diagram => ({
      name: task,
      nodes: keys.map((stepKey) => ({ stepKey, task, condition, state: 'FAILED' })),
      edges: keys.slice(1).map((to, index) => ({ from: keys[index] ?? '', to, on, condition })),
    }),
  );

test('ids, tasks and conditions of every kind stay inside their labels in Mermaid', () => {
  const label = String.raw`(?:[^"\p{Cc}\u2028\u2029#\\]|#\d+;)*`;
  const inBox = label.replace('#', '#<>');
  const line = new RegExp(
    [
      'flowchart LR',
      `  s\\d+\\["${inBox}(?:<br/>${inBox})*"\\]`,
      `  s\\d+ -\\.?->(?:\\|"${inBox}"\\|)? s\\d+`,
      '  classDef failed [#\\w:,]+',
      '  class [s\\d,]+ failed',
    ]
      .map((one) => `^${one}$`)
      .join('|'),
    'u',
  );
  fc.assert(
    fc.property(diagrams, (diagram) => {
      for (const one of printDiagram('MERMAID', diagram).trimEnd().split('\n')) assert.match(one, line);
    }),
  );
});

test('and in Graphviz', () => {
  const label = String.raw`"(?:[^"\\\p{Cc}\u2028\u2029]|\\[\\"n])*"`;
  const value = `(?:${label}|[\\w.]+)`;
  const list = `\\[\\w+=${value}(?:, \\w+=${value})*\\]`;
  const line = new RegExp(`^(?:digraph \\{|\\}|  (?:graph|node|edge|s\\d+|s\\d+ -> s\\d+)(?: ${list})?;)$`, 'u');
  fc.assert(
    fc.property(diagrams, (diagram) => {
      for (const one of printDiagram('DOT', diagram).trimEnd().split('\n')) assert.match(one, line);
    }),
  );
});

test('a long condition is cut, and a dependency on nothing is left out', () => {
  const text = printDiagram('DOT', {
    name: 'x',
    nodes: [{ stepKey: 'a', task: 'T', condition: `vars.${'x'.repeat(5_000)}` }],
    edges: [{ from: 'gone', to: 'a', on: 'success', condition: null }],
  });
  assert.ok(text.length < 1_000);
  assert.ok(text.includes('…') && !text.includes('->'));
});
