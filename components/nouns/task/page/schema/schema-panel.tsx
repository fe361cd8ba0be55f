'use client';

import { useState } from 'react';
import { JsonBlock } from '#components/kit/page/json-block.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { ScrollBox } from '#components/ui/table/scroll-box.tsx';
import { isJsonObject } from '#domain/value/json.ts';
import { type SchemaRow, schemaRows } from './schema-rows.ts';

const views = [
  { value: 'table', word: 'Table' },
  { value: 'json', word: 'JSON' },
] as const;

type SchemaPanelProps = { title: string; schema: unknown /** Said when there is none. */; otherwise: string };

/** What a value must look like: a row for each property, and the schema itself as the other view. */
export function SchemaPanel({ title, schema, otherwise }: SchemaPanelProps) {
  const [view, setView] = useState<'table' | 'json'>('table');
  if (!isJsonObject(schema))
    return (
      <Panel title={title}>
        <p className="p-3 text-quiet">{otherwise}</p>
      </Panel>
    );
  const { rows, isWhole } = schemaRows(schema);
  const isTable = view === 'table' && rows.length > 0;
  return (
    <Panel
      title={title}
      aside={rows.length > 0 && <Segmented label={`${title} as`} value={view} options={views} onChange={setView} />}
    >
      {isTable ? <SchemaTable title={title} rows={rows} /> : <JsonBlock value={schema} />}
      {isTable && !isWhole && (
        <p className="border-t border-line px-3 py-2 text-small text-quiet">It says more, which only the JSON shows.</p>
      )}
    </Panel>
  );
}

function SchemaTable({ title, rows }: { title: string; rows: readonly SchemaRow[] }) {
  return (
    <ScrollBox className="max-h-96 overflow-auto">
      <table className="table-plain" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Type</th>
            <th scope="col">Rules</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <td className="py-1.5 align-top" style={{ paddingLeft: `${0.75 + row.depth}rem` }}>
                <span className="font-mono text-[0.93em]">{row.name}</span>
                {row.isRequired && <span className="ml-2 text-small text-warning">required</span>}
              </td>
              <td className="whitespace-nowrap py-1.5 align-top">{row.type}</td>
              <td className="py-1.5 align-top">
                {row.rules.join('; ')}
                {row.description !== undefined && (
                  <span className="block text-small text-quiet">{row.description}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
