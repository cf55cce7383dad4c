import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { serveElements } from '#support/elements-site';
import { withSite } from '#support/with-site';

/** A card counts as seen after a second; half a second more lets the timer run. */
const SEEN_MS = 1_600;
const WIDTHS = { desk: { width: 1200, height: 800 }, phone: { width: 390, height: 844 } } as const;

// The fixture leaves one picture out on purpose.
const on = withSite(serveElements, { profile: { viewport: WIDTHS.desk }, isQuiet: { but: '404' } });

const cards = () => on.page.locator('homebird-shelf .card[data-item]');
async function open(path: string): Promise<void> {
  await on.page.goto(on.site.origin + path);
  await cards().first().waitFor();
}

/** Violations of WCAG 2.2 A and AA, as lines to read. */
async function violations(): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page: on.page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

describe('<homebird-shelf>', () => {
  test.each(['light', 'dark'] as const)('passes axe in %s, with its menu and its explanation open', async (colorScheme) => {
    await on.page.emulateMedia({ colorScheme });
    await open('/shelf?granted');
    expect(await violations()).toEqual([]);
    await cards().nth(1).getByRole('button', { name: /^Options/ }).click();
    expect(await violations()).toEqual([]);
    await on.page.getByRole('button', { name: 'Why this?' }).click();
    expect(await violations()).toEqual([]);
  });

  test('is as high while it waits as when it is filled, so that nothing below it jumps', async () => {
    await open('/shelf?granted');
    const loaded = (await on.page.locator('homebird-shelf').boundingBox())?.height ?? 0;
    const waiting = await on.page.evaluate(() => {
      const shelf = document.createElement('homebird-shelf');
      shelf.setAttribute('count', '8');
      // Never answered: what is measured is the shelf that waits.
      elementsFixture.host.recommend = () => new Promise(() => undefined);
      document.querySelector('main')?.append(shelf);
      return shelf.getBoundingClientRect().height;
    });
    expect(Math.abs(waiting - loaded)).toBeLessThan(1);
  });

  test('draws a picture where there is none and where one does not load', async () => {
    await open('/shelf?granted');
    await expect.poll(() => cards().nth(4).locator('svg.drawn').count()).toBe(1);
    await expect.poll(() => cards().nth(3).locator('svg.drawn').textContent()).toBe('LA');
    await expect.poll(() => cards().nth(0).locator('img').evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(true);
  });

  test('says why, from the scorer that decided, with its evidence', async () => {
    await open('/shelf?granted');
    await expect.poll(async () => (await on.page.locator('homebird-shelf .reason').allTextContents()).slice(0, 5)).toEqual([
      'Because you viewed Enamel pour-over kettle 1.2 l and 1 more', 'You seem to like Coffee', 'Popular in this shop (not personal)', 'Goes with Hand burr grinder with walnut handle', 'You looked at this before',
    ]);
    await on.page.locator('homebird-shelf .reason').first().click();
    const dialog = on.page.getByRole('dialog', { name: 'Why you see this' });
    await dialog.getByText('Place 3 of 118 here.').waitFor();
    await dialog.getByText('The numbers').click();
    await expect.poll(() => dialog.locator('.shares li').first().textContent()).toBe('Similar to what you viewed55%');
    await on.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('everything a pointer can do, a keyboard can', async () => {
    await open('/shelf?granted');
    const hiddenTitle = await cards().first().locator('.title').textContent();
    await cards().first().locator('a.link').focus();
    await on.page.keyboard.press('Tab'); // the reason
    await on.page.keyboard.press('Tab'); // the options
    await on.page.keyboard.press('Enter');
    await on.page.keyboard.press('Escape'); // at once: the menu has the focus as soon as it is there
    await expect.poll(() => on.page.locator('homebird-shelf .menu').count()).toBe(0);
    await on.page.keyboard.press('Enter');
    await on.page.keyboard.press('Tab');
    await on.page.keyboard.press('Tab');
    await on.page.keyboard.press('Enter');
    await expect.poll(() => cards().first().locator('.title').textContent()).not.toBe(hiddenTitle);
    await expect.poll(() => on.page.locator('homebird-shelf [role="status"]').textContent()).toBe(`Hidden: ${hiddenTitle}.`);
    await expect.poll(() => on.page.evaluate(() => elementsFixture.state.hidden)).toEqual(['p0']);
    await expect.poll(() => on.page.evaluate(() => elementsFixture.state.events.filter((event) => event.type === 'rec_dismiss'))).toMatchObject([{ items: [{ itemId: 'p0' }], recId: 'd'.repeat(32), placement: 'home', position: 0 }]);
  });

  test('takes back what was hidden, by pointer and by key, and the focus follows the key', async () => {
    await open('/shelf?granted');
    const title = await cards().first().locator('.title').textContent();
    const hide = async (): Promise<void> => {
      await cards().first().getByRole('button', { name: /^Options/ }).click();
      await on.page.getByRole('button', { name: 'Hide' }).click();
      await expect.poll(() => cards().first().locator('.title').textContent()).not.toBe(title);
    };
    await hide();
    await on.page.locator('homebird-shelf .toast').hover(); // it stays as long, however long it is looked at
    expect(await violations()).toEqual([]);
    await on.page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => cards().first().locator('.title').textContent()).toBe(title);
    await expect.poll(() => on.page.evaluate(() => elementsFixture.state.hidden)).toEqual([]);
    await expect.poll(() => on.page.locator('homebird-shelf .toast').count()).toBe(0);
    await cards().first().getByRole('button', { name: /^Options/ }).focus();
    await on.page.keyboard.press('Enter');
    await on.page.getByRole('button', { name: 'Less like this' }).focus();
    await on.page.keyboard.press('Enter');
    const focused = () => on.page.evaluate(() => document.querySelector('homebird-shelf')?.shadowRoot?.activeElement?.textContent);
    await expect.poll(focused).toBe('Undo');
    await on.page.keyboard.press('Enter');
    await expect.poll(() => on.page.evaluate(() => document.querySelector('homebird-shelf')?.shadowRoot?.activeElement?.closest('[data-item]')?.getAttribute('data-item'))).toBe('p0');
  });

  test('two of a page show no product twice, also after one was hidden', async () => {
    await open('/two?granted');
    const shown = () => cards().evaluateAll((all) => all.map((card) => card.getAttribute('data-item')));
    await expect.poll(async () => (await shown()).length).toBe(8);
    expect(new Set(await shown()).size).toBe(8);
    await cards().first().getByRole('button', { name: /^Options/ }).click();
    await on.page.getByRole('button', { name: 'Hide' }).click();
    await on.page.mouse.move(0, 0);
    await expect.poll(shown).not.toContain('p0');
    await expect.poll(async () => (await shown()).length).toBe(8);
    await expect.poll(async () => new Set(await shown()).size).toBe(8);
  });

  test('moves nothing on the page while it loads', async () => {
    await on.page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const painted = () => on.page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
    let arrive: () => void = () => undefined;
    const held = new Promise<void>((resolve) => { arrive = resolve; });
    await on.page.route(/draw-shelf/, async (route) => {
      await held;
      await route.continue();
    });
    await on.page.goto(`${on.site.origin}/shelf?granted`);
    await on.page.evaluate(() => customElements.whenDefined('homebird-shelf'));
    await painted(); // defined, and its code still on the way
    arrive();
    await expect.poll(() => cards().count()).toBe(8);
    await painted();
    expect(await on.page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([]);
  });

  test('prints its products and no controls', async () => {
    await open('/shelf?granted');
    await on.page.emulateMedia({ media: 'print' });
    const isSeen = (selector: string) => on.page.locator(`homebird-shelf ${selector}`).first().isVisible();
    expect(await Promise.all(['.title', '.price', '.reason', '.more', '.arrows'].map(isSeen))).toEqual([true, true, false, false, false]);
  });

  test('tells once of each card that was in view for a second, and of the one followed', async () => {
    await open('/shelf?granted');
    await on.page.waitForFunction(() => elementsFixture.state.events.some((event) => event.items[0]?.itemId === 'p2'));
    await on.page.waitForTimeout(SEEN_MS);
    const seen = await on.page.evaluate(() => elementsFixture.state.events.map((event) => `${event.type} ${event.items[0]?.itemId} ${event.position}`));
    expect(seen.slice(0, 3)).toEqual(['rec_impression p0 0', 'rec_impression p1 1', 'rec_impression p2 2']);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).not.toContain('rec_impression p7 7');
    await on.page.evaluate(() => document.querySelector('homebird-shelf')?.shadowRoot?.addEventListener('click', (event) => event.preventDefault()));
    await cards().nth(1).locator('a.link').click();
    await expect.poll(() => on.page.evaluate(() => elementsFixture.state.events.at(-1))).toMatchObject({ type: 'rec_click', items: [{ itemId: 'p1' }] });
  });

  test('does not count its cards again where a new answer is the same shelf', async () => {
    await open('/shelf?granted');
    await on.page.waitForFunction(() => elementsFixture.state.events.some((event) => event.type === 'rec_impression'));
    await on.page.waitForTimeout(SEEN_MS);
    const impressions = () => on.page.evaluate(() => elementsFixture.state.events.filter((event) => event.type === 'rec_impression').map((event) => `${event.items[0]?.itemId} ${event.recId}`));
    const first = await impressions();
    await on.page.evaluate(() => {
      const { host } = elementsFixture;
      const recommend = host.recommend.bind(host);
      host.recommend = async (request) => {
        const answer = await recommend(request);
        return answer.ok ? { ...answer, value: { ...answer.value, recId: 'f'.repeat(32) } } : answer;
      };
      elementsFixture.tell('recommendations');
    });
    await on.page.waitForTimeout(SEEN_MS);
    expect(first.length).toBeGreaterThan(0);
    expect(await impressions()).toEqual(first);
  });

  test('does not move under the pointer, and follows when it has left', async () => {
    await open('/shelf');
    await cards().nth(2).hover();
    await on.page.evaluate(() => {
      elementsFixture.state.hidden.push('p0');
      elementsFixture.tell('recommendations');
    });
    await on.page.waitForTimeout(700);
    await expect.poll(() => cards().first().getAttribute('data-item')).toBe('p0');
    await on.page.mouse.move(5, 5);
    await expect.poll(() => cards().first().getAttribute('data-item')).toBe('p1');
  });

  test('stays at its start when the cards change places', async () => {
    await open('/shelf?granted');
    await on.page.evaluate(() => {
      const { host } = elementsFixture;
      const recommend = host.recommend.bind(host);
      host.recommend = async (request) => {
        const answer = await recommend(request);
        return answer.ok ? { ...answer, value: { ...answer.value, recId: 'e'.repeat(32), items: answer.value.items.toReversed() } } : answer;
      };
      elementsFixture.tell('recommendations');
    });
    await expect.poll(() => cards().first().getAttribute('data-item')).not.toBe('p0');
    await on.page.waitForTimeout(300);
    await expect.poll(() => on.page.locator('homebird-shelf .list').evaluate((list) => list.scrollLeft)).toBe(0);
  });

  test('takes no place where there is nothing to recommend', async () => {
    await on.page.goto(`${on.site.origin}/shelf?failing=recommend`);
    await expect.poll(async () => (await on.page.locator('homebird-shelf').boundingBox())?.height).toBe(0);
  });

  test.each(Object.entries(WIDTHS))('never makes the page wider than the %s', async (_name, viewport) => {
    await on.page.setViewportSize(viewport);
    await open('/shelf?granted');
    await expect.poll(() => on.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
  });
});

describe('<homebird-consent>', () => {
  test.each(['light', 'dark'] as const)('passes axe in %s, asking and choosing', async (colorScheme) => {
    await on.page.emulateMedia({ colorScheme });
    await on.page.goto(`${on.site.origin}/banner?gpc`);
    await on.page.getByRole('button', { name: 'Accept' }).waitFor();
    expect(await violations()).toEqual([]);
    await on.page.getByRole('button', { name: 'Choose' }).click();
    expect(await violations()).toEqual([]);
  });

  test.each(Object.entries(WIDTHS))('gives its three answers the same weight on a %s', async (_name, viewport) => {
    await on.page.setViewportSize(viewport);
    await on.page.goto(`${on.site.origin}/banner`);
    await on.page.locator('homebird-consent .answers').waitFor();
    const looks = await on.page.locator('homebird-consent .answers button').evaluateAll((buttons) => buttons.map((button) => {
      const { width, height, top } = button.getBoundingClientRect();
      const { color, backgroundColor, borderColor, fontSize, fontWeight } = getComputedStyle(button);
      return JSON.stringify([Math.round(width), Math.round(height), Math.round(top), color, backgroundColor, borderColor, fontSize, fontWeight]);
    }));
    expect(looks).toHaveLength(3);
    expect(new Set(looks).size).toBe(1);
  });

  test('Accept allows what the banner says, and only a flipped switch adds to it', async () => {
    await on.page.goto(`${on.site.origin}/banner`);
    await on.page.getByRole('button', { name: 'Accept' }).click();
    await expect.poll(() => on.page.evaluate(() => elementsFixture.state.choices)).toEqual([{ choice: { local: true }, ownSwitches: [], isHers: true }]);
    await on.page.reload();
    await on.page.getByRole('switch').focus();
    await on.page.keyboard.press('Space');
    await on.page.keyboard.press('Tab');
    await on.page.keyboard.press('Enter');
    await expect.poll(() => on.page.evaluate(() => elementsFixture.state.choices)).toEqual([{ choice: { local: true, federate: true }, ownSwitches: ['federate'], isHers: true }]);
  });

  test('goes with an answer that comes as soon as it is drawn', async () => {
    await on.page.goto(`${on.site.origin}/banner`);
    const banner = on.page.locator('homebird-consent .banner');
    await banner.waitFor(); // what draws it is there
    await on.page.evaluate(() => {
      document.querySelector('homebird-consent')?.remove();
      document.body.append(document.createElement('homebird-consent'));
      const root = document.querySelector('homebird-consent')?.shadowRoot;
      const answer = (): boolean => {
        if (!root?.querySelector('.banner')) return false;
        elementsFixture.host.consent.choose({ local: true }, [], true);
        return true;
      };
      if (!answer() && root) new MutationObserver((_, looking) => answer() && looking.disconnect()).observe(root, { childList: true, subtree: true });
    });
    await expect.poll(() => on.page.evaluate(() => elementsFixture.state.choices.length)).toBe(1);
    await expect.poll(() => banner.count()).toBe(0);
  });

  test('a click made by a script is not taken for hers', async () => {
    await on.page.goto(`${on.site.origin}/banner`);
    await on.page.locator('homebird-consent .answers').waitFor();
    await on.page.evaluate(() => document.querySelector('homebird-consent')?.shadowRoot?.querySelector<HTMLButtonElement>('.answers button')?.click());
    await expect.poll(() => on.page.evaluate(() => elementsFixture.state.choices.map((choice) => choice.isHers))).toEqual([false]);
  });

  test('a switch that needs remembering switches that on as well, and takes all others with it', async () => {
    await on.page.goto(`${on.site.origin}/banner`);
    await on.page.getByRole('button', { name: 'Choose' }).click();
    await on.page.getByRole('switch', { name: 'Help improve' }).click();
    await expect.poll(() => on.page.getByRole('switch', { name: 'Remember' }).isChecked()).toBe(true);
    await on.page.getByRole('switch', { name: 'Remember' }).click();
    await expect.poll(() => on.page.getByRole('switch', { name: 'Help improve' }).isChecked()).toBe(false);
    await on.page.getByRole('button', { name: 'Save my choice' }).click();
    await expect.poll(() => on.page.evaluate(() => elementsFixture.state.record)).toMatchObject({ version: 1, choice: 'no' });
  });
});
