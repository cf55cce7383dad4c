import type { ItemId } from '#core/catalogue';
import type { Choice, PurposeStates } from '#core/consent';
import { DEFAULT_COUNT, EXPORT_TABLES, MAX_COUNT, placementOf, type AdAct, type AdAnswer, type AdPlace, type Explanation, type ExportTable, type OfferAnswer, type OfferPlace, type RecommendRequest, type SearchRequest } from '#core/contract';
import type { Fault, Result } from '#core/units';

/** What `homebird.recommend` and `homebird.search` answer, best first. A search's reason is `matches` where words and popularity decide. */
export interface ApiRecommendations {
  readonly recId: string;
  readonly items: readonly { readonly id: ItemId; readonly score: number; readonly reason: string }[];
}

/** What the API needs of the parts behind it. */
export interface ApiParts {
  track(name: string, data: unknown): Promise<boolean>;
  recommend(request: RecommendRequest): Promise<Result<ApiRecommendations, Fault>>;
  search(request: SearchRequest): Promise<Result<ApiRecommendations, Fault>>;
  explain(itemId: ItemId, request: RecommendRequest): Promise<Result<Explanation, Fault>>;
  ad(request: AdPlace): Promise<Result<AdAnswer, Fault>>;
  offer(place: OfferPlace): Promise<Result<OfferAnswer, Fault>>;
  adEvent(recId: string, act: AdAct): Promise<Result<void, Fault>>;
  consent(choice: Choice): boolean;
  consentState(): PurposeStates;
  pause(untilMs: number | 'resumed' | null): Promise<Result<void, Fault>>;
  forget(): Promise<Result<unknown, Fault>>;
  exportText(table: ExportTable | undefined): Promise<Result<string, Fault>>;
  /** Opens the debug overlay, or closes it. */
  debug(isWanted: boolean): void;
  /** Stops everything on this page. */
  destroy(): void;
  listen(name: string, listener: (detail: unknown) => void): () => void;
}

/** The commands of `homebird(…)`, each by name with its arguments. */
export interface HomebirdApi {
  /** Runs one command. Unknown names and wrong arguments answer undefined; nothing is thrown. */
  call(command: ArrayLike<unknown>): Promise<unknown>;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function countOf(count: unknown): number {
  const wished = typeof count === 'number' && Number.isFinite(count) ? Math.round(count) : DEFAULT_COUNT;
  return Math.max(1, Math.min(MAX_COUNT, wished));
}

/** A request from whatever a page passed; eight products for the home page where it says nothing. */
export function apiRequest(value: unknown): RecommendRequest {
  const { placement, count, item, category } = fieldsOf(value);
  return {
    placement: placementOf(placement),
    count: countOf(count),
    ...(typeof item === 'string' ? { itemId: item as ItemId } : {}),
    ...(typeof category === 'string' ? { category } : {}),
  };
}

/** A page's word on consent: `true`, `false`, or a purpose each. `federate` is not a page's to give, so it is not even read. */
export function apiChoice(value: unknown): Choice | undefined {
  if (typeof value === 'boolean') return { local: value };
  const { local, ads, measure } = fieldsOf(value);
  if (typeof local !== 'boolean') return undefined;
  return { local, ads: ads === true, measure: measure === true };
}

function pauseUntil(value: unknown): number | 'resumed' | null {
  if (value === null || value === false) return null;
  return typeof value === 'number' && Number.isFinite(value) ? value : 'resumed';
}

function valueOf<Value>(result: Result<Value, Fault>): Value | undefined {
  return result.ok ? result.value : undefined;
}

/** The public API over `parts`. */
export function homebirdApi(parts: ApiParts): HomebirdApi {
  const run = async (name: unknown, first: unknown, second: unknown): Promise<unknown> => {
    switch (name) {
      case 'track': return typeof first === 'string' && (await parts.track(first, second));
      case 'recommend': return valueOf(await parts.recommend(apiRequest(first)));
      case 'search': return typeof first === 'string' ? valueOf(await parts.search({ query: first, count: countOf(fieldsOf(second)['count']) })) : undefined;
      case 'explain': return typeof first === 'string' ? valueOf(await parts.explain(first as ItemId, apiRequest(second))) : undefined;
      case 'ad': return valueOf(await parts.ad(first as AdPlace)); // the worker reads them as it reads anything of a page
      case 'offer': return valueOf(await parts.offer(first as OfferPlace));
      case 'adEvent': return (await parts.adEvent(first as string, second as AdAct)).ok;
      case 'consent': {
        const choice = apiChoice(first);
        return choice ? parts.consent(choice) : false;
      }
      case 'consentState': return parts.consentState();
      case 'pause': return (await parts.pause(pauseUntil(first))).ok;
      case 'forget': return valueOf(await parts.forget());
      case 'export': return valueOf(await parts.exportText(EXPORT_TABLES.find((table) => table === first)));
      case 'destroy': return parts.destroy();
      case 'debug': return parts.debug(first !== false);
      case 'on': return typeof first === 'string' && typeof second === 'function' ? parts.listen(first, (detail) => void Reflect.apply(second, undefined, [detail])) : undefined;
      default: return undefined;
    }
  };
  return {
    async call(command) {
      const [name, first, second] = Array.from(command);
      try {
        return await run(name, first, second);
      } catch {
        return undefined;
      }
    },
  };
}
