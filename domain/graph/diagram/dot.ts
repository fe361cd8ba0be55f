/** A diagram in the words of Graphviz. */
import type { Diagram, DiagramEdge, DiagramStep } from './diagram.ts';
import { edgeWords, ink, stateColours, stepLines } from './labels.ts';

/** A digraph from left to right. Steps are numbered, and ids of a tenant stand in labels only. */
export function printDot({ name, nodes, edges }: Diagram): string {
  const names = new Map(nodes.map(({ stepKey }, index) => [stepKey, `s${index}`]));
  const lines = [
    'digraph {',
    `  graph [rankdir=LR, label="${quoted(name)}", labelloc=t, fontname="sans-serif"];`,
    '  node [shape=box, style="rounded,filled", fillcolor="#ffffff", color="#71717a", fontname="sans-serif"];',
    '  edge [color="#71717a", fontname="sans-serif", fontsize=10];',
  ];
  for (const node of nodes) lines.push(`  ${names.get(node.stepKey)} [${attributesOf(node)}];`);
  for (const edge of edges) {
    const [from, to] = [names.get(edge.from), names.get(edge.to)];
    if (from !== undefined && to !== undefined) lines.push(`  ${from} -> ${to}${lookOf(edge)};`);
  }
  lines.push('}');
  return `${lines.join('\n')}\n`;
}

function attributesOf(node: DiagramStep): string {
  const label = `label="${stepLines(node).map(quoted).join('\\n')}"`;
  if (node.state === undefined) return label;
  const { fill, line } = stateColours[node.state];
  const dashed = node.state === 'SKIPPED' ? ', style="rounded,filled,dashed"' : '';
  return `${label}, fillcolor="${fill}", color="${line}", fontcolor="${ink}"${dashed}`;
}

function lookOf(edge: DiagramEdge): string {
  const words = edgeWords(edge);
  const looks = [
    ...(words === '' ? [] : [`label="${quoted(words)}"`]),
    ...(edge.on === 'success' ? [] : ['style=dashed']),
  ];
  return looks.length === 0 ? '' : ` [${looks.join(', ')}]`;
}

// Graphviz reads escapes and the entities of HTML in a label.
function quoted(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"');
}
