import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawGraph } from '#components/graph/layout/draw-graph.ts';
import { nodeSize } from '#components/graph/layout/layout.ts';
import { sketchOf } from '#components/nouns/workflow/editor/model/sketch.ts';
import { type LinkCourse, linkAt, linkCourses, movedCourses } from './link-courses.ts';
import { linkKey } from './link-key.ts';

const places = new Map([
  ['a', { x: 0, y: 0 }],
  ['b', { x: 400, y: 0 }],
  ['c', { x: 400, y: 200 }],
]);
const edges = [
  { from: 'a', to: 'b', on: 'success', condition: null },
  { from: 'a', to: 'c', on: 'failure', condition: null },
  { from: 'a', to: 'gone', on: 'success', condition: null },
];
const [success, failure] = edges.map(linkKey);
const drawing = { places, routes: new Map() };
const ends = ({ points }: LinkCourse) => [points.at(0), points.at(-1)];

test('a dependency leaves by the end that it waits for and arrives in the middle; one on nobody is not drawn', () => {
  const courses = linkCourses(edges, drawing);
  assert.deepEqual(
    courses.map(({ key }) => key),
    [success, failure],
  );
  const { width, height } = nodeSize;
  assert.deepEqual(courses.map(ends), [
    [
      { x: width, y: 28 },
      { x: 392, y: height / 2 },
    ],
    [
      { x: width, y: 46 },
      { x: 392, y: 200 + height / 2 },
    ],
  ]);
});

test('what undoes a step, and what goes on otherwise, is drawn as well', () => {
  const sketch = sketchOf(`name: w
tasks:
  - { id: a, type: A, compensate: U }
  - { id: b, type: B, dependencies: [{ task: a, condition: 'true' }] }
  - { id: c, type: C, dependencies: [{ task: a, on: default }] }
`);
  assert.ok(sketch !== undefined);
  assert.deepEqual(
    linkCourses(sketch.picture.edges, drawGraph(sketch.picture)).map(({ edge }) => [edge.to, edge.on]),
    [
      ['b', 'success'],
      ['c', 'default'],
      ['a:compensate', 'compensation'],
    ],
  );
});

test('while a step is moved only its own dependencies are drawn anew, to where it is now', () => {
  const courses = linkCourses(edges, drawing);
  const moved = new Map([['c', { x: 600, y: 300 }]]);
  const drawn = movedCourses(courses, places, moved);
  assert.deepEqual(
    drawn.map(({ key }) => key),
    [failure],
  );
  assert.deepEqual(
    drawn.map((course) => course.points.at(-1)),
    [{ x: 592, y: 300 + nodeSize.height / 2 }],
  );
});

test('of the dependencies at a point the nearest is meant, and none where none is near', () => {
  const courses = linkCourses(edges, drawing);
  for (const { key, points } of courses)
    for (const { x, y } of points.slice(3)) assert.equal(linkAt(courses, { x, y: y + 2 }, 8), key, `${x}, ${y}`);
  assert.equal(linkAt(courses, { x: 100, y: 150 }, 8), undefined);
  assert.equal(linkAt([], { x: 0, y: 0 }, 8), undefined);
});

test('a dependency that is led around others is met at its bends', () => {
  const bends = [
    { x: 250, y: 120 },
    { x: 350, y: 120 },
  ];
  const courses = linkCourses(edges.slice(0, 1), { places, routes: new Map([[0, bends]]) });
  assert.equal(linkAt(courses, { x: 300, y: 121 }, 4), success);
  assert.equal(linkAt(courses, { x: 300, y: 28 }, 4), undefined);
});
