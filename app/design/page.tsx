import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Gallery } from '#components/ui/gallery/gallery.tsx';

export const metadata: Metadata = { title: 'Design' };

/** Every component in every state, for those who build the console; nobody else can reach it. */
export default function DesignRoute() {
  if (process.env.NODE_ENV === 'production') notFound();
  return <Gallery />;
}
