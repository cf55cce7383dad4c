import type { WorkerApi, WorkerNotice } from './worker-api.ts';

/** What page and worker ask each other for; listeners stay on their own side. */
export type Answerer = Omit<WorkerApi, 'subscribe'>;

/** A question of the page: its number, the method, its arguments. */
type Question = readonly [number, keyof Answerer, ...unknown[]];
/**
 * What a worker says: that it is there; an answer to a question; that the question broke it, and how; something it was not
 * asked for.
 */
type WorkerMessage = readonly ['ready'] | readonly ['answer', number, unknown] | readonly ['broke', number, string] | readonly ['notice', WorkerNotice];

type Post = (message: unknown) => void;

/** The worker's end: says that it is there. Messages must come from its own page. The result takes each of them. */
export function answerPage(api: WorkerApi, post: Post): (message: unknown) => void {
  const say = (message: WorkerMessage): void => post(message);
  const answer = async (message: unknown): Promise<void> => {
    const [id, method, ...given] = message as Question;
    try {
      const ask = api[method] as (...all: readonly unknown[]) => Promise<unknown>;
      say(['answer', id, await ask(...given)]);
    } catch (error) {
      say(['broke', id, String(error)]);
    }
  };
  void api.subscribe((notice) => say(['notice', notice]));
  say(['ready']);
  return (message) => void answer(message);
}

/** The page's end. */
export interface WorkerEnd {
  /** Rejects where the worker broke over a question, or what was asked cannot be told to it. */
  readonly api: Answerer;
  hear(message: unknown): void;
}

/** Asks a worker by `post`. @param onReady - called when it says that it is there */
export function askWorker(post: Post, onReady: () => void, onNotice: (notice: WorkerNotice) => void): WorkerEnd {
  const open = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let asked = 0;
  const ask = (method: keyof Answerer, given: readonly unknown[]): Promise<unknown> => new Promise((resolve, reject) => {
    asked += 1;
    post([asked, method, ...given]); // what cannot be told rejects here, and waits for no answer
    open.set(asked, { resolve, reject });
  });
  return {
    api: everyMethod(ask, {}),
    hear(message) {
      const said = message as WorkerMessage;
      switch (said[0]) {
        case 'ready': return onReady();
        case 'notice': return onNotice(said[1]);
        case 'answer': open.get(said[1])?.resolve(said[2]); break;
        case 'broke': open.get(said[1])?.reject(new Error(said[2])); break;
      }
      open.delete(said[1]);
    },
  };
}

/** All methods, each through `ask` but for those of `own`. */
export function everyMethod<Own extends Partial<WorkerApi>>(ask: (method: keyof Answerer, given: readonly unknown[]) => Promise<unknown>, own: Own): Answerer & Own {
  return new Proxy(own, {
    get(_, method) {
      // A promise that holds it looks for `then`, and takes what it finds for another promise.
      if (method === 'then' || Object.hasOwn(own, method)) return own[method as keyof Own];
      return (...given: readonly unknown[]) => ask(method as keyof Answerer, given);
    },
  }) as Answerer & Own;
}
