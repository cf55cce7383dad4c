import { productQuestion, type Assistant, type Reading } from '#core/assistant';
import type { ProductCard } from '#core/catalogue';
import type { AskContext, AssistantAnswer, WorkerFault } from '#core/contract';
import { ok, type Result } from '#core/units';
import { loadAssistant, type KnowledgeSource } from './knowledge.ts';
import { findProducts, type Pointed, type ProductSource } from './products.ts';

/** Turns before the question that are looked at. */
const MAX_TURNS = 3;
/** A page that is this sure answers first, whatever else the question sounds like. */
const SURE = 0.8;

/** Answers questions. Remembers none. */
export interface Guide {
  ask(question: string, context: AskContext): Promise<Result<AssistantAnswer, WorkerFault>>;
}

/** An assistant that loads its knowledge with the first question. */
export function createGuideOver(source: KnowledgeSource & ProductSource): Guide {
  let loading: Promise<Result<Assistant, WorkerFault>> | undefined;
  const assistant = async (): Promise<Result<Assistant, WorkerFault>> => {
    loading ??= loadAssistant(source);
    const loaded = await loading;
    if (!loaded.ok) loading = undefined; // offline, perhaps: the next question asks again
    return loaded;
  };
  return {
    async ask(asked, context) {
      const known = await assistant();
      if (!known.ok) return known;
      const question = String(asked).trim();
      const { language } = context;
      if (question === '') return ok({ ...EMPTY, kind: 'opening', suggestions: known.value.openings(language) });
      const turns = context.turns.slice(-MAX_TURNS);
      const reading = known.value.read({ question, language, earlier: turns.map((turn) => turn.question) });
      if (reading.intent === 'greeting' && reading.answer === null) return ok({ ...EMPTY, kind: 'greeting', intent: reading.intent, confidence: 1, suggestions: known.value.openings(language) });
      const pointed = pointedAt(context, turns, known.value);
      const fromProducts = async (): Promise<Result<AssistantAnswer | undefined, WorkerFault>> => {
        const found = await findProducts(source, productQuestion(known.value.inShopWords(question)), pointed);
        return found.ok ? ok(found.value.cards.length === 0 ? undefined : productsAnswer(reading, found.value.cards, found.value.isPersonal)) : found;
      };
      if (isOfPointed(reading, pointed) || ((reading.isAboutProducts || namesProducts(reading)) && (reading.answer?.confidence ?? 0) < SURE)) {
        const found = await fromProducts();
        if (!found.ok || found.value) return found as Result<AssistantAnswer, WorkerFault>;
      }
      if (reading.answer) return ok(pageAnswer(reading, reading.answer));
      // A question that nobody recognised may still name a product; one that is none of a shop's may not.
      if (!reading.isAboutProducts && reading.intent !== 'other') {
        const found = await fromProducts();
        if (!found.ok || found.value) return found as Result<AssistantAnswer, WorkerFault>;
      }
      return ok({ ...EMPTY, kind: 'unknown', intent: reading.intent, wantsPerson: true, suggestions: reading.suggestions, pagesIn: known.value.isForeign(question) ? known.value.languages : [] });
    },
  };
}

const EMPTY: AssistantAnswer = { kind: 'unknown', text: '', sources: [], confidence: 0, about: 'list', items: [], isPersonal: false, intent: 'other', wantsPerson: false, suggestions: [], pagesIn: [] };

/** What "it" may mean: what was shown last, else the product of the page. */
function pointedAt({ itemId }: AskContext, turns: AskContext['turns'], assistant: Assistant): Pointed {
  const shown = turns.findLast(({ items }) => items.length > 0);
  return { items: shown?.items ?? (itemId === undefined ? [] : [itemId]), words: shown === undefined ? '' : productQuestion(assistant.inShopWords(shown.question)).words };
}

/** Whether price or stock of "it" is asked, where it is known what that is: no page says it better. */
function isOfPointed({ product: { about, words, leansBack } }: Reading, { items }: Pointed): boolean {
  return (about === 'price' || about === 'stock') && words === '' && leansBack && items.length > 0;
}

/** Whether something by its words, or for somebody, is asked the price or the stock of, or for within a price: a product, where the shop has one such. */
function namesProducts({ product: { about, words, minCents, maxCents, departments, isGift } }: Reading): boolean {
  return (words !== '' || departments.length > 0 || isGift) && (about !== 'list' || minCents !== undefined || maxCents !== undefined);
}

function pageAnswer(reading: Reading, { text, citation, confidence }: NonNullable<Reading['answer']>): AssistantAnswer {
  return { ...EMPTY, kind: 'page', text, sources: [citation], confidence, intent: reading.intent, wantsPerson: reading.intent === 'contact' || reading.intent === 'complaint', suggestions: reading.suggestions };
}

function productsAnswer({ intent, intents, product, suggestions }: Reading, cards: readonly ProductCard[], isPersonal: boolean): AssistantAnswer {
  const sources = cards.map(({ title, url }) => ({ title, address: url, passage: title }));
  return { ...EMPTY, kind: 'products', sources, confidence: intents[0]?.probability ?? 0, about: product.about, items: cards.map(({ id }) => id), isPersonal, intent, suggestions: suggestions.slice(0, 2) };
}

