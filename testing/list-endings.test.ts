import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  buildSchema,
  type FieldNode,
  getNamedType,
  Kind,
  type OperationDefinitionNode,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

const root = join(import.meta.dirname, '..');
const schema = buildSchema(readFileSync(join(root, 'graphql/schema.graphql'), 'utf8'));

// Lists of which a part is all that is wanted, each with the reason.
const parts: Record<string, string> = {
  LatestRuns: 'the latest runs are asked for as such, with a link to all of them',
  ScheduleRow: 'the last ticks of a row are asked for as such; the page of the schedule has all',
  Schedule: 'the last ticks judge the health; the table below has all',
  ScheduleIds: 'it counts what waits above the list, which says itself whether it ends',
  TaskIds: 'it counts what waits above the list, which says itself whether it ends',
  WorkflowIds: 'it counts what waits above the list, which says itself whether it ends',
  JobIds: 'it is asked for as many jobs as one act may carry, after the count was shown',
  RunIds: 'it is asked for as many runs as one act may carry, after the count was shown',
  AlertIds: 'it is asked for as many alerts as one screen holds',
  RerunBatchIds: 'it is asked for as many batches as one screen holds',
  FailureIds: 'it counts what waits above the list, which says itself whether it ends',
  RunProgress: 'it asks for as many runs as it names',
  RunQueryValues: 'names to complete; any other name may be typed',
  JobFailures: 'it asks for as many jobs as it names',
  JobQueryValues: 'names to complete; any other name may be typed',
  TaskResults: 'types for completion; a result of any other task may be read untyped',
  RunsToCompare: 'the latest runs are asked for as such; any other is chosen in the list of runs',
  KnownTasks: 'names to complete; any other name may be typed',
  Queues: 'whether somebody serves a queue is asked of the workers that were heard of last',
  QueueWhole:
    'whether somebody serves the queue is asked of the workers that were heard of last; the first of its line are asked for as such',
  WorkflowVersionText: 'one version',
  TaskToEdit: 'the latest version, which the form begins with',
};

test('a list that the console reads says whether it ends, or is asked for as a part', () => {
  const silent: string[] = [];
  for (const path of globSync('components/**/*.graphql', { cwd: root })) {
    const document = parse(readFileSync(join(root, path), 'utf8'));
    const types = new TypeInfo(schema);
    let name = '';
    visit(
      document,
      visitWithTypeInfo(types, {
        enter: (node) => {
          if (node.kind === Kind.OPERATION_DEFINITION || node.kind === Kind.FRAGMENT_DEFINITION)
            name = node.name?.value ?? '';
          if (node.kind === Kind.OPERATION_DEFINITION && isCutSilently(namesIn(node)) && parts[name] === undefined)
            silent.push(`${path}: ${name}`);
          if (node.kind !== Kind.FIELD) return;
          if (!(getNamedType(types.getType())?.name ?? '').endsWith('Connection')) return;
          const read = namesIn(node);
          const tells = read.includes('totalCount') || read.includes('pageInfo');
          if (read.includes('nodes') && !tells && parts[name] === undefined) silent.push(`${path}: ${name}`);
        },
      }),
    );
  }
  assert.deepEqual(silent, [], 'read totalCount, pageInfo or workersLeftOut and say what is left out');
});

function namesIn({ selectionSet }: FieldNode | OperationDefinitionNode): string[] {
  return (selectionSet?.selections ?? []).map((each) => (each.kind === Kind.FIELD ? each.name.value : ''));
}

// Workers belong to no tenant that could have too many; queues and members are bounded where they are made.
function isCutSilently(read: string[]): boolean {
  return read.includes('workers') && !read.includes('workersLeftOut');
}
