import { setFlagsFromString } from 'node:v8';
import type { Clock, Fault } from '#core/units';
import { listen, type Listening, type Metrics } from '#server/http';
import { noticeLine, type Streams } from './output.ts';

/** The machine's clock. */
export const systemClock: Clock = { nowMs: () => Date.now() };

/**
 * How much a heap may grow before all of it is searched for garbage, percent of what was left the last time. A server keeps
 * about 18 MB and lets go of 1 MB with every report: at V8's own pace a leader spends a third of its time searching. Twice this
 * saves nothing more, and a thousand clients then cost 45 MB.
 */
const HEAP_GROWING_PERCENT = 200;

/** What a role answers with, where. */
interface Listener {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly host: string;
  readonly port: number;
  readonly metrics: Metrics;
}

/** A fault of listening, with how this command is told to listen elsewhere. */
export function listenText({ kind, message }: Fault, elsewhere: string): string {
  return kind === 'port-busy' ? `${message}: stop it, or listen elsewhere with ${elsewhere}\n` : `${message}\n`;
}

/** Starts listening; undefined after it has said why it cannot. @param elsewhere - what chooses another port */
export async function serveRole({ fetch, host, port, metrics }: Listener, { err }: Streams, elsewhere = '--port N'): Promise<Listening | undefined> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWING_PERCENT}`);
  const listening = await listen({ fetch, host, port, onEnd: (reason) => metrics.count('connections_ended_total', 'Connections let go before an answer, by reason', { reason }) });
  if (listening.ok) return listening.value;
  err.write(listenText(listening.fault, elsewhere));
  return undefined;
}

/** Tells a parent that this role answers now. */
export function announce({ out }: Streams, notice: Readonly<Record<string, unknown>>): void {
  out.write(noticeLine({ kind: 'ready', ...notice }));
}

/** This package's scripts that run the program, of package.json. */
const OWN_SCRIPTS = new Set(['start', 'homebird']);

/** Whether npm runs this process as a script of this package. Whatever runs below any package's script has npm's variables too: a deployment whose shell ends as it should, a terminal, a supervisor. */
export function isNpmScript({ npm_package_name: name, npm_lifecycle_event: script }: NodeJS.ProcessEnv): boolean {
  return name === 'homebird' && script !== undefined && OWN_SCRIPTS.has(script);
}

/** How often a process that npm started looks whether its shell is still there, ms. */
const SHELL_LOOK_MS = 500;

/** Calls `stop` once the shell between npm and this process is gone: npm hands a SIGTERM to that shell, which keeps it to itself. */
function whenShellEnds(stop: () => void): void {
  const shell = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(look);
    stop();
  }, SHELL_LOOK_MS);
  look.unref();
}

/**
 * Resolves when the process is asked to stop: SIGINT, SIGTERM, for a child that lives only as long as its parent SIGTERM or
 * the end of its standard input, and for one that npm started the end of the shell above it. Called before {@link announce}:
 * whoever reads that may signal at once.
 */
export function stopRequested({ withParent }: { readonly withParent: boolean }, { err }: Pick<Streams, 'err'>): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      // An input that is still read would keep the process alive until its parent loses patience and kills it.
      if (withParent) process.stdin.pause();
      resolve();
    };
    // A terminal's Ctrl-C reaches parent and child at once; the parent says what becomes of the child.
    if (withParent) process.on('SIGINT', () => undefined);
    else process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    if (withParent) process.stdin.on('end', stop).on('error', stop).resume();
    else if (isNpmScript(process.env)) {
      whenShellEnds(() => {
        err.write('The shell through which npm started this is gone: ending too\n');
        stop();
      });
    }
  });
}
