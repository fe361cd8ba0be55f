/** What is drawn as text: the steps of a definition or a run and their dependencies. */
import { graphBounds } from '#domain/bounds/graph.ts';
import type { JobState } from '#domain/machines.ts';
import { printDot } from './dot.ts';
import { printMermaid } from './mermaid.ts';

export const diagramFormats = ['MERMAID', 'DOT'] as const;
export type DiagramFormat = (typeof diagramFormats)[number];

/** A step; `state` is how it stands in a run, and absent in a definition. */
export type DiagramStep = { stepKey: string; task: string | null; condition: string | null; state?: JobState };
export type DiagramEdge = { from: string; to: string; on: string; condition: string | null };
export type Diagram = { name: string; nodes: readonly DiagramStep[]; edges: readonly DiagramEdge[] };

/** The diagram as text of another tool, ended by a line break. */
export function printDiagram(format: DiagramFormat, diagram: Diagram): string {
  return format === 'DOT' ? printDot(diagram) : printMermaid(diagram);
}

/** True when it has more edges than a diagram may have. */
export function isTooLargeToPrint({ edges }: Pick<Diagram, 'edges'>): boolean {
  return edges.length > graphBounds.diagramEdgesMax;
}
