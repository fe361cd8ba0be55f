'use client';

import { Maximize, Minus, Plus, Waypoints } from 'lucide-react';
import { type ComponentType, type ReactNode, useCallback, useMemo, useSyncExternalStore } from 'react';
import { MiniMap, type MiniMapNodeProps, Panel, useReactFlow, useStore, useStoreApi } from 'reactflow';
import type { Layout } from '#components/graph/layout/layout.ts';
import type { LayoutView } from '#components/graph/layout/use-layout.ts';
import { extentOf, isAllInView, wholeView } from '#components/graph/viewport/viewport.ts';
import { colourOf, jobLooks } from '#components/state/state-look.ts';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { useKeys } from '#components/ui/keyboard/use-keys.ts';
import type { RunGraph } from './graph-model.ts';
import { useGraphScope } from './graph-scope.ts';
import { GraphSearch } from './graph-search.tsx';

type Tools = {
  graph: RunGraph;
  view: LayoutView;
  goTo: (stepKey: string) => void;
  /** How the search offers a step. */
  Found?: ComponentType<{ stepKey: string }>;
  children?: ReactNode;
};

/** Finding a step, zooming, and the whole graph in view. */
export function GraphTools({ graph, view, goTo, Found, children }: Tools) {
  const flow = useReactFlow();
  const store = useStoreApi();
  const showWhole = () => {
    const { width, height } = store.getState();
    void flow.setViewport(wholeView(view.drawing.places, { width, height }));
  };
  useKeys('Graph', [
    { keys: '+', words: 'Zoom in', act: () => void flow.zoomIn() },
    { keys: '-', words: 'Zoom out', act: () => void flow.zoomOut() },
    { keys: '0', words: 'Show the whole graph', act: showWhole },
  ]);
  return (
    <>
      <Panel position="top-left" className="m-2!">
        <GraphSearch graph={graph} onFound={goTo} Found={Found} />
      </Panel>
      <Panel position="bottom-left" className="m-2!">
        <div className="flex items-center gap-2">
          <div className="flex rounded border border-line bg-surface">
            <IconButton isSmall label="Zoom in" keys="+" Icon={Plus} onClick={() => void flow.zoomIn()} />
            <IconButton isSmall label="Zoom out" keys="-" Icon={Minus} onClick={() => void flow.zoomOut()} />
            <IconButton isSmall label="Show the whole graph" keys="0" Icon={Maximize} onClick={showWhole} />
          </div>
          {(view.untangle !== undefined || view.isBusy) && (
            <Button isSmall Icon={Waypoints} isBusy={view.isBusy} onClick={view.untangle}>
              Untangle
            </Button>
          )}
          {children}
        </div>
      </Panel>
    </>
  );
}

/** The whole graph in small, with what is in view. Where all is in view it would only hide a part of it. */
export function GraphMap({ layout }: { layout: Layout }) {
  const extent = useMemo(() => extentOf(layout), [layout]);
  const isNeeded = useStore(({ transform: [x, y, zoom], width, height }) => {
    // On a small picture it would cover the steps that one looks at.
    if (extent === undefined || width < 4 * mapSize.width || height < 3 * mapSize.height) return false;
    return !isAllInView({ x, y, zoom }, { extent, size: { width, height } });
  });
  if (!isNeeded) return null;
  return <MiniMap pannable zoomable ariaLabel="Map of the graph" nodeComponent={MapNode} style={mapSize} />;
}

const mapSize = { width: 160, height: 110 };

function MapNode({ id, x, y, width, height }: MiniMapNodeProps) {
  const { steps } = useGraphScope();
  const listen = useCallback((onChange: () => void) => steps.listen(id, onChange), [steps, id]);
  const state = useSyncExternalStore(listen, () => steps.faceOf(id)?.state) ?? 'PENDING';
  const { family } = jobLooks[state];
  const opacity = family === 'waiting' ? 0.35 : 1;
  return <rect x={x} y={y} width={width} height={height} fill={colourOf(family)} opacity={opacity} />;
}
