'use client';

import NextLink from 'next/link';
import type { ComponentProps } from 'react';
import { addressIn } from './tenant-address.ts';
import { useTenant } from './tenant-context.tsx';

/** What a link within the console takes: `href` is a path of the tenant that the page shows. */
export type LinkProps = Omit<ComponentProps<typeof NextLink>, 'href' | 'as'> & { href: string };

/** A link to a page of the same tenant. */
export function Link({ href, ...rest }: LinkProps) {
  return <NextLink {...rest} href={addressIn(useTenant(), href)} />;
}

/**
 * A link out of the tenant, to an address made by `addressIn`. It loads a whole new page, so that nothing of this tenant
 * is left in memory.
 */
export function AwayLink({ address, children, ...rest }: Omit<ComponentProps<'a'>, 'href'> & { address: string }) {
  return (
    <a {...rest} href={address}>
      {children}
    </a>
  );
}
