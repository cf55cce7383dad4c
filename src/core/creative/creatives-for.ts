import { isLanding, MAX_CREATIVES, type AdSize, type BrandRules, type Creative, type CreativeId } from '#core/campaigns';
import { wordsOf } from '#core/catalogue';
import { contentHash, seededChance, utf8Encode } from '#core/units';
import { brandFaults } from './brand-faults.ts';
import { fillings, sourceOf, type Source } from './compose.ts';
import { provenBy, savingOf, type AdFacts } from './facts.ts';
import { PHRASES } from './phrases.ts';
import { BOX, roomOf, SMALL_BOX, STRIP, STYLE_BY_TONE, type TextRoom } from './styles.ts';
import { parseTemplate, PASSING_SLOTS, slotsOf, type Template, type Tone } from './template.ts';
import { NO_LEANING, tonesFor, type Leaning } from './tones.ts';
import { traced, type TracedText } from './trace.ts';
import type { Wording } from './wording.ts';

/** What creatives are made of and held to. */
export interface CreativeRequest {
  readonly facts: AdFacts;
  readonly wording: Wording;
  readonly rules: BrandRules;
  /** Who pays. */
  readonly sponsored: string;
  /** Sizes to be filled; at least one. */
  readonly sizes: readonly AdSize[];
  /** Of the device alone. */
  readonly leaning?: Leaning;
  /**
   * `lasting`: texts that are published and shown for weeks, so without price, rating or stock. `passing`: drawn at once from the
   * catalogue of the moment.
   */
  readonly life: 'lasting' | 'passing';
  /** Most creatives, 1 to 20. */
  readonly count: number;
  /** Decides between wordings that are equally good. */
  readonly seed: number;
}

/** A generated creative, and where each of its texts comes from. */
export interface MadeCreative {
  readonly creative: Creative;
  readonly tone: Tone;
  readonly trace: { readonly title: TracedText; readonly desc?: TracedText; readonly ctatext: TracedText };
}

/** Share of words that two creatives may have in common (Jaccard) before the later one teaches a bandit nothing. */
const MOST_ALIKE = 0.8;

/**
 * Creatives of one product by the template grammar, each text with its trace. All meet `rules`; no two are alike; the tone that
 * suits `leaning` comes first and tones take turns. The same for the same request. [] for a product that cannot be had or shown.
 *
 * @throws RangeError if `count` is not a whole number from 1 to 20 or there is no size
 */
export function makeCreatives(request: CreativeRequest): readonly MadeCreative[] {
  const { facts, sizes, count } = request;
  if (!(Number.isInteger(count) && count >= 1 && count <= MAX_CREATIVES)) throw new RangeError(`Cannot make ${count} creatives: wanted 1 to ${MAX_CREATIVES}`);
  if (sizes.length === 0) throw new RangeError('Cannot make creatives without a size');
  if (!facts.available || !isLanding(facts.url)) return [];
  const source = sourceOf(facts, request.wording, request.leaning?.interests ?? []);
  const rooms = [STRIP, SMALL_BOX, BOX].map((room) => ({ room, sizes: sizes.filter((size) => roomOf(size) === room) })).filter((group) => group.sizes.length > 0);
  const queues = rooms.flatMap((group) => tonesFor(facts, request.leaning ?? NO_LEANING).map((tone) => candidatesOf(request, source, tone, group)));
  const chosen: Candidate[] = [];
  // One of each queue in turn: the first few already differ in tone and fit every size.
  for (let turn = 0; chosen.length < count && queues.some((queue) => queue.length > turn); turn++) {
    for (const queue of queues) {
      const candidate = queue[turn];
      if (candidate && chosen.length < count && !chosen.some((other) => isAlike(other, candidate))) chosen.push(candidate);
    }
  }
  return chosen.map(({ tone, trace, texts, drawn }) => ({ tone, trace, creative: creativeOf(request, texts, drawn) }));
}

interface SizeGroup {
  readonly room: TextRoom;
  readonly sizes: readonly AdSize[];
}

/** A creative before it is chosen. */
interface Candidate extends Omit<MadeCreative, 'creative'> {
  readonly texts: MadeTexts;
  readonly drawn: Drawn;
  readonly words: ReadonlySet<string>;
}

type MadeTexts = Readonly<Record<'title' | 'ctatext', string>> & { readonly desc?: string };
type Drawn = Pick<Creative, 'sizes' | 'style'> & { readonly hasPrice: boolean };

/** Rank of a title without a line: only where no line may stand beside one. Above any other, for few templates have many fillings. */
const ALONE = 1_000;

/** All that one tone has to say in one room, the best wordings first. */
function candidatesOf(request: CreativeRequest, source: Source, tone: Tone, { room, sizes }: SizeGroup): readonly Candidate[] {
  const { facts, wording, rules, life } = request;
  const phrases = PHRASES[wording.language];
  const chance = seededChance(request.seed);
  const templates = (texts: readonly string[]): readonly Template[] => texts.map((text) => parseTemplate(text) ?? []).filter((template) => life === 'passing' || slotsOf(template).every((slot) => !PASSING_SLOTS.has(slot)));
  const fill = (texts: readonly string[], longest: number): readonly TracedText[] => templates(texts).flatMap((template) => fillings(template, source, longest));
  const titles = fill(phrases.headlines[tone], Math.min(room.title, rules.maxTitleLength));
  const notice = rules.required.map((text) => [{ source: 'template', text: phrases.between }, { source: 'rule', text }] as const).flat();
  const noticeLength = notice.reduce((sum, { text }) => sum + text.length, 0);
  const longest = Math.min(room.desc, rules.maxDescLength) - noticeLength;
  const lines = fill([...phrases.lines[tone], ...(tone === 'plain' ? [] : phrases.lines.plain)], longest).map(({ spans }) => traced([...spans, ...notice]));
  const bare = notice.length > 0 && longest >= 0 ? traced(notice.slice(1)) : undefined;
  const buttons = phrases.buttons[tone];
  const button = buttons[chance.below(buttons.length)] ?? '';
  const pairs = titles.flatMap((title, i) => [...lines.map((desc, j) => ({ title, desc, rank: i + j + chance.next() / 2 })), { title, desc: bare, rank: ALONE + i }]);
  const made: Candidate[] = [];
  for (const { title, desc, rank } of pairs.sort((a, b) => a.rank - b.rank)) {
    if (made.length === request.count || (rank >= ALONE && made.length > 0)) break;
    const ctatext = traced([{ source: 'template', text: button }]);
    const trace = { title, ...(desc && { desc }), ctatext };
    const texts = { title: title.text, ...(desc && { desc: desc.text }), ctatext: button };
    if (saysTwice(trace) || brandFaults(texts, rules, provenBy(facts)).length > 0) continue;
    const saysPrice = [title, desc].some((text) => text?.spans.some(({ source: name }) => name === 'price'));
    const drawn = { sizes, style: room === STRIP ? 'banner' : STYLE_BY_TONE[tone], hasPrice: life === 'passing' && !saysPrice };
    made.push({ tone, trace, texts, drawn, words: new Set(wordsOf(`${title.text} ${desc?.text ?? ''}`)) });
  }
  return made;
}

/** Whether title and line quote one fact. */
function saysTwice({ title, desc }: MadeCreative['trace']): boolean {
  const names = new Set(title.spans.filter(({ source }) => source !== 'template' && source !== 'description').map(({ source }) => source));
  return desc?.spans.some(({ source }) => names.has(source) && source !== 'rule') ?? false;
}

function creativeOf({ facts, wording, sponsored }: CreativeRequest, texts: MadeTexts, { hasPrice, ...drawn }: Drawn): Creative {
  const isSale = savingOf(facts) !== undefined;
  const prices = !hasPrice || facts.priceCents <= 0 ? {} : isSale ? { priceCents: facts.listPriceCents ?? 0, salePriceCents: facts.priceCents } : { priceCents: facts.priceCents };
  const body = { locale: wording.language, ...drawn, itemId: facts.id, assets: { ...texts, sponsored, ...prices }, landing: facts.url };
  // Named by what it says: the same text keeps what a bandit learnt about it.
  const id = `auto-${contentHash(utf8Encode(JSON.stringify([facts.id, wording.language, texts, drawn]))).slice(0, 16)}`;
  return { id: id as CreativeId, ...body };
}

function isAlike(a: Candidate, b: Candidate): boolean {
  if (a.drawn.sizes !== b.drawn.sizes) return false;
  const common = [...a.words].filter((word) => b.words.has(word)).length;
  return common >= MOST_ALIKE * (a.words.size + b.words.size - common);
}
