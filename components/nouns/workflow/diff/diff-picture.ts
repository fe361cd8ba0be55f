/** One picture of two definitions: what is, with what is not there any more, and what each change is. */
import type { Picture, PictureEdge } from '#components/nouns/workflow/definition/definition-graph.ts';
import type { DefinitionDiff, DiffKind } from '#domain/graph/diff/diff-definitions.ts';

/** Changes of steps by their ids, and of edges by `edgeKey`. */
export type PictureMarks = { steps: ReadonlyMap<string, DiffKind>; edges: ReadonlyMap<string, DiffKind> };

/** The name of an edge among those of a picture. */
export function edgeKey({ from, to, on }: Pick<PictureEdge, 'from' | 'to' | 'on'>): string {
  return JSON.stringify([from, to, on]);
}

/** The later picture with what was removed since the earlier one, on the levels where it stood. */
export function pictureOfBoth(
  pictures: { before: Picture; after: Picture },
  diff: Pick<DefinitionDiff, 'steps' | 'edges'>,
): { picture: Picture; marks: PictureMarks } {
  const marks = {
    steps: new Map(diff.steps.map(({ name, change }) => [name, change])),
    edges: new Map(diff.edges.map((edge) => [edgeKey(edge), edge.change])),
  };
  const { before, after } = pictures;
  const picture = {
    nodes: [...after.nodes, ...before.nodes.filter(({ stepKey }) => marks.steps.get(stepKey) === 'REMOVED')],
    edges: [...after.edges, ...before.edges.filter((edge) => marks.edges.get(edgeKey(edge)) === 'REMOVED')],
  };
  return { picture, marks };
}
