/** A diagram in the words of Mermaid. */
import { jobStates } from '#domain/machines.ts';
import type { Diagram, DiagramEdge } from './diagram.ts';
import { edgeWords, ink, stateColours, stepLines } from './labels.ts';

/** A flowchart from left to right. Steps are numbered, so that no id of a tenant stands where Mermaid reads its own words. */
export function printMermaid({ nodes, edges }: Diagram): string {
  const names = new Map(nodes.map(({ stepKey }, index) => [stepKey, `s${index}`]));
  const lines = ['flowchart LR'];
  for (const node of nodes) lines.push(`  ${names.get(node.stepKey)}["${stepLines(node).map(quoted).join('<br/>')}"]`);
  for (const edge of edges) {
    const [from, to] = [names.get(edge.from), names.get(edge.to)];
    if (from !== undefined && to !== undefined) lines.push(`  ${from} ${arrowOf(edge)} ${to}`);
  }
  for (const state of jobStates) {
    const those = nodes.filter((node) => node.state === state).map(({ stepKey }) => names.get(stepKey));
    if (those.length === 0) continue;
    const { fill, line } = stateColours[state];
    const dashes = state === 'SKIPPED' ? ',stroke-dasharray:4 3' : '';
    lines.push(`  classDef ${state.toLowerCase()} fill:${fill},stroke:${line},color:${ink}${dashes}`);
    lines.push(`  class ${those.join(',')} ${state.toLowerCase()}`);
  }
  return `${lines.join('\n')}\n`;
}

function arrowOf(edge: DiagramEdge): string {
  const words = edgeWords(edge);
  const arrow = edge.on === 'success' ? '-->' : '-.->';
  return words === '' ? arrow : `${arrow}|"${quoted(words)}"|`;
}

// Mermaid has no escape but the number of a character; what it reads anywhere as its own, HTML or Markdown is written so.
const special = /[!-'*+:;<=>@[\\\]^_`{|}~]/g;

function quoted(text: string): string {
  return text.replaceAll(special, (sign) => `#${sign.codePointAt(0)};`);
}
