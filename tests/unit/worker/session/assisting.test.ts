import { expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import type { AskContext, AssistantAnswer } from '#core/contract';
import { encodeKnowledge, encodeKnowledgeManifest } from '#core/knowledge';
import { contentHash } from '#core/units';
import { knowledgeOf } from '#server/catalogue';
import { DEMO_HELP } from '#server/demoshop';
import { agreed, anEvent, aNewSession, aShopOf, SESSION_CONFIG } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { valueOf } from '#support/result';

// Two lamps that no word tells apart, of which one is sold more; a dearer one; one that is sold out.
const LAMPS = [{ priceCents: 3_000, soldCount: 900 }, { priceCents: 3_100, soldCount: 1 }, { priceCents: 9_000, soldCount: 5 }, { priceCents: 1_000, soldCount: 9, available: false }];
const products = aCatalogue({ items: 60 }).products.map((product, i) => {
  const lamp = LAMPS[i - 10];
  return lamp ? { ...product, title: `Quokka reading lamp${i > 11 ? ` ${i}` : ''}`, brand: '', category: ['Home', 'Lamps'], currency: 'EUR', available: true, ...lamp } : { ...product, currency: 'EUR' };
});
const idOf = (item: number): ItemId => products[item]?.id as ItemId;
const shop = aShopOf(products);
const knowledge = valueOf(encodeKnowledge(knowledgeOf(DEMO_HELP, products).knowledge));
const files = new Map([...shop.files, ['knowledge.json', encodeKnowledgeManifest(contentHash(knowledge))], [`${contentHash(knowledge)}.json`, knowledge]]);
const EN: AskContext = { language: 'en', turns: [] };

async function anAssistant({ grants = agreed(), files: own = files }: { readonly grants?: ReturnType<typeof agreed>; readonly files?: ReadonlyMap<string, Uint8Array> } = {}) {
  const session = aNewSession({ files: own });
  valueOf(await session.api.start(SESSION_CONFIG, grants));
  return { ...session, ask: async (question: string, context = EN): Promise<AssistantAnswer> => valueOf(await session.api.ask(question, context)) };
}

test('ask() quotes the shop’s page with its place, in the language of the question, and keeps nothing', async () => {
  const { ask, stores } = await anAssistant();
  const answer = await ask('How long do I have to return something?');
  expect([answer.kind, answer.sources[0]?.address]).toEqual(['page', '/help/returns#how-long']);
  expect(answer.sources[0]?.passage).toContain(answer.text);
  expect((await ask('多久之内可以退货？')).sources[0]?.address).toBe('/help/zh/returns#how-long');
  expect(await stores.storedBytes()).toBe(0);
});

test('ask() says that it does not know what neither pages nor catalogue say, and offers a person', async () => {
  const { ask } = await anAssistant();
  expect(await ask('who won the election in 1998')).toMatchObject({ kind: 'unknown', text: '', sources: [], items: [], wantsPerson: true });
});

test('ask() says what languages the pages are in to a question in letters that none of them has, and offers questions in one of them to begin with', async () => {
  const { ask } = await anAssistant();
  const arabic = { language: 'ar', turns: [] };
  expect(await ask('كم تستغرق الإرجاع؟', arabic)).toMatchObject({ kind: 'unknown', pagesIn: ['en', 'zh'], wantsPerson: true });
  expect((await ask('', arabic)).suggestions).toEqual((await ask('')).suggestions);
  for (const question of ['who won the election in 1998', '你支持哪支球队', '???', '12']) expect((await ask(question)).pagesIn, question).toEqual([]);
});

test('ask() finds products within the price asked for and leaves out what is sold out', async () => {
  const { ask } = await anAssistant();
  const under = await ask('show me quokka lamps under 50 euros');
  expect([under.kind, under.items, under.isPersonal]).toEqual(['products', [idOf(10), idOf(11)], false]);
  expect((await ask('the cheapest quokka lamp')).items[0]).toBe(idOf(10));
});

test('ask() goes to the product that is named with its price or stock, however it is said, and to the page where no product is', async () => {
  const { ask } = await anAssistant();
  for (const question of ['Is the quokka reading lamp 12 in stock?', 'how much is the quokka reading lamp 12', 'anything quokka between 80 and 100 euros']) {
    expect(await ask(question), question).toMatchObject({ kind: 'products', items: [idOf(12)] });
  }
  for (const question of ['how much is delivery', 'is delivery free over 60 euros']) expect((await ask(question)).sources[0]?.address, question).toBe('/help/delivery#costs');
});

test('ask() finds a gift for somebody within its price: in the department for them, else what the shelves show; and prefers nothing it was not asked', async () => {
  const toys = products.map((product, i) => (i > 30 && i < 35 ? { ...product, title: `Kite ${i}`, category: ['Toys & Games', 'Kites'], priceCents: 5_500, available: true } : i === 20 ? { ...product, title: 'Wooden train', category: ['Toys & Games', 'Trains'], priceCents: 2_000, available: true } : i === 21 ? { ...product, title: 'Large wooden train', category: ['Toys & Games', 'Trains'], priceCents: 7_000, available: true } : product));
  const own = aShopOf(toys);
  const ask = (await anAssistant({ files: new Map([...own.files, ...[...files].filter(([name]) => name === 'knowledge.json' || name === `${contentHash(knowledge)}.json`)]) })).ask;
  for (const question of ['a gift for a child under 30 euro', '30元以下送孩子的礼物', 'something for my 6 year old son below €30']) {
    expect(await ask(question), question).toMatchObject({ kind: 'products', items: [idOf(20)] });
  }
  const both = await ask('a gift for a child between 50 and 80 euros');
  expect([both.items.length, both.items.slice(0, 2).includes(idOf(21))]).toEqual([4, true]); // one of each kind first
  expect((await ask('a birthday present under 50 euros')).kind).toBe('products');
  expect((await ask('a gift for a child under 1 euro')).kind).not.toBe('products');
});

test('ask() takes "it" for what was shown last, else for the product of the page', async () => {
  const { ask } = await anAssistant();
  expect((await ask('how much is it?', { ...EN, itemId: idOf(12) })).items).toEqual([idOf(12)]);
  const turns = [{ question: 'show me quokka lamps under 50 euros', items: [idOf(11), idOf(10)] }];
  expect((await ask('how much is it?', { ...EN, itemId: idOf(12), turns })).items).toEqual([idOf(11)]);
});

test('ask() lets her history decide between products that are alike, says so, and stops when she takes it back', async () => {
  const { api, ask } = await anAssistant({ grants: agreed('local') });
  valueOf(await api.record([0, 1, 2, 3, 4].map((n) => ({ ...anEvent(shop, n, 11), dwellMs: 60_000 }))));
  const hers = await ask('show me quokka lamps under 50 euros');
  expect([hers.items[0], hers.isPersonal]).toEqual([idOf(11), true]);
  await api.setGrants(agreed());
  const anybodys = await ask('show me quokka lamps under 50 euros');
  expect([anybodys.items[0], anybodys.isPersonal]).toEqual([idOf(10), false]);
});

test('ask() loads its file with the first question and not again; one that failed is asked for again', async () => {
  const { api, ask, loaded, files: served } = await anAssistant({ files: shop.files });
  const times = (): number => loaded.filter((name) => name === 'knowledge.json').length;
  expect(await api.ask('Do you deliver to Spain?', EN)).toMatchObject({ ok: false, fault: { kind: 'not-started' } });
  for (const [name, bytes] of files) served.set(name, bytes);
  expect((await ask('Which payment methods do you accept?')).kind).toBe('page');
  await ask('Do prices include tax?');
  expect(times()).toBe(2);
});

test('ask() answers from no file whose bytes are not those that were named', async () => {
  const { api } = await anAssistant({ files: new Map([...files, [`${contentHash(knowledge)}.json`, knowledge.map((byte, i) => (i === 2_000 ? byte ^ 1 : byte))]]) });
  expect(await api.ask('Do prices include tax?', EN)).toMatchObject({ ok: false, fault: { kind: 'catalogue', message: expect.stringContaining('do not hash') as string } });
});
