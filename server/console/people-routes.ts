import type { Context, Hono } from 'hono';
import { MAX_NAME_LENGTH } from '#core/campaigns';
import { readFields } from '#core/fields';
import { toHex } from '#core/units';
import type { PersonRole, PersonRow } from '#server/store';
import { jsonOf, type Guard } from './guard.ts';
import { answer, refusal } from './problems.ts';
import { linkOf, type ConsoleParts } from './parts.ts';
import { FIRST_OWNER } from './sign-in.ts';

const ROLES: readonly PersonRole[] = ['owner', 'editor', 'viewer'];
/** Most people of one console. */
const MAX_PEOPLE = 200;
const ID_BYTES = 16;

/** People: the owner's business. */
export function peopleRoutes(app: Hono, { store, signIn, clock, randomness, url }: ConsoleParts, guard: Guard): void {
  const read = async (context: Context): Promise<Pick<PersonRow, 'name' | 'role'> | Response> => {
    const body = await jsonOf(context);
    if (body instanceof Response) return body;
    const person = readFields('person', body.value, (fields) => ({ name: fields.text('name', MAX_NAME_LENGTH), role: fields.oneOf('role', ROLES) }));
    if (!person.ok) return refusal('invalid', person.fault.message);
    return person.value.name.trim() === '' ? refusal('invalid', 'Give a name', { faults: [{ path: 'name', message: 'Give a name by which colleagues know each other' }] }) : person.value;
  };
  const linkFor = async (id: string, status: number): Promise<Response> => {
    const token = await signIn.link(id);
    const person = store.tables.people.get(id);
    return token === undefined || !person ? refusal('missing', 'There is nobody of this id') : answer({ person, link: linkOf(url, token) }, status);
  };

  app.get('/api/people', guard.reads('owner', () => answer({ people: store.tables.people.all() })));
  app.post('/api/people', guard.writes('owner', async (context) => {
    const person = await read(context);
    if (person instanceof Response) return person;
    if (store.tables.people.all().length >= MAX_PEOPLE) return refusal('invalid', `A console has room for ${MAX_PEOPLE} people`);
    const bytes = new Uint8Array(ID_BYTES);
    randomness.fill(bytes);
    const id = toHex(bytes);
    await store.transact(({ people }) => people.set({ id, ...person, addedMs: clock.nowMs() }));
    return linkFor(id, 201);
  }));
  app.post('/api/people/:id/link', guard.writes('owner', (context) => linkFor(context.req.param('id') ?? '', 201)));
  app.put('/api/people/:id', guard.writes('owner', async (context) => {
    const id = context.req.param('id') ?? '';
    const person = await read(context);
    if (person instanceof Response) return person;
    if (id === FIRST_OWNER) return refusal('not-yours', 'Whoever has the data folder stays owner');
    const kept = await store.transact(({ people }) => {
      const before = people.get(id);
      if (before) people.set({ ...before, ...person });
      return people.get(id);
    });
    return kept ? answer({ person: kept }) : refusal('missing', 'There is nobody of this id');
  }));
  app.delete('/api/people/:id', guard.writes('owner', async (context) => {
    const id = context.req.param('id') ?? '';
    if (id === FIRST_OWNER) return refusal('not-yours', 'Whoever has the data folder stays owner');
    await store.transact(({ people }) => people.drop(id));
    return answer({});
  }));
}
