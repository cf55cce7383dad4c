import { askWorker, type Answerer, type WorkerNotice } from '#core/contract';
import { fail, type Fault } from '#core/units';
import { silence } from './silence.ts';
import { startWorker, type WorkerFile, type WorkerOrigin } from './workers.ts';

/** A call open this long has the worker asked whether it is there, ms: one that the browser ended tells nobody. */
const OPEN_CALL_MS = 5_000;
/** Version of grants that every worker has seen a newer one of, and so ignores: asking with it asks only whether it is there. */
const OLDER_THAN_ALL = -2;

/** One life of a worker: its remote end and the moment it broke. */
export interface Life {
  readonly origin: WorkerOrigin;
  readonly remote: Answerer;
  /** Resolves when the worker has broken; calls still open then will never be answered. */
  readonly broken: Promise<Fault<'crashed'>>;
  /** Ends the worker. */
  stop(): void;
  /** What `act` answers, or why the worker never will: it broke, or it is silent. */
  ask<Answer>(act: (remote: Answerer) => Promise<Answer>): Promise<{ readonly answer: Answer } | Fault<'crashed'>>;
}

/** A worker that is there, or why there is none. */
export async function begin(file: WorkerFile, notify: (notice: WorkerNotice) => void): Promise<Life | Fault> {
  let post = (_message: unknown): void => undefined;
  let isThere = false;
  const { api: remote, hear } = askWorker((message) => post(message), () => { isThere = true; }, notify);
  const started = await startWorker(file, (message) => {
    hear(message);
    return isThere;
  });
  if (!started.ok) return started.fault;
  const { worker, origin } = started.value;
  post = (message) => worker.postMessage(message);
  let end = (_fault: Fault<'crashed'>): void => undefined;
  const broken = new Promise<Fault<'crashed'>>((resolve) => {
    end = (fault) => {
      worker.terminate();
      resolve(fault);
    };
  });
  worker.addEventListener('error', (event) => end(crashed(`broke: ${event.message || 'it could not be read'}`)));
  return lifeOf({ origin, remote, broken }, end);
}

function lifeOf({ origin, remote, broken }: Omit<Life, 'ask' | 'stop'>, end: (fault: Fault<'crashed'>) => void): Life {
  const look = async (): Promise<void> => {
    const heard = remote.setGrants({ version: OLDER_THAN_ALL, purposes: [], gpc: false });
    if ((await Promise.race([heard, broken, silence()])) === 'silent') end(crashed('stopped answering'));
  };
  return {
    origin, remote, broken,
    stop: () => end(crashed('was stopped')),
    async ask(act) {
      const timer = setTimeout(look, OPEN_CALL_MS);
      try {
        return await Promise.race([act(remote).then((answer) => ({ answer })), broken]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function crashed(how: string): Fault<'crashed'> {
  return fail('crashed', `Homebird's worker ${how}`).fault;
}
