import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { servePanel } from '#support/panel-site';
import { withSite } from '#support/with-site';

const on = withSite(servePanel, { profile: { viewport: { width: 1200, height: 900 }, timezoneId: 'UTC' }, isQuiet: true });
const TITLE = { en: 'What this shop’s page takes you for', zh: '本店页面把你看作什么样的人', ar: 'كيف تراك صفحة هذا المتجر' } as const;

const box = (name: string = TITLE.en) => on.page.getByRole('region', { name });
async function open(query = '?used=looked&ads', title: string = TITLE.en): Promise<void> {
  await on.page.goto(`${on.site.origin}/${query}`);
  await box(title).locator('summary').first().click();
  await box(title).locator('.likes li').first().waitFor();
}
const tagsIn = () => box().locator('.likes .top > span:first-child bdi').allTextContents();

describe('what this shop’s page takes you for', () => {
  test('is neither drawn nor loaded without a yes to ads', async () => {
    await on.page.goto(`${on.site.origin}/?used=looked`);
    await on.page.getByRole('region', { name: 'What is remembered' }).locator('.rows li').first().waitFor();
    expect(await box().count()).toBe(0);
  });

  test.each([['light', 1200], ['dark', 390]] as const)('passes axe in %s at %i pixels, and nothing runs over the edge', async (colorScheme, width) => {
    await on.page.emulateMedia({ colorScheme });
    await on.page.setViewportSize({ width, height: 900 });
    await open();
    const { violations } = await new AxeBuilder({ page: on.page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))).toEqual([]);
    expect(await on.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  test('names interests with what says so, her place among prices in words, and how she stands with the shop', async () => {
    await open();
    await expect.poll(tagsIn).toContain('boots');
    const said = (await box().textContent())?.replaceAll(/[\u2068\u2069]/g, '') ?? '';
    expect(said).toMatch(/From: Viewed \w+ boots \d+; Viewed/);
    expect(said).toMatch(/costs more than \d+% of the same category; half of your things lie between \d+% and \d+%\. From 7 products\./);
    expect(said).toContain('New here: you have not bought yet');
    expect(said).toMatch(/Group \d+ of 12, made of products alone, mostly boots/);
    expect(said).toContain('was not measured in this shop yet');
  });

  test('never, pin, forget and add work by keyboard, are said, and are taken back', async () => {
    await open();
    const never = box().getByRole('button', { name: 'Never take me for somebody who likes boots' });
    await never.focus();
    await on.page.keyboard.press('Enter');
    await on.page.getByRole('status').filter({ hasText: 'boots: never shown.' }).waitFor();
    await expect.poll(tagsIn).not.toContain('boots');
    await on.page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(tagsIn).toContain('boots');
    await box().getByRole('button', { name: 'Pin boots: it never fades' }).click();
    await expect.poll(async () => (await box().locator('.likes .top').first().textContent())).toContain('100%');
    await box().getByRole('combobox', { name: 'Add an interest' }).selectOption('category games');
    await box().getByRole('button', { name: 'Add', exact: true }).click();
    await expect.poll(tagsIn).toContain('games');
    await box().getByRole('button', { name: 'Forget boots: delete what it is based on' }).click();
    await expect.poll(tagsIn).not.toContain('boots');
  });

  test('what she turns off is worked out no more, until she turns it on', async () => {
    await open();
    await box().getByRole('button', { name: 'Do not use: Place among prices' }).click();
    await expect.poll(async () => box().locator('.fact').first().textContent()).toContain('You have this off');
    expect(await box().locator('.scale').count()).toBe(0);
    await on.page.reload(); // it is kept
    await box().locator('summary').first().click();
    await box().getByRole('button', { name: 'Use again: Place among prices' }).click();
    await box().locator('.scale').waitFor();
  });

  test.each<readonly [string, string | RegExp]>([
    ['Where you stand with the shop', 'New here: you have not bought yet'], ['Whom you are like', 'made of products alone'], ['Words', /What names the things you turn to|Too little seen to say/], ['Chance of buying', 'was not measured in this shop yet'],
  ])('each of the others is shown, turned off, kept so, and turned on again: %s', async (title, said) => {
    await open();
    const fact = box().locator('.fact').filter({ has: on.page.getByRole('heading', { name: title, exact: true }) });
    await fact.getByText(said).first().waitFor();
    await box().getByRole('button', { name: `Do not use: ${title}` }).click();
    await fact.getByText('You have this off').waitFor();
    expect(await fact.getByText(said).count()).toBe(0);
    await on.page.reload(); // it is kept
    await box().locator('summary').first().click();
    await fact.getByText('You have this off').waitFor();
    await box().getByRole('button', { name: `Use again: ${title}` }).click();
    await fact.getByText(said).first().waitFor();
  });

  test('the scale of prices runs the way the page is read', async () => {
    const markAt = async (title: string): Promise<number> => {
      await box(title).locator('.scale b').waitFor();
      return on.page.evaluate(() => {
        const root = document.querySelector('homebird-privacy')?.shadowRoot;
        const [scale, mark] = [root?.querySelector('.scale')?.getBoundingClientRect(), root?.querySelector('.scale b')?.getBoundingClientRect()];
        return scale && mark ? ((mark.left + mark.right) / 2 - scale.left) / scale.width : NaN;
      });
    };
    await open();
    const leftToRight = await markAt(TITLE.en);
    await open('?used=looked&ads&lang=ar', TITLE.ar);
    expect(await markAt(TITLE.ar)).toBeCloseTo(1 - leftToRight, 1);
  });

  test('speaks Chinese', async () => {
    await open('?used=looked&ads&lang=zh', TITLE.zh);
    expect(await box(TITLE.zh).textContent()).toContain('关于年龄、性别和住址，既不知道，也不猜测');
  });
});
