import type { Catalogue, ItemId } from '#core/catalogue';
import type { Explanation, RecommendRequest, WorkerFault } from '#core/contract';
import type { ShopEvent } from '#core/events';
import { fail, ok, type Result } from '#core/units';
import { explain, type ExplainSource, type ShopperState } from '#worker/recommender';
import { countedHistory } from './shopper.ts';
import type { Wishes } from './wishes.ts';

/** Work between two looks for calls that wait, ms: half a frame. */
const SLICE_MS = 8;

/** One moment of a device. */
export interface Moment {
  readonly catalogue: Catalogue;
  /** What a shelf knows; {} without consent. */
  readonly known: ShopperState;
  /** All that is kept, and what she steered: what `known.interactions` was made of. */
  readonly events: readonly ShopEvent[];
  readonly wishes: Pick<Wishes, 'hidden' | 'isNever'>;
  readonly encodedBy: ExplainSource['encodedBy'];
  /** Whether the history may still be looked at: not erased, consent not taken back. */
  isCurrent(): boolean;
  elapsedMs(): number;
  idle(): Promise<void>;
}

/** The history may no longer be looked at. */
class Erased extends Error {}

const ERASED = 'The history was erased, or consent taken back, meanwhile';

/** Why `itemId` stands where it stands on the shelf of `request`, in slices that let other calls pass. */
export async function explanationOf(moment: Moment, itemId: string, request: RecommendRequest): Promise<Result<Explanation, WorkerFault>> {
  const { catalogue, known, events, wishes, encodedBy } = moment;
  const item = catalogue.indexById.get(itemId);
  if (item === undefined) return fail('bad-request', `The catalogue has no item "${String(itemId).slice(0, 80)}"`);
  const without = (ids: ReadonlySet<string>) => countedHistory(events.filter(({ id }) => !ids.has(id)), catalogue, wishes).interactions;
  const naming = (wanted: ItemId) => new Set(events.filter(({ items }) => items.some(({ itemId }) => catalogue.indexById.get(itemId) === catalogue.indexById.get(wanted))).map(({ id }) => id));
  try {
    const told = await explain({ catalogue, known, without, naming, encodedBy, pause: slicesOf(moment) }, item, request);
    if (known.interactions && !moment.isCurrent()) throw new Erased(ERASED);
    return ok(told);
  } catch (error) {
    if (error instanceof Erased) return fail('erased', error.message);
    throw error;
  }
}

function slicesOf({ elapsedMs, idle, isCurrent }: Moment): () => Promise<void> {
  let beganMs = elapsedMs();
  return async () => {
    if (elapsedMs() - beganMs >= SLICE_MS) {
      await idle();
      beganMs = elapsedMs();
    }
    if (!isCurrent()) throw new Erased(ERASED);
  };
}
