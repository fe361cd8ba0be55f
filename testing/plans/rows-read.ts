/** What PostgreSQL itself says of how many rows a statement read. */
export type PlanNode = {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  Plans?: PlanNode[];
} & Record<string, unknown>;

/** An answer to `explain (analyze, format json)`. */
export type Explained = { 'QUERY PLAN': { Plan: PlanNode }[] };

/** Rows that the plan read of a table, those passed over included. */
export function rowsRead(node: PlanNode, table: string): number {
  const passed = Number(node['Rows Removed by Filter'] ?? 0) + Number(node['Rows Removed by Index Recheck'] ?? 0);
  const own = node['Relation Name'] === table ? (node['Actual Rows'] + passed) * node['Actual Loops'] : 0;
  return (node.Plans ?? []).reduce((sum, child) => sum + rowsRead(child, table), own);
}
