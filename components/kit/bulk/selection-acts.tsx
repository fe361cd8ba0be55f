'use client';

import { GitCompareArrows } from 'lucide-react';
import { useOrder } from '#components/api/use-order.ts';
import { sayNumber } from '#components/kit/noun/noun.ts';
import { Refusal } from '#components/kit/page/notice.tsx';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import type { Row } from '#components/live/list/live-list.ts';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import type { BarProps, RowPair } from './bar-props.ts';
import type { InstantAct } from './bulk-act.ts';
import { offersOf } from './row-offers.ts';
import { mayFit, sayStates } from './selected-rows.ts';
import { useTold } from './use-told.ts';

/** What is selected, in words, and a button for each thing that can be done with it. */
export function SelectionActs<R extends Row>(bar: BarProps<R>) {
  const { noun, acts, list, selection, bulk } = bar;
  const { chosen, isAll } = selection;
  const count = isAll ? list.totalCount : selection.ids.size;
  const rows = list.rows.filter(({ id }) => selection.ids.has(id));
  const permissions = useViewer().viewer?.permissions ?? [];
  const offers = chosen === undefined ? [] : offersOf(acts, { meant: { chosen, rows, count }, permissions });
  usePageActions(offers.map((offer) => ({ word: offer.word, Icon: offer.act.Icon, act: () => bulk.take(offer) })));
  const isForbidden = acts.every(({ permission }) => !permissions.includes(permission));
  return (
    <>
      <Selected {...bar} />
      <Button isSmall kind="quiet" onClick={selection.clear}>
        Clear selection
      </Button>
      <span className="ml-auto flex items-center gap-2">
        {isForbidden && <span className="text-quiet">Your role may look at {noun.many}, not change them.</span>}
        {bar.pair !== undefined && <PairLink rows={isAll ? [] : rows} pair={bar.pair} />}
        {acts.map((act) => {
          const mayAct = permissions.includes(act.permission);
          if (act.kind === 'instant') return <InstantButton key={act.key} act={act} bar={bar} mayAct={mayAct} />;
          return (
            <Button
              key={act.key}
              isSmall
              Icon={act.Icon}
              {...(act.isDanger === true && { kind: 'danger' as const })}
              disabled={!mayAct || !(isAll || mayFit(act.fits, { rows, count }))}
              onClick={() => chosen !== undefined && bulk.plan(act, chosen)}
            >
              {act.word} …
            </Button>
          );
        })}
      </span>
    </>
  );
}

type PairParts<R extends Row> = { rows: readonly R[]; pair: RowPair<R> };

// The later of two stands above, and is the one that is looked at.
function PairLink<R extends Row>({ rows: [later, earlier, ...more], pair }: PairParts<R>) {
  const isPair = later !== undefined && earlier !== undefined && more.length === 0;
  const path = isPair ? pair.pathOf(earlier, later) : undefined;
  if (path !== undefined)
    return (
      <ButtonLink isSmall Icon={GitCompareArrows} href={path}>
        Compare
      </ButtonLink>
    );
  return (
    <Button isSmall Icon={GitCompareArrows} disabled data-whole={pair.hint}>
      Compare
    </Button>
  );
}

// All that match can be meant only where every act can be told a query instead of rows.
function Selected<R extends Row>({ noun, acts, query, states, list, selection }: BarProps<R>) {
  const total = `${list.totalCount.toLocaleString('en')}${list.totalCountExact ? '' : '+'}`;
  const isPlanned = acts.every(({ kind }) => kind === 'planned');
  const isMore = isPlanned && query !== '' && !selection.isAll && list.totalCount > selection.ids.size;
  const shown = list.rows.filter(({ id }) => selection.ids.has(id)).map((row) => states?.of(row) ?? '');
  const inStates =
    selection.isAll || states === undefined ? '' : sayStates(shown, { looks: states.looks, count: selection.ids.size });
  return (
    <>
      <span aria-live="polite">
        <span className="font-medium">
          {selection.isAll ? `All ${total} ${noun.many} that match` : sayNumber(selection.ids.size, noun)} selected
        </span>
        {inStates !== '' && <span className="text-quiet">: {inStates}</span>}
      </span>
      {isMore && (
        <Button isSmall kind="quiet" onClick={selection.selectAll}>
          Select all {total} that match
        </Button>
      )}
    </>
  );
}

type InstantProps<R extends Row> = { act: InstantAct<R>; bar: BarProps<R>; mayAct: boolean };

function InstantButton<R extends Row>({ act, bar: { list, selection }, mayAct }: InstantProps<R>) {
  const { run, isBusy, refusal } = useOrder();
  const tell = useTold();
  const ids = list.rows.filter((row) => selection.ids.has(row.id) && act.fits(row)).map(({ id }) => id);
  const count = ids.length;
  const doIt = async () => {
    const told = await run(act.call(ids));
    if (!told.ok) return;
    tell(act.done(count), { order: act.undo(ids), done: () => act.undone(count), failed: 'It could not be undone.' });
    selection.clear();
  };
  return (
    <>
      <Refusal sentence={refusal} />
      <Button isSmall Icon={act.Icon} disabled={!mayAct || count === 0} isBusy={isBusy} onClick={() => void doIt()}>
        {act.word(count)}
      </Button>
    </>
  );
}
