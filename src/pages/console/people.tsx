import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { copyText, formatDay, Notice } from '#page/frame';
import { ask, type Person } from './api.ts';
import { SelectField, TextField } from './fields.tsx';

type Known = Person & { readonly addedMs: number };
const ROLES = [['viewer', 'Viewer: reads'], ['editor', 'Editor: changes campaigns'], ['owner', 'Owner: also people and what is spent']] as const;
/** Whoever has the data folder: nobody takes her away. */
const FIRST = 'owner';

/** What can be done with somebody who was invited. */
interface PersonActions {
  readonly onLink: (id: string) => void;
  readonly onChange: (asked: ReturnType<typeof ask>) => void;
}

function Row({ each, onLink, onChange }: { readonly each: Known } & PersonActions): JSX.Element {
  const isFirst = each.id === FIRST;
  return (
    <tr>
      <th scope="row">{each.name}</th>
      <td>{isFirst ? 'Owner, by the data folder' : (
        <select class="input" aria-label={`Role of ${each.name}`} value={each.role} onInput={(event) => onChange(ask('PUT', `/api/people/${each.id}`, { name: each.name, role: event.currentTarget.value }))}>{ROLES.map(([value, text]) => <option key={value} value={value}>{text.split(':')[0]}</option>)}</select>
      )}</td>
      <td>{formatDay(each.addedMs)}</td>
      <td class="end">{!isFirst && (
        <span class="row">
          <button type="button" class="link-button" onClick={() => onLink(each.id)}>New link</button>
          <button type="button" class="link-button" onClick={() => confirm(`Take ${each.name} away? Sessions of ${each.name} end at once.`) && onChange(ask('DELETE', `/api/people/${each.id}`))}>Take away</button>
        </span>
      )}</td>
    </tr>
  );
}

/** Gives whether somebody was added. */
function Invite({ onInvite }: { readonly onInvite: (name: string, role: Person['role']) => Promise<boolean> }): JSX.Element {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Person['role']>('viewer');
  const invite = async (): Promise<void> => {
    if (await onInvite(name, role)) setName('');
  };
  return (
    <section class="panel third" aria-labelledby="invite-title">
      <h2 id="invite-title">Invite somebody</h2>
      <form onSubmit={(event) => {
        event.preventDefault();
        void invite();
      }}>
        <TextField label="Name" path="name" faults={[]} value={name} onInput={setName} />
        <SelectField label="Role" path="role" faults={[]} value={role} options={ROLES} onInput={setRole} />
        <button type="submit" class="button" disabled={name.trim() === ''}>Make a link</button>
      </form>
    </section>
  );
}

/** A link that was made, to be handed over by hand. */
function MadeLink({ name, link }: { readonly name: string; readonly link: string }): JSX.Element {
  return (
    <div class="notice made-link" role="status">
      <h2>A link for {name}</h2>
      <p>Hand it over yourself. It works once, for 15 minutes.</p>
      <code class="code-line" tabIndex={0}>{link}</code>
      <button type="button" class="button" onClick={() => void copyText(link)}>Copy the link</button>
    </div>
  );
}

/** Who may sign in; the owner's page. */
export function People({ person }: { readonly person: Person }): JSX.Element {
  const [people, setPeople] = useState<readonly Known[]>([]);
  const [made, setMade] = useState<{ readonly link: string; readonly name: string } | undefined>(undefined);
  const [failure, setFailure] = useState('');
  const load = async (): Promise<void> => {
    const all = await ask<{ readonly people: readonly Known[] }>('GET', '/api/people');
    if (all.ok) setPeople(all.value.people);
    else setFailure(all.fault.message);
  };
  useEffect(() => void load(), []);
  const linkFrom = async (path: string, body?: unknown): Promise<boolean> => {
    const result = await ask<{ readonly link: string; readonly person: Known }>('POST', path, body);
    setFailure(result.ok ? '' : result.fault.message);
    if (result.ok) setMade({ link: result.value.link, name: result.value.person.name });
    await load();
    return result.ok;
  };
  const change = async (asked: ReturnType<typeof ask>): Promise<void> => {
    const done = await asked;
    setFailure(done.ok ? '' : done.fault.message);
    await load();
  };
  if (person.role !== 'owner') return <Notice title="People are the owner’s business"><p>Your role is {person.role}. An owner can change it here.</p></Notice>;
  return (
    <>
      <header class="tool-head"><h1>People</h1><p>Who may sign in to this console. There are no passwords: a link signs one person in, once and within 15 minutes.</p></header>
      {failure !== '' && <Notice title="That did not work" tone="bad"><p>{failure}</p></Notice>}
      {made && <MadeLink {...made} />}
      <div class="panels people">
        <section class="panel two-thirds" aria-labelledby="people-title">
          <h2 id="people-title">Those who may</h2>
          <div class="table-box" tabIndex={0} role="region" aria-label="People, a table that scrolls">
            <table class="data">
              <thead><tr><th scope="col">Name</th><th scope="col">Role</th><th scope="col">Since</th><th scope="col"><span class="hidden-text">What to do</span></th></tr></thead>
              <tbody>{people.map((each) => <Row key={each.id} each={each} onLink={(id) => void linkFrom(`/api/people/${id}/link`)} onChange={(asked) => void change(asked)} />)}</tbody>
            </table>
          </div>
        </section>
        <Invite onInvite={(name, role) => linkFrom('/api/people', { name, role })} />
      </div>
    </>
  );
}
