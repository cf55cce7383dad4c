import { rewordFaults, type RewordLimits } from '#core/creative';

/** One conversation with a browser's model. */
export interface ModelSession {
  /** Rejects where the model fails or `signal` ends it. */
  prompt(text: string, options: { readonly signal: AbortSignal }): Promise<string>;
  destroy(): void;
}

/** Languages that a session reads and writes. */
export interface ModelOptions {
  readonly expectedInputs: readonly { readonly type: 'text'; readonly languages: readonly string[] }[];
  readonly expectedOutputs: readonly { readonly type: 'text'; readonly languages: readonly string[] }[];
}

/** The browser's own language model (Prompt API of Chrome, in windows only): `availability()` asks, `create()` would download where it is not there yet. */
export interface BrowserModel {
  availability(options: ModelOptions): Promise<string>;
  create(options: ModelOptions): Promise<ModelSession>;
}

/** What a text became. */
export interface Polished {
  readonly text: string;
  /** Whether the model's words are shown; then the ad says so (`polishBook`). */
  readonly isReworded: boolean;
}

/** Rewords texts where that is possible at once. */
export interface Polisher {
  /** The model's wording within {@link POLISH_MS} that `rewordFaults` has nothing against, else `text` as it is. Never rejects. */
  polish(text: string, limits: RewordLimits): Promise<Polished>;
  /** Ends the session and whatever is being asked. */
  close(): void;
}

/** Longest wait for a rewording: a slot that changes later than this would change under her eyes (SHOPS.md §5). */
export const POLISH_MS = 300;

/** The model of this window; undefined in every browser that has none. */
export function browserModel(scope: object): BrowserModel | undefined {
  const model: unknown = Reflect.get(scope, 'LanguageModel');
  const isThere = (typeof model === 'function' || (typeof model === 'object' && model !== null)) && typeof Reflect.get(model, 'availability') === 'function' && typeof Reflect.get(model, 'create') === 'function';
  return isThere ? (model as BrowserModel) : undefined;
}

/**
 * A polisher of texts in `language`. It opens one session where the model says that it is there already, and nothing otherwise:
 * no download is ever begun. The model is told the text alone, which is public.
 *
 * @param wait - resolves after so many ms
 */
export function createPolisher(model: BrowserModel | undefined, language: string, wait: (ms: number) => Promise<void>): Polisher {
  const ending = new AbortController();
  const options: ModelOptions = { expectedInputs: [{ type: 'text', languages: [language] }], expectedOutputs: [{ type: 'text', languages: [language] }] };
  const opening = open(model, options, ending.signal);
  return {
    async polish(text, limits) {
      const asking = new AbortController();
      const stop = (): void => asking.abort();
      ending.signal.addEventListener('abort', stop);
      const late = wait(POLISH_MS).then(() => undefined);
      const reworded = await Promise.race([answer(opening, text, limits.maxLength, asking.signal), late]);
      stop();
      ending.signal.removeEventListener('abort', stop);
      const isFine = reworded !== undefined && reworded !== text && rewordFaults(text, reworded, limits).length === 0;
      return isFine ? { text: reworded, isReworded: true } : { text, isReworded: false };
    },
    close: () => ending.abort(),
  };
}

/** The session, where the model is on the device already; undefined for every other answer and every failure. */
async function open(model: BrowserModel | undefined, options: ModelOptions, ended: AbortSignal): Promise<ModelSession | undefined> {
  try {
    if (model === undefined || (await model.availability(options)) !== 'available' || ended.aborted) return undefined;
    const session = await model.create(options);
    if (ended.aborted) session.destroy();
    else ended.addEventListener('abort', () => session.destroy());
    return session;
  } catch {
    return undefined; // a policy, a broken model, an API that changed: the template stands
  }
}

async function answer(opening: Promise<ModelSession | undefined>, text: string, maxLength: number, signal: AbortSignal): Promise<string | undefined> {
  try {
    const session = await opening;
    if (session === undefined || signal.aborted) return undefined;
    const asked = `Reword this line of an advertisement in its own language so that it reads well, in at most ${maxLength} characters. Keep every number and every name as it is. Add no fact and no praise. Answer with the line alone.\n\n${text}`;
    return (await session.prompt(asked, { signal })).trim().replace(/^["“](.*)["”]$/u, '$1');
  } catch {
    return undefined; // stopped, or the model failed
  }
}
