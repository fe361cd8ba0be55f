'use client';

import { Bell, CalendarClock, Gauge, ListTodo, Play, Workflow } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useOpenAlerts } from '#components/alerts/use-open-alerts.ts';

const places = [
  { path: '/', word: 'Overview', Icon: Gauge },
  { path: '/jobs', word: 'Jobs', Icon: ListTodo },
  { path: '/runs', word: 'Runs', Icon: Play },
  { path: '/schedules', word: 'Schedules', Icon: CalendarClock },
  { path: '/workflows', word: 'Workflows', Icon: Workflow },
  { path: '/alerts', word: 'Alerts', Icon: Bell },
] as const;

/** The way to every screen, with the number of open alerts. */
export function Navigation() {
  const pathname = usePathname();
  const openAlerts = useOpenAlerts();
  return (
    <nav aria-label="Main" className="flex flex-col gap-0.5 p-2">
      {places.map(({ path, word, Icon }) => {
        const isHere = path === '/' ? pathname === '/' : pathname.startsWith(path);
        return (
          <Link
            key={path}
            href={path}
            aria-current={isHere ? 'page' : undefined}
            className="flex h-8 items-center gap-2.5 rounded px-2.5 text-quiet hover:bg-raised hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:font-semibold aria-[current=page]:text-ink"
          >
            <Icon aria-hidden size={15} />
            {word}
            {path === '/alerts' && openAlerts > 0 && (
              <span className="ml-auto rounded-full border border-current px-1.5 text-[0.8rem] font-semibold text-warning">
                {openAlerts}
                <span className="sr-only"> open</span>
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
