import {
  Ban,
  Check,
  Circle,
  CircleAlert,
  Clock,
  Flame,
  Hand,
  type LucideIcon,
  Pause,
  Play,
  RotateCw,
  SkipForward,
  Skull,
  X,
} from 'lucide-react';
import type { GlyphName } from './state-look.ts';

const icons: Record<GlyphName, LucideIcon> = {
  circle: Circle,
  clock: Clock,
  skip: SkipForward,
  cross: X,
  play: Play,
  bars: Pause,
  check: Check,
  loop: RotateCw,
  mark: CircleAlert,
  skull: Skull,
  hand: Hand,
  slash: Ban,
  flame: Flame,
};

/** A state's sign. Decorative to a screen reader: the word always stands beside it. */
export function Glyph({ name, size = 14 }: { name: GlyphName; size?: number }) {
  const Icon = icons[name];
  return <Icon aria-hidden size={size} strokeWidth={2.25} className="shrink-0" />;
}
