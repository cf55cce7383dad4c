import { DEFAULT_RULES } from '#core/campaigns';
import { expect, test } from 'vitest';
import { type RewordLimits } from '#core/creative';
import { browserModel, createPolisher, POLISH_MS, type BrowserModel } from '#page/polish';

const TEXT = 'Fellworks Hill Boots: welted soles can be replaced, size 42';
const FINE = 'Welted soles that can be replaced: Fellworks Hill Boots, size 42';
const LIMITS: RewordLimits = { language: 'en', rules: DEFAULT_RULES, proven: { claims: [], category: [] }, names: ['Fellworks'], maxLength: 90 };
/** A clock that never reaches the end of a wait. */
const never = (): Promise<void> => new Promise(() => undefined);

/** The browser's API, as Chrome spells it, answering what the test says. */
function aModel(answer: (prompt: string) => Promise<string>, availability = 'available') {
  const seen = { created: 0, destroyed: 0, prompts: [] as string[], aborted: 0 };
  const model: BrowserModel = {
    availability: async () => availability,
    create: async () => {
      seen.created += 1;
      return {
        prompt: (text, { signal }) => {
          seen.prompts.push(text);
          signal.addEventListener('abort', () => { seen.aborted += 1; });
          return answer(text);
        },
        destroy: () => { seen.destroyed += 1; },
      };
    },
  };
  return { model, seen };
}

test('createPolisher() shows a wording that keeps names and numbers, and says that it is the model’s', async () => {
  const { model, seen } = aModel(async () => `"${FINE}"\n`);
  const polisher = createPolisher(model, 'en', never);
  expect(await polisher.polish(TEXT, LIMITS)).toEqual({ text: FINE, isReworded: true });
  expect(seen.prompts[0]).toContain(TEXT);
  polisher.close();
  expect(seen.destroyed).toBe(1);
});

test.each([
  ['another number', TEXT.replace('42', '43')], ['a claim', `The best: ${TEXT}`], ['a lost name', TEXT.replace('Fellworks ', '')], ['a new name', `${TEXT} by Gucci`], ['too long', `${TEXT} ${'soles '.repeat(20)}`], ['mark-up', `<b>${TEXT}</b>`], ['nothing', ' '], ['the same', TEXT],
])('createPolisher() keeps the template where the model gives %s', async (_, reworded) => {
  expect(await createPolisher(aModel(async () => reworded).model, 'en', never).polish(TEXT, LIMITS)).toEqual({ text: TEXT, isReworded: false });
});

test('createPolisher() keeps the template after 300 ms, and stops asking', async () => {
  const { model, seen } = aModel(() => new Promise(() => undefined));
  const waits: number[] = [];
  let ring: () => void = () => undefined;
  const polisher = createPolisher(model, 'en', (ms) => { waits.push(ms); return new Promise((done) => { ring = done; }); });
  const polished = polisher.polish(TEXT, LIMITS);
  await expect.poll(() => seen.prompts.length).toBe(1);
  ring();
  expect(await polished).toEqual({ text: TEXT, isReworded: false });
  expect([waits, POLISH_MS, seen.aborted]).toEqual([[300], 300, 1]);
});

test.each(['downloadable', 'downloading', 'unavailable'])('createPolisher() opens nothing where the model is %s', async (availability) => {
  const { model, seen } = aModel(async () => FINE, availability);
  expect(await createPolisher(model, 'en', never).polish(TEXT, LIMITS)).toEqual({ text: TEXT, isReworded: false });
  expect(seen.created).toBe(0);
});

test('createPolisher() keeps the template where there is no model, or it fails at any step', async () => {
  const fails = async (): Promise<never> => { throw new Error('no'); };
  const models: readonly (BrowserModel | undefined)[] = [undefined, { availability: fails, create: fails }, { availability: async () => 'available', create: fails }, aModel(fails).model];
  for (const model of models) expect(await createPolisher(model, 'en', never).polish(TEXT, LIMITS)).toEqual({ text: TEXT, isReworded: false });
});

test('browserModel() is what a window has under Chrome’s name, with both functions', () => {
  const { model } = aModel(async () => FINE);
  expect(browserModel({ LanguageModel: model })).toBe(model);
  expect([browserModel({}), browserModel({ LanguageModel: {} }), browserModel({ LanguageModel: 1 })]).toEqual([undefined, undefined, undefined]);
});
