import type { ItemId, ProductCard } from '#core/catalogue';
import type { RecentSearch, SearchAnswer, SearchHit } from '#core/contract';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ElementHost } from './host.ts';

/** What a field shows: products with what they look like, in order. */
export interface Results {
  readonly query: string;
  readonly answer: SearchAnswer;
  readonly hits: readonly (SearchHit & { readonly product: ProductCard })[];
  readonly productById: ReadonlyMap<ItemId, ProductCard>;
}

/** Answers to the newest query only: while one is on its way, those typed meanwhile wait, and only the last of them is asked. */
export function useResults(host: ElementHost, query: string, count: number): { readonly results: Results | undefined; readonly hasFailed: boolean } {
  const [state, setState] = useState<{ readonly results: Results | undefined; readonly hasFailed: boolean }>({ results: undefined, hasFailed: false });
  const wanted = useRef('');
  const isAsking = useRef(false);
  const ask = async (): Promise<void> => {
    if (isAsking.current) return;
    isAsking.current = true;
    for (let asked = ''; asked !== wanted.current; ) {
      asked = wanted.current;
      const results = await resultsOf(host, asked, count);
      if (asked === wanted.current) setState({ results, hasFailed: results === undefined });
    }
    isAsking.current = false;
  };
  useEffect(() => {
    wanted.current = query.trim();
    if (wanted.current === '') setState({ results: undefined, hasFailed: false });
    else void ask();
  }, [query]);
  return state;
}

async function resultsOf(host: ElementHost, query: string, count: number): Promise<Results | undefined> {
  const answer = await host.search({ query, count, isTyping: true });
  if (!answer.ok) return undefined;
  const wanted = new Set(answer.value.items.flatMap(({ id, reason }) => [id, ...(reason?.evidence ?? [])]));
  const products = await host.products([...wanted]);
  if (!products.ok) return undefined;
  const productById = new Map<ItemId, ProductCard>();
  for (const product of products.value) productById.set(product.id, product);
  const hits = answer.value.items.flatMap((hit) => {
    const product = productById.get(hit.id);
    return product ? [{ ...hit, product }] : [];
  });
  return { query, answer: answer.value, hits, productById };
}

/** Her recent searches while the field is open, and how to forget some of them. */
export function useRecent(host: ElementHost, isOpen: boolean): readonly [readonly RecentSearch[], (searches: readonly RecentSearch[]) => void] {
  const [recent, setRecent] = useState<readonly RecentSearch[]>([]);
  const read = async (): Promise<void> => {
    const known = await host.recentSearches();
    setRecent(known.ok ? known.value : []);
  };
  useEffect(() => {
    if (isOpen) void read();
  }, [isOpen]);
  const forget = async (searches: readonly RecentSearch[]): Promise<void> => {
    await host.forgetSearches(searches.flatMap(({ ids }) => ids));
    await read();
  };
  return [recent, (searches) => void forget(searches)];
}
