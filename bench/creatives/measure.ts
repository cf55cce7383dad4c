import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { Product } from '#core/catalogue';
import { traceFaults } from '#core/creative';
import { parseFeed } from '#core/feed';
import { wordingOf } from '#page/words';
import { bleu4, distinct, rougeL, selfBleu, tokensOf } from './scores.ts';
import { adsOf, leads, stripTitles, titles, type Answer, type Search } from './tasks.ts';

/** One figure of what is generated, beside the same of two plain methods. */
export interface CreativeScore {
  readonly name: string;
  readonly ours: number;
  readonly titleOnly: number;
  readonly firstSentence: number;
  /** What was asked, and what the reference is. */
  readonly how: string;
}

/** Relevance that people gave to a search that means exactly this product. */
const EXACT = 3;
/** Ads that repetition is measured on: a self-BLEU compares all pairs. */
const REPEATED = 150;
/** Ads of one product whose words are traced. */
const ADS_EACH = 6;

type Method = 'ours' | 'titleOnly' | 'firstSentence';
const METHODS = ['ours', 'titleOnly', 'firstSentence'] as const;

function perMethod(score: (method: Method) => number): Pick<CreativeScore, Method> {
  const [ours = 0, titleOnly = 0, firstSentence = 0] = METHODS.map(score);
  return { ours, titleOnly, firstSentence };
}

function overlap(name: string, answers: readonly Answer[], how: string): readonly CreativeScore[] {
  const mean = (method: Method): number => answers.reduce((sum, answer) => sum + rougeL(answer[method], answer.reference), 0) / answers.length;
  const about = `${answers.length} products; ${how}`;
  return [
    { name: `${name} ROUGE-L`, how: about, ...perMethod(mean) },
    { name: `${name} BLEU-4`, how: about, ...perMethod((method) => bleu4(answers.map((answer) => ({ text: answer[method], references: [answer.reference] })))) },
  ];
}

function repetition(name: string, answers: readonly Answer[]): readonly CreativeScore[] {
  const step = Math.max(1, Math.floor(answers.length / REPEATED));
  const some = answers.filter((_, i) => i % step === 0).slice(0, REPEATED);
  const how = `${some.length} ads of different products together`;
  return [
    { name: `${name} distinct-2`, how, ...perMethod((method) => distinct(some.map((answer) => answer[method]), 2)) },
    { name: `${name} self-BLEU`, how, ...perMethod((method) => selfBleu(some.map((answer) => answer[method]))) },
  ];
}

/** Share of words that their traces bear out, of texts within their lengths, and of products that have an ad at all. Plain methods quote, so theirs is 1 by nature. */
function facts(name: string, products: readonly Product[]): readonly CreativeScore[] {
  const wording = wordingOf('en');
  let [words, traced, texts, fitting, advertised] = [0, 0, 0, 0, 0];
  for (const product of products) {
    const made = adsOf(product, ADS_EACH);
    advertised += Math.min(1, made.length);
    for (const { trace } of made) {
      for (const [text, room] of [[trace.title, 90], [trace.desc, 140]] as const) {
        if (text === undefined) continue;
        const count = tokensOf(text.text).length;
        words += count;
        traced += traceFaults(text, product, wording).length === 0 ? count : 0;
        texts += 1;
        fitting += Number(text.text.length <= room);
      }
    }
  }
  const share = (method: (product: Product) => string, room: number): number => products.filter((product) => method(product).length <= room).length / products.length;
  return [
    { name: `${name} words traced`, how: `${words} words of ${texts} texts`, ours: traced / words, titleOnly: 1, firstSentence: 1 },
    { name: `${name} lengths held`, how: 'titles within 90 characters, lines within 140', ours: fitting / texts, titleOnly: share(({ title }) => title, 90), firstSentence: share(({ description }) => description.split(/[.!?]\s/)[0] ?? '', 140) },
    { name: `${name} advertised`, how: `share of ${products.length} products that have an ad; the rest stand in sensitive categories or break the default rules`, ours: advertised / products.length, titleOnly: 1, firstSentence: 1 },
  ];
}

/** Quality of generated texts on the real sets in `folder`; [] for a set that is not there. */
export function measureCreatives(folder: string): readonly CreativeScore[] {
  const read = (path: string): Buffer | undefined => (existsSync(join(folder, path)) ? gunzipSync(readFileSync(join(folder, path))) : undefined);
  const scores: CreativeScore[] = [];
  for (const [name, path] of [['retail', 'retail_demo_store/products.json.gz'], ['flipkart', 'flipkart_1050/flipkart_1050.csv.gz']] as const) {
    const bytes = read(path);
    if (!bytes) continue;
    const { products } = parseFeed(bytes);
    const asked = leads(products);
    scores.push(...overlap(`${name} lead`, asked, 'reference: the description’s first sentence, left out of the input'), ...overlap(`${name} title`, titles(products), 'reference: the title, left out of the input; "title only" is the category'), ...repetition(name, asked), ...facts(name, products));
  }
  const homedepot = read('homedepot_search/train.csv.gz');
  if (homedepot) {
    const rows = parse(homedepot, { columns: true }) as readonly Readonly<Record<'product_title' | 'search_term' | 'relevance', string>>[];
    const searches = rows.filter(({ relevance }) => Number(relevance) === EXACT).map(({ product_title: title, search_term: query }): Search => ({ title, query }));
    const { asked, ...kept } = stripTitles(searches);
    scores.push({ name: 'homedepot strip recall', how: `${asked} searches judged exact; share of their words left in 40 characters; baselines: the whole title, and its first 40 characters`, ...kept });
  }
  return scores;
}
