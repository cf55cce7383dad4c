import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { PageConfig } from '#page/frame';
import { lookForSession, session, type Person } from './api.ts';
import { CampaignPage } from './campaign-editor.tsx';
import { CampaignList } from './campaign-list.tsx';
import { ConsoleHeader } from './console-header.tsx';
import { keepCampaigns } from './campaigns-now.ts';
import { Experiments } from './experiments.tsx';
import { lookAtExperiments } from './experiments-now.ts';
import { Offers } from './offers.tsx';
import { People } from './people.tsx';
import { loadShelf, type Shelf } from './products.ts';
import { Results } from './results.tsx';
import { Rules } from './rules-page.tsx';
import { SessionOver, SignedOut, SignIn } from './sign-in.tsx';
import { keepMeasuring } from './sums.ts';

/** What wants a sign-in: results, campaigns, experiments, offers and people. */
export function Manage({ config, segments }: { readonly config: PageConfig; readonly segments: readonly string[] }): JSX.Element {
  const [shelf, setShelf] = useState<Shelf | undefined>(undefined);
  const isSignIn = segments[0] === 'sign-in';
  useEffect(() => {
    if (isSignIn) return undefined;
    void lookForSession();
    void loadShelf().then(setShelf);
    // She may have signed in again in another tab.
    const lookAgain = (): void => {
      if (session.value === null && document.visibilityState === 'visible') void lookForSession();
    };
    addEventListener('focus', lookAgain);
    document.addEventListener('visibilitychange', lookAgain);
    return () => {
      removeEventListener('focus', lookAgain);
      document.removeEventListener('visibilitychange', lookAgain);
    };
  }, []);
  useEffect(() => (isSignIn ? undefined : keepMeasuring(config, false)), []);
  const isSignedIn = Boolean(session.value);
  useEffect(() => {
    if (!isSignedIn) return undefined;
    void lookAtExperiments();
    return keepCampaigns();
  }, [isSignedIn]);
  return (
    <>
      <a class="skip" href="#main">Skip to the page</a>
      <ConsoleHeader config={config} at={segments[0] ?? ''} />
      <main id="main" class="page" tabIndex={-1}>
        {isSignIn ? <SignIn /> : shelf === undefined ? <p role="status">Loading the catalogue</p> : <View segments={segments} shelf={shelf} config={config} />}
      </main>
    </>
  );
}

/**
 * The page that a path names. Once it is shown, a session that ends takes nothing away: what was written stays, and is saved
 * after the next sign-in.
 */
function View({ segments, shelf, config }: { readonly segments: readonly string[]; readonly shelf: Shelf; readonly config: PageConfig }): JSX.Element {
  const [reader, setReader] = useState<Person | undefined>(undefined);
  const person = session.value;
  useLayoutEffect(() => {
    if (person) setReader(person);
  }, [person]);
  const who = person ?? reader;
  if (who === undefined) return person === undefined ? <p role="status">Loading</p> : <SignedOut />;
  return <>{person === null && <SessionOver />}<Page segments={segments} person={who} shelf={shelf} config={config} /></>;
}

function Page({ segments: [page, id], person, shelf, config }: { readonly segments: readonly string[]; readonly person: Person; readonly shelf: Shelf; readonly config: PageConfig }): JSX.Element {
  switch (page) {
    case 'rules': return <Rules person={person} shelf={shelf} />;
    case 'people': return <People person={person} />;
    case 'results': return <Results person={person} config={config} currency={shelf.currency} />;
    case 'offers': return <Offers person={person} shelf={shelf} shop={config.shop} />;
    case 'experiments': return <Experiments person={person} currency={shelf.currency} />;
    default: return id === undefined ? <CampaignList person={person} currency={shelf.currency} /> : <CampaignPage id={id} person={person} shelf={shelf} />;
  }
}
