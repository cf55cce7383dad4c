import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Notice } from '#page/frame';
import { signIn } from './api.ts';
import { TextField } from './fields.tsx';

/** Where a new session begins. */
const FIRST_PAGE = '/campaigns';

/** Exchanges the token behind the `#` for a session, once; the address is cleaned before anything else is done. */
export function SignIn(): JSX.Element {
  const [failure, setFailure] = useState('');
  useEffect(() => {
    const token = location.hash.slice(1);
    history.replaceState(null, '', '/sign-in'); // a link in the history would be one that somebody tries again
    const enter = async (): Promise<void> => {
      const entered = await signIn(token);
      if (entered.ok && entered.value) location.replace(FIRST_PAGE);
      else setFailure(entered.ok ? 'The console signed nobody in' : entered.fault.message);
    };
    if (token === '') setFailure('This address has no link in it');
    else void enter();
  }, []);
  return failure === '' ? <p role="status">Signing in</p> : <SignedOut reason={failure} />;
}

/** What somebody sees who is not signed in. */
export function SignedOut({ reason }: { readonly reason?: string }): JSX.Element {
  return (
    <Notice title="Sign in with a link" tone={reason === undefined ? '' : 'warn'}>
      {reason !== undefined && <p>{reason}.</p>}
      <p>Campaigns, budgets and people are for those who run this shop. <code class="mono">npm start</code> prints a link, <code class="mono">npm run homebird -- console-link</code> prints another, and an owner of the console can make one for you.</p>
      <p>Rounds, privacy and installation are open: <a href="/">the figures of this shop</a>.</p>
    </Notice>
  );
}

/** Stands above a page whose session ended, and lets her go on at the same place. */
export function SessionOver(): JSX.Element {
  const [link, setLink] = useState('');
  const [failure, setFailure] = useState('');
  const enter = async (): Promise<void> => {
    const entered = await signIn(link.trim().replace(/^.*#/, ''));
    setFailure(entered.ok ? '' : entered.fault.message);
  };
  return (
    <div class="notice warn session-over" role="alert">
      <h2>Your session is over</h2>
      <p>This page stays as it is, with what you wrote. Sign in here or in another tab, and go on.</p>
      <form class="row" onSubmit={(event) => {
        event.preventDefault();
        void enter();
      }}>
        <TextField label="Sign-in link" path="token" faults={failure === '' ? [] : [{ path: 'token', message: failure }]} value={link} onInput={setLink} />
        <button type="submit" class="button" disabled={link.trim() === ''}>Sign in</button>
      </form>
    </div>
  );
}
