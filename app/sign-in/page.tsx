import type { Metadata } from 'next';
import { SignInPage } from '#components/shell/sign-in/sign-in-page.tsx';

export const metadata: Metadata = { title: 'Sign in' };

export default function SignInRoute() {
  return <SignInPage />;
}
