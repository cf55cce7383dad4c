import type { Context } from 'hono';
import { contentHash, utf8Decode, utf8Encode } from '#core/units';
import { readBody } from '#server/http';
import type { PersonRole, PersonRow } from '#server/store';
import { refusal } from './problems.ts';
import type { SignedIn, SignIn } from './sign-in.ts';

/** Header that every write carries: the session's own token, which no other site can read. */
const CSRF_HEADER = 'homebird-csrf';
/** Largest JSON body, bytes: a campaign with every list full takes some 300 kB. */
export const MAX_BODY_BYTES = 512 * 1024;
/** Who asks with the secret of the data folder. */
const COMMAND_LINE: PersonRow = { id: 'command-line', name: 'Command line', role: 'owner', addedMs: 0 };
const RANKS: Readonly<Record<PersonRole, number>> = { viewer: 0, editor: 1, owner: 2 };

/** Who asks, and what it takes to believe it. */
export interface GuardParts {
  readonly signIn: SignIn;
  /** Where the world reaches the console; an https address makes cookies Secure. */
  readonly url: string;
  /** Hex; whoever can read it in the data folder is the owner. */
  readonly secret: string;
}

/** Work for one who may ask for it. */
export type Work = (context: Context, who: PersonRow) => Response | Promise<Response>;

/** The door of every route. */
export interface Guard {
  /** `work` for everybody from `role` on. */
  reads(role: PersonRole, work: Work): (context: Context) => Promise<Response>;
  /** As {@link reads}, for requests that change something. */
  writes(role: PersonRole, work: Work): (context: Context) => Promise<Response>;
  signedIn(context: Context): Promise<SignedIn | undefined>;
  /** Why this request may not write; undefined where it comes from our own page. */
  foreign(context: Context): Response | undefined;
  /** Header that hands the session's token to its browser, or takes it back. */
  cookie(token: string | undefined): Readonly<Record<string, string>>;
}

/** Ports do not part cookies: two consoles of one machine must not sign each other out. */
function cookieNameOf(url: string): string {
  const { port, protocol } = new URL(url);
  return `homebird-console-${port || (protocol === 'https:' ? '443' : '80')}`;
}

/** The guard of one console. */
export function createGuard({ signIn, url, secret }: GuardParts): Guard {
  const cookieName = cookieNameOf(url);
  const isSecure = url.startsWith('https:');
  const secretHash = contentHash(utf8Encode(`Bearer ${secret}`));
  // Hashes are compared, so that the time it takes says nothing of the secret.
  const isCommandLine = (context: Context): boolean => contentHash(utf8Encode(context.req.header('authorization') ?? '')) === secretHash;

  const tokenOf = (context: Context): string | undefined =>
    (context.req.header('cookie') ?? '').split(';').map((pair) => pair.trim().split('=', 2)).find(([name]) => name === cookieName)?.[1];

  async function signedIn(context: Context): Promise<SignedIn | undefined> {
    const token = tokenOf(context);
    return token === undefined ? undefined : signIn.who(token);
  }

  /** Our own page, by the address that its browser has for it. A page without encryption, which somebody on the way may have written, is none of a console that has it. */
  function foreign(context: Context): Response | undefined {
    const origin = context.req.header('origin') ?? '';
    const { protocol, host } = URL.canParse(origin) ? new URL(origin) : { protocol: '', host: '' };
    const isOwn = (protocol === 'https:' || (protocol === 'http:' && !isSecure)) && (origin === new URL(url).origin || host === context.req.header('host'));
    return isOwn ? undefined : refusal('foreign-page', `The request's Origin is "${origin.slice(0, 100)}", the console is ${url}`);
  }

  function guarded(role: PersonRole, isWrite: boolean, work: Work): (context: Context) => Promise<Response> {
    return async (context) => {
      if (isCommandLine(context)) return work(context, COMMAND_LINE);
      const session = await signedIn(context);
      if (!session) return refusal('signed-out', 'There is no session, or it ended: open a sign-in link (homebird console-link prints one)');
      if (isWrite) {
        const wrong = foreign(context);
        if (wrong) return wrong;
        if (context.req.header(CSRF_HEADER) !== session.csrf) return refusal('foreign-page', 'The session\'s own token is missing: load the page again');
      }
      if (RANKS[session.person.role] < RANKS[role]) return refusal('not-yours', `This takes the role ${role}; yours is ${session.person.role}`);
      return work(context, session.person);
    };
  }

  return {
    reads: (role, work) => guarded(role, false, work),
    writes: (role, work) => guarded(role, true, work),
    signedIn,
    foreign,
    // The path keeps it from the other servers of this host as far as a browser can.
    cookie: (token) => ({ 'set-cookie': `${cookieName}=${token ?? ''}; Path=/api; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}${token === undefined ? '; Max-Age=0' : ''}` }),
  };
}

/** The JSON of a body; a response says what is wrong with it. */
export async function jsonOf(context: Context, maxBytes = MAX_BODY_BYTES): Promise<{ readonly value: unknown } | Response> {
  const body = await readBody(context.req.raw, maxBytes);
  if (!body.ok) return refusal('too-large', body.fault.message);
  try {
    return { value: JSON.parse(utf8Decode(body.value)) as unknown };
  } catch {
    return refusal('invalid', 'The body is no JSON');
  }
}
