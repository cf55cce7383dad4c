import SearchableMap from 'minisearch/SearchableMap';
import { indexTokens, queryTokens } from '#core/text';

/** What search reads of a product. */
export interface SearchText {
  readonly title: string;
  readonly brand: string;
  /** From general to special. */
  readonly category: readonly string[];
  readonly id: string;
}

/** Weights of a token by where it stands, in halves so that sums stay small integers. A leaf category is the shop's own synonym of its products. */
const FIELD = { title: 4, brand: 3, leaf: 3, path: 1, id: 4 } as const;
/**
 * BM25: how soon more of the same word counts for nothing, in the unit of {@link FIELD}, so that 4 is a k1 of one word of a title
 * (usual: 1.2 to 2, for long texts); how much a long text is held against a product, b (usual: .5 to .8, the lowest since titles
 * differ little in length). See Robertson and Zaragoza 2009.
 */
const SATURATION = 4;
const LENGTH_SHARE = 0.5;
/**
 * What a word counts that only begins like the one looked for, or holds one typing error. Above MiniSearch's .375 and .45: here
 * errors are forgiven only where no word of the shop fits. Set by hand; `npm run bench -- --only search` measures all of them together.
 */
const PREFIX = 0.7;
const FUZZY = 0.6;
/** What each letter still to come takes from a beginning, against each one typed; MiniSearch's. */
const UNTYPED_LETTER = 0.3;
/** Fewest letters of a word whose typing errors are forgiven, and of one that may hold two. */
const FUZZY_FROM = 4;
const TWO_ERRORS_FROM = 8;
/** Most words tried for one token: `s` begins thousands. */
const MAX_WORDS = 60;
/** Most tokens of a query that count. */
const MAX_TOKENS = 16;
/** How hard it is for a product to lack a word of the query: its score is multiplied by the share it has, to this power. Set by hand, measured likewise. */
const COVERAGE = 2;

/** [item, weight, item, weight …], items ascending. */
type Postings = number[];

/** A text match: `score` is comparable within one query only, above 0. */
export interface TextHit {
  readonly item: number;
  readonly score: number;
}

/** An inverted index of what cards show: MiniSearch's radix tree, and BM25 over fields weighed together (Robertson et al. 2004). */
export interface TextIndex {
  /** Adds items in ascending order; `item` numbers are the catalogue's. */
  add(item: number, text: SearchText): void;
  /** Matching items, best first. The last word may be unfinished where `isTyping`. */
  search(query: string, isTyping: boolean): readonly TextHit[];
  readonly items: number;
}

/** An empty index. */
export function createTextIndex(): TextIndex {
  const words = new SearchableMap<Postings>();
  const lengths: number[] = [];
  let [items, totalLength] = [0, 0];

  const add = (item: number, { title, brand, category, id }: SearchText): void => {
    const weights = new Map<string, number>();
    let length = 0;
    const take = (text: string, weight: number): void => {
      for (const token of indexTokens(text)) {
        weights.set(token, (weights.get(token) ?? 0) + weight);
        length += weight;
      }
    };
    take(title, FIELD.title);
    take(brand, FIELD.brand);
    take(category.at(-1) ?? '', FIELD.leaf);
    for (const name of category.slice(0, -1)) take(name, FIELD.path);
    take(id, FIELD.id);
    for (const [word, weight] of weights) words.fetch(word, () => []).push(item, weight);
    lengths[item] = length;
    totalLength += length;
    items += 1;
  };
  /** Words that stand for `token`, each with what it counts. */
  const alternatives = (token: string, isUnfinished: boolean): [word: string, share: number][] => {
    const found: [string, number][] = words.has(token) ? [[token, 1]] : [];
    if (isUnfinished) {
      for (const [word] of words.atPrefix(token)) {
        if (found.length >= MAX_WORDS) break;
        if (word !== token) found.push([word, (PREFIX * token.length) / (token.length + UNTYPED_LETTER * (word.length - token.length))]);
      }
    }
    // What the shop knows is not a typing error.
    if (found.length > 0 || token.length < FUZZY_FROM || /^\p{N}/u.test(token)) return found;
    for (const [word, [, errors]] of words.fuzzyGet(token, token.length < TWO_ERRORS_FROM ? 1 : 2)) found.push([word, FUZZY ** errors]);
    return found.sort((a, b) => b[1] - a[1]).slice(0, MAX_WORDS);
  };
  /** What each product has of one thing asked for, in any of its words. */
  const scoresOf = (tokens: readonly string[], isUnfinished: boolean): ReadonlyMap<number, number> => {
    const best = new Map<number, number>();
    const meanLength = totalLength / Math.max(1, items);
    for (const [word, share] of tokens.flatMap((token) => alternatives(token, isUnfinished))) {
      const postings = words.get(word) ?? [];
      const known = postings.length / 2;
      const rarity = Math.log1p((items - known + 0.5) / (known + 0.5)) * share;
      for (let at = 0; at < postings.length; at += 2) {
        const [item, weight] = [postings[at] ?? 0, postings[at + 1] ?? 0];
        const norm = 1 - LENGTH_SHARE + (LENGTH_SHARE * (lengths[item] ?? 0)) / meanLength;
        const score = (rarity * weight) / (weight + SATURATION * norm);
        if (score > (best.get(item) ?? 0)) best.set(item, score);
      }
    }
    return best;
  };
  const search = (query: string, isTyping: boolean): readonly TextHit[] => {
    const wanted = understood([...new Set(queryTokens(query))].slice(0, MAX_TOKENS), (word) => words.has(word));
    const found = new Map<number, { score: number; covered: number }>();
    const asked = wanted.reduce((sum, { span }) => sum + span, 0);
    for (const [i, { tokens, span }] of wanted.entries()) {
      for (const [item, score] of scoresOf(tokens, isTyping && i === wanted.length - 1)) {
        const before = found.get(item) ?? { score: 0, covered: 0 };
        found.set(item, { score: before.score + score * span, covered: before.covered + span });
      }
    }
    return [...found].map(([item, { score, covered }]) => ({ item, score: score * (covered / asked) ** COVERAGE })).sort((a, b) => b.score - a.score || a.item - b.item);
  };
  return {
    add, search,
    get items() {
      return items;
    },
  };
}

/** A thing asked for: any of `tokens`, standing for `span` words of the query. */
interface Wanted {
  readonly tokens: readonly string[];
  readonly span: number;
}

/** Words of a query as the shop writes them: "door bell" where it says doorbell, "deckover" where it says deck over. */
function understood(tokens: readonly string[], isKnown: (word: string) => boolean): readonly Wanted[] {
  const wanted: Wanted[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] ?? '';
    const next = tokens[i + 1];
    if (next !== undefined && isKnown(token + next) && !(isKnown(token) && isKnown(next))) {
      wanted.push({ tokens: [token + next], span: 2 });
      i += 1;
      continue;
    }
    const parts = isKnown(token) ? undefined : splitOf(token, isKnown);
    if (parts) wanted.push(...parts.map((part) => ({ tokens: [part], span: 1 })));
    else wanted.push({ tokens: [token], span: 1 });
  }
  return wanted;
}

/** `token` as two known words, the second as long as can be; undefined where it is not. One letter is a word only where letters are. */
function splitOf(token: string, isKnown: (word: string) => boolean): readonly [string, string] | undefined {
  const least = /^[a-z]/.test(token) ? 3 : 1;
  for (let at = least; at <= token.length - least; at++) {
    const [head, tail] = [token.slice(0, at), token.slice(at)];
    if (isKnown(head) && isKnown(tail)) return [head, tail];
  }
  return undefined;
}
