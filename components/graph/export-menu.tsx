'use client';

import { Copy, Download, Share } from 'lucide-react';
import { saveFile } from '#components/kit/page/save-file.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Menu } from '#components/ui/overlay/menu.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import type { Diagram, DiagramFormat } from '#domain/graph/diagram/diagram.ts';

const tools = {
  MERMAID: { word: 'Mermaid', ending: 'mmd', type: 'text/vnd.mermaid' },
  DOT: { word: 'Graphviz DOT', ending: 'dot', type: 'text/vnd.graphviz' },
} as const;

/** Takes the picture away as text of another tool; it is written when it is asked for. */
export function ExportMenu({ diagram }: { diagram: () => Diagram }) {
  const say = useToast();
  const write = async (format: DiagramFormat) => {
    const { isTooLargeToPrint, printDiagram } = await import('#domain/graph/diagram/diagram.ts');
    const drawn = diagram();
    if (!isTooLargeToPrint(drawn)) return { name: drawn.name, text: printDiagram(format, drawn) };
    say({ words: 'The picture has too many edges for a diagram.', kind: 'failed' });
    return undefined;
  };
  const copy = async (format: DiagramFormat) => {
    const written = await write(format);
    if (written === undefined) return;
    try {
      await navigator.clipboard.writeText(written.text);
      say({ words: `Copied as ${tools[format].word}.` });
    } catch {
      // A browser may refuse it, and has no clipboard at all for pages that came without TLS.
      say({ words: 'This browser does not let the page copy. Download the file instead.', kind: 'failed' });
    }
  };
  const download = async (format: DiagramFormat) => {
    const { ending, type } = tools[format];
    const written = await write(format);
    if (written !== undefined) saveFile(`${fileNameOf(written.name)}.${ending}`, [written.text], type);
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button isSmall Icon={Share}>
          Export
        </Button>
      }
      entries={[
        { kind: 'act', word: 'Copy as Mermaid', Icon: Copy, act: () => void copy('MERMAID') },
        { kind: 'act', word: 'Copy as Graphviz DOT', Icon: Copy, act: () => void copy('DOT') },
        { kind: 'line' },
        { kind: 'act', word: 'Download Mermaid', hint: '.mmd', Icon: Download, act: () => void download('MERMAID') },
        { kind: 'act', word: 'Download Graphviz DOT', hint: '.dot', Icon: Download, act: () => void download('DOT') },
      ]}
    />
  );
}

// What no file system and no shell minds.
function fileNameOf(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 100) || 'diagram';
}
