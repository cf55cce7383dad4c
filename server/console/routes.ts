import type { Hono } from 'hono';
import { readFields } from '#core/fields';
import { campaignRoutes } from './campaign-routes.ts';
import { experimentRoutes } from './experiment-routes.ts';
import { createGuard, jsonOf, type Guard } from './guard.ts';
import { offersRoutes } from './offers-routes.ts';
import { linkOf, type ConsoleParts } from './parts.ts';
import { peopleRoutes } from './people-routes.ts';
import { pictureRoutes } from './picture-routes.ts';
import { answer, refusal } from './problems.ts';
import { rulesRoutes } from './rules-routes.ts';

/** Longest token a sign-in is tried with. */
const MAX_TOKEN_LENGTH = 64;

/** Adds the console's API under `/api/`. Every answer of it is for one person, and kept by no cache. */
export function consoleRoutes(app: Hono, parts: ConsoleParts): void {
  const guard = createGuard(parts);
  signInRoutes(app, parts, guard);
  campaignRoutes(app, parts, guard);
  experimentRoutes(app, parts, guard);
  rulesRoutes(app, parts, guard);
  peopleRoutes(app, parts, guard);
  pictureRoutes(app, parts, guard);
  offersRoutes(app, parts, guard);
  app.all('/api/*', () => refusal('missing', 'The console has no such address'));
}

function signInRoutes(app: Hono, { signIn, url }: ConsoleParts, guard: Guard): void {
  app.post('/api/sign-in', async (context) => {
    const foreign = guard.foreign(context); // else another site could sign a browser in as somebody else
    if (foreign) return foreign;
    const body = await jsonOf(context, 1_000);
    if (body instanceof Response) return body;
    const read = readFields('sign-in', body.value, (fields) => fields.text('token', MAX_TOKEN_LENGTH));
    if (!read.ok) return refusal('invalid', read.fault.message);
    const entered = await signIn.enter(read.value);
    if (entered === 'too-often') return refusal('too-often', 'Wait ten seconds and try again');
    if (entered === 'over') return refusal('link-over', 'A link works once and for 15 minutes: homebird console-link prints another, and an owner can make one');
    const { person, csrf } = entered.signedIn;
    return answer({ person, csrf }, 200, guard.cookie(entered.token));
  });
  app.get('/api/session', async (context) => {
    const session = await guard.signedIn(context);
    return answer(session ? { person: session.person, csrf: session.csrf } : {});
  });
  app.post('/api/sign-out', async (context) => {
    const session = await guard.signedIn(context);
    const foreign = guard.foreign(context);
    if (foreign) return foreign;
    if (session) await signIn.leave(session.session);
    return answer({}, 200, guard.cookie(undefined));
  });
  app.post('/api/console-link', guard.writes('owner', async (_, who) => {
    const token = await signIn.link();
    return token === undefined || who.id !== 'command-line' ? refusal('not-yours', 'Only the data folder\'s own command makes this link') : answer({ link: linkOf(url, token) }, 201);
  }));
}
