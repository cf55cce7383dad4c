/** Words of a text as every score here counts them: runs of letters and digits in small letters, nothing stemmed. */
export function tokensOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Longest common subsequence of two lists. */
function commonLength(a: readonly string[], b: readonly string[]): number {
  let before = new Uint16Array(b.length + 1);
  for (const word of a) {
    const now = new Uint16Array(b.length + 1);
    b.forEach((other, j) => { now[j + 1] = word === other ? (before[j] ?? 0) + 1 : Math.max(before[j + 1] ?? 0, now[j] ?? 0); });
    before = now;
  }
  return before[b.length] ?? 0;
}

/** ROUGE-L (Lin 2004) with β = 1: the harmonic mean of precision and recall of the longest common subsequence, 0 to 1. */
export function rougeL(text: string, reference: string): number {
  const [a, b] = [tokensOf(text), tokensOf(reference)];
  const common = commonLength(a, b);
  return common === 0 ? 0 : (2 * common) / (a.length + b.length);
}

/** Counts of the runs of `n` words. */
function gramsOf(words: readonly string[], n: number): ReadonlyMap<string, number> {
  const grams = new Map<string, number>();
  for (let i = 0; i + n <= words.length; i++) {
    const gram = words.slice(i, i + n).join(' ');
    grams.set(gram, (grams.get(gram) ?? 0) + 1);
  }
  return grams;
}

/** One text and what it is held against. */
export interface Judged {
  readonly text: string;
  readonly references: readonly string[];
}

/** BLEU's longest run of words. */
const BLEU_ORDER = 4;

/**
 * BLEU-4 of a corpus (Papineni et al. 2002): the geometric mean of clipped precisions of runs of 1 to 4 words, summed over all
 * texts, times the brevity penalty against the nearest reference length. No smoothing: 0 where a run length never matches.
 */
export function bleu4(corpus: readonly Judged[]): number {
  const [matched, total] = [new Float64Array(BLEU_ORDER), new Float64Array(BLEU_ORDER)];
  let [length, wanted] = [0, 0];
  for (const { text, references } of corpus) {
    const words = tokensOf(text);
    const others = references.map(tokensOf);
    length += words.length;
    wanted += others.map((other) => other.length).reduce((best, one) => (Math.abs(one - words.length) < Math.abs(best - words.length) || (Math.abs(one - words.length) === Math.abs(best - words.length) && one < best) ? one : best), Infinity);
    for (let n = 1; n <= BLEU_ORDER; n++) {
      const known = others.map((other) => gramsOf(other, n));
      for (const [gram, count] of gramsOf(words, n)) {
        matched[n - 1] = (matched[n - 1] ?? 0) + Math.min(count, Math.max(0, ...known.map((grams) => grams.get(gram) ?? 0)));
        total[n - 1] = (total[n - 1] ?? 0) + count;
      }
    }
  }
  if (matched.includes(0)) return 0;
  const mean = matched.reduce((sum, count, i) => sum + Math.log(count / (total[i] ?? 1)), 0) / BLEU_ORDER;
  return Math.exp(mean + Math.min(0, 1 - wanted / length));
}

/** Share of the runs of `n` words in `texts`, taken together, that are different ones (Li et al. 2016): 1 repeats nothing. */
export function distinct(texts: readonly string[], n: number): number {
  const seen = new Set<string>();
  let total = 0;
  for (const text of texts) {
    for (const [gram, count] of gramsOf(tokensOf(text), n)) {
      seen.add(gram);
      total += count;
    }
  }
  return total === 0 ? 0 : seen.size / total;
}

/** Mean BLEU-4 of each text against all the others (Zhu et al. 2018): 0 repeats nothing, 1 says one thing over and over. */
export function selfBleu(texts: readonly string[]): number {
  return texts.reduce((sum, text, i) => sum + bleu4([{ text, references: texts.filter((_, j) => j !== i) }]), 0) / texts.length;
}
