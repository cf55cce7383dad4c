import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { contentHash } from '#core/units';
import { encodeKnowledge, encodeKnowledgeManifest } from '#core/knowledge';
import { knowledgeOf } from '#server/catalogue';
import { DEMO_HELP } from '#server/demoshop';
import { serveShop, SHOP_PRODUCTS } from '#support/shop-site';
import { withSite } from '#support/with-site';

/** A shop with the demo's help pages, the real tag, page part and worker, under a strict policy. */
async function serveWithHelp() {
  const bytes = encodeKnowledge(knowledgeOf(DEMO_HELP, SHOP_PRODUCTS).knowledge);
  if (!bytes.ok) throw new Error(bytes.fault.message);
  const hash = contentHash(bytes.value);
  const json = (body: Uint8Array) => ({ type: 'application/json', body });
  return serveShop({ files: { '/catalogue/knowledge.json': json(encodeKnowledgeManifest(hash)), [`/catalogue/${hash}.json`]: json(bytes.value) } });
}
const on = withSite(serveWithHelp, { profile: { viewport: { width: 390, height: 844 } } });

const dialog = () => on.page.getByRole('dialog');
const answers = () => on.page.locator('homebird-assistant .answer');
async function open(language = 'en', attributes: Readonly<Record<string, string>> = {}): Promise<void> {
  await on.page.goto(on.site.origin);
  await on.page.evaluate(([lang, given]) => {
    document.documentElement.lang = lang;
    document.documentElement.style.colorScheme = 'light dark'; // else a dark browser draws us light, as the page
    const element = document.createElement('homebird-assistant');
    for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
    document.body.append(element);
  }, [language, attributes] as const);
  await on.page.locator('homebird-assistant .launcher').waitFor();
}
/** By keyboard: the banner lies over the button until somebody chooses, as on any phone. */
async function launch(): Promise<void> {
  await on.page.locator('homebird-assistant .launcher').press('Enter');
  await dialog().waitFor();
}
async function ask(question: string): Promise<void> {
  const before = await answers().count();
  await dialog().getByRole('textbox').fill(question);
  await on.page.keyboard.press('Enter');
  await expect.poll(() => answers().count()).toBe(before + 1);
  await expect.poll(() => answers().last().locator('.said').count()).toBe(1);
}
async function violations(): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page: on.page }).include('homebird-assistant').withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
/** Requests for what the assistant answers from. */
const knowledgeRequests = (): number => on.site.requests.filter(({ url }) => url === '/catalogue/knowledge.json').length;

describe('<homebird-assistant>', () => {
  test('answers with a sentence of the shop’s page and a link to its place, and loads nothing for that before it is opened', async () => {
    await open();
    const before = knowledgeRequests();
    const seen = on.site.requests.length;
    await launch();
    await dialog().getByRole('button', { name: /\?$/ }).first().waitFor();
    expect(knowledgeRequests()).toBe(before + 1);
    await ask('How long do I have to return something?');
    expect(await answers().last().textContent()).toContain('60 days');
    expect(await answers().last().getByRole('link').getAttribute('href')).toBe(`${on.site.origin}/help/returns#how-long`);
    expect(on.site.requests.slice(seen).filter(({ method, url }) => method !== 'GET' || url.includes('return'))).toEqual([]);
  });

  test('finds products by words and price, says what it does not know, and offers a person', async () => {
    await open('en', { contact: 'mailto:help@shop.example' });
    await launch();
    await ask('show me kettles under 11 euros');
    const items = answers().last().locator('.items li');
    expect(await items.allTextContents()).toEqual([expect.stringContaining('€10.00')]);
    await ask('who won the election');
    expect(await answers().last().textContent()).toContain('I do not know');
    await answers().last().getByRole('button', { name: 'Ask a person' }).click();
    const contact = dialog().getByRole('link', { name: 'Contact the shop' });
    expect(await contact.getAttribute('href')).not.toContain('body=');
    await dialog().getByRole('checkbox').check();
    expect(decodeURIComponent((await contact.getAttribute('href')) ?? '')).toContain('who won the election');
  });

  test('hands over to the page’s own listener, with the conversation only where she ticks it', async () => {
    await open('en', { 'data-handoff': '' });
    await on.page.evaluate(() => {
      const heard: unknown[] = [];
      Object.assign(window, { heard });
      document.addEventListener('homebird-handoff', (event) => {
        event.preventDefault();
        heard.push((event as CustomEvent).detail);
      });
    });
    await launch();
    await ask('do you sell rockets to the moon');
    await answers().last().getByRole('button', { name: /person|helpful/ }).click();
    await dialog().getByRole('button', { name: 'Contact the shop' }).click();
    await dialog().getByRole('checkbox').check();
    await dialog().getByRole('button', { name: 'Contact the shop' }).click();
    const heard = await on.page.evaluate(() => (window as unknown as { heard: { transcript: string }[] }).heard.map(({ transcript }) => transcript.includes('rockets')));
    expect(heard).toEqual([false, true]);
  });

  test('closes with Escape, gives the focus back, warns of a card number and forgets when it is cleared', async () => {
    await open();
    await on.page.locator('homebird-assistant .launcher').focus();
    await on.page.keyboard.press('Enter');
    await on.page.keyboard.type('4111 1111 1111 1111');
    await dialog().getByText('looks like a card number').waitFor();
    await dialog().getByRole('textbox').fill('');
    await ask('Do prices include tax?');
    await dialog().getByRole('button', { name: 'Clear conversation' }).click();
    await expect.poll(() => answers().count()).toBe(0);
    await on.page.keyboard.press('Escape');
    await expect.poll(() => dialog().count()).toBe(0);
    await expect.poll(() => on.page.evaluate(() => document.querySelector('homebird-assistant')?.shadowRoot?.activeElement?.className)).toContain('launcher');
    const kept = await on.page.evaluate(async () => [Object.values(localStorage).join(), (await indexedDB.databases()).length]);
    expect(kept).toEqual([expect.not.stringContaining('tax'), 0]);
  });

  test.each([['light', 'en'], ['dark', 'zh'], ['light', 'ar']] as const)('passes axe in %s, %s', async (colorScheme, language) => {
    await on.page.emulateMedia({ colorScheme });
    await open(language);
    await launch();
    await ask(language === 'zh' ? '支持哪些付款方式？' : 'Which payment methods do you accept?');
    await ask(language === 'zh' ? 'kettle' : 'show me kettles');
    expect(await dialog().evaluate((own) => getComputedStyle(own).backgroundColor)).toBe(colorScheme === 'dark' ? 'rgb(23, 28, 26)' : 'rgb(255, 255, 255)');
    expect(await violations()).toEqual([]);
    await expect.poll(() => on.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
