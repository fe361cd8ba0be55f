/** The params of every run that a step starts for the items of a list, rendered when the step is ready. */
import { runBounds } from '#domain/bounds/run.ts';
import { subflowBounds } from '#domain/bounds/subflow.ts';
import type { Fault } from '#domain/run/branches.ts';
import { listOf, type Moving, startItems } from '#domain/run/loop/loops-of-run.ts';
import type { Json } from '#domain/value/json.ts';
import { sayCount } from '#domain/value/say-count.ts';
import type { PlannedForeach, PlannedStep } from '#domain/workflow/plan.ts';

/** The params of each item, in the order of the list; 'held' when this move has no room left for them. */
export function renderChildren(
  moving: Moving,
  planned: PlannedStep,
  each: PlannedForeach,
): { items: Json[] } | { needs: number[] } | Fault | 'held' {
  const { params: budget } = moving.input.budgets;
  if (budget.costLeft <= 0 || budget.bytesLeft <= 0) return 'held';
  const wasFresh = budget.costLeft >= runBounds.advanceCostMax;
  const list = listOf(moving, planned, each);
  if ('needs' in list || 'code' in list) return list;
  const { items } = list;
  if (items.length > subflowBounds.itemsMax) {
    const message = `"${each.list.text}" has ${sayCount(items.length, 'item')}, and ${sayCount(subflowBounds.itemsMax, 'run')} are the most that a step starts`;
    return { code: 'TOO_LARGE', message };
  }
  const started = startItems(moving, planned, { first: 0, items, places: null, delayMs: 0 });
  if ('needs' in started) return started;
  const { starts, fault } = started;
  if (fault !== null) return fault;
  if (starts.length === items.length) return { items: starts.map(({ params }) => params) };
  if (!wasFresh) return 'held';
  const message = 'the params of all its items take more than one move of a run may';
  return { code: 'EXPRESSION_BUDGET', message };
}
