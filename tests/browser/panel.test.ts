import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { serveElements } from '#support/elements-site';
import { comeTo } from '#support/page-state';
import { withSite } from '#support/with-site';

const on = withSite(serveElements, { profile: { viewport: { width: 1200, height: 900 }, timezoneId: 'UTC' }, isQuiet: true });

async function open(query = '?granted'): Promise<void> {
  await on.page.goto(`${on.site.origin}/panel${query}`);
  await on.page.getByRole('heading', { name: 'Your privacy here' }).waitFor();
}
const box = (name: string) => on.page.getByRole('region', { name });

describe('<homebird-privacy>', () => {
  test.each([['light', 1200], ['dark', 1200], ['light', 390], ['dark', 390]] as const)('passes axe in %s at %i pixels, with a fault, every upload, the words and the question before erasing open', async (colorScheme, width) => {
    await on.page.emulateMedia({ colorScheme });
    await on.page.setViewportSize({ width, height: 900 });
    await open('?granted&cosigned=helper&leader=wrong-policy');
    await comeTo(on.page, box('What was sent').locator('.upload'));
    for (const summary of await box('What was sent').locator('summary').all()) await summary.click();
    await on.page.getByRole('button', { name: 'Erase everything' }).click();
    await on.page.getByRole('alertdialog').waitFor();
    const { violations } = await new AxeBuilder({ page: on.page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))).toEqual([]);
    await expect.poll(() => on.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  test('says what is kept, what was sent this month and whether GPC is followed', async () => {
    await open('?granted&gpc');
    await expect.poll(() => on.page.locator('homebird-privacy .chip').allTextContents()).toEqual(['318 bytes sent this month', '4.3 kB of history kept here', '9 things remembered', 'Global Privacy Control: on, followed']);
  });

  test('shows each upload with its exact bytes and its cost', async () => {
    await open();
    const uploads = box('What was sent').locator('.upload');
    await expect.poll(() => uploads.locator('summary .state').allTextContents()).toEqual(['Received', 'Waiting to be sent', 'Not counted']);
    await uploads.first().locator('summary').click();
    const lines = async (): Promise<readonly string[]> => (await uploads.first().locator('pre').textContent())?.split('\n') ?? [];
    await expect.poll(lines).toHaveLength(Math.ceil(318 / 16));
    expect((await lines())[0]).toBe('000000  00 25 4a 6f 94 b9 de 03 28 4d 72 97 bc e1 06 2b');
    await expect.poll(() => uploads.first().textContent()).toContain('ρ 0.031, ε 1.1');
    await expect.poll(() => box('What was sent').textContent()).toContain('50% of this week’s limit spent');
  });

  test.each([['&cosigned=helper', true], ['&cosigned=witness', false], ['', false]] as const)('with the policy "%s" says that helper and leader could show a split view: %s', async (policy, isSaid) => {
    await open(`?granted${policy}`);
    await box('What was sent').locator('.upload').first().waitFor();
    await expect.poll(async () => (await box('What was sent').textContent())?.includes('shop and helper together could show you another one than everybody else (a split view)')).toBe(isSaid);
  });

  test('deletes a row, finds others by word, deletes a day', async () => {
    await open();
    const timeline = box('What is remembered');
    await timeline.getByRole('button', { name: 'Delete Viewed Enamel pour-over kettle 1.2 l' }).click();
    await expect.poll(() => timeline.locator('.rows li').count()).toBe(8);
    await timeline.getByRole('searchbox').fill('grinder');
    await expect.poll(() => timeline.locator('.rows li b').allTextContents()).toEqual(['“burr grinder”', 'Hand burr grinder with walnut handle', '“burr grinder”']);
    await timeline.getByRole('searchbox').fill('');
    await timeline.getByRole('button', { name: 'Delete all of Thursday 19 November' }).click();
    await expect.poll(() => timeline.locator('.day h4').allTextContents()).toEqual(['Friday 20 November', 'Wednesday 18 November']);
  });

  test('limitation: deleting a day while searching deletes only the rows found', async () => {
    await open();
    const timeline = box('What is remembered');
    await timeline.getByRole('searchbox').fill('grinder');
    await timeline.getByRole('button', { name: 'Delete all of Friday 20 November' }).click();
    await timeline.getByRole('searchbox').fill('');
    await expect.poll(() => timeline.locator('.rows li').count()).toBe(7);
  });

  test('pauses for an hour and resumes', async () => {
    await open();
    await on.page.getByRole('button', { name: 'For an hour' }).click();
    await on.page.getByText('Paused until 16:30').waitFor();
    await on.page.getByRole('button', { name: 'Resume' }).click();
    await on.page.getByRole('button', { name: 'Until I resume' }).click();
    await on.page.getByText('Paused until you resume').waitFor();
    await expect.poll(() => on.page.evaluate(() => elementsFixture.state.paused)).toBe('resumed');
    await on.page.getByRole('button', { name: 'Resume' }).click();
    await on.page.getByRole('button', { name: 'For this visit' }).click();
    await on.page.getByText('Paused for this visit: until 16:00').waitFor();
  });

  test('downloads everything as JSON', async () => {
    await open();
    const [download] = await Promise.all([on.page.waitForEvent('download'), on.page.getByRole('button', { name: 'Everything (JSON)' }).click()]);
    expect(download.suggestedFilename()).toBe('homebird-my-data.json');
    expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toMatchObject({ events: { length: 9 } });
  });

  test('downloads each table as CSV that a spreadsheet reads as UTF-8', async () => {
    await open();
    await on.page.getByText('As tables (CSV)').click();
    for (const [name, file] of [['History', 'events'], ['Interests', 'interests'], ['What was sent', 'uploads'], ['Wishes', 'wishes']] as const) {
      const [download] = await Promise.all([on.page.waitForEvent('download'), box('Your controls').getByRole('button', { name }).click()]);
      expect(download.suggestedFilename()).toBe(`homebird-${file}.csv`);
      expect([...(await readFile(await download.path())).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    }
  });

  test('what was deleted by a slip comes back: a row, a product, all', async () => {
    await open();
    const timeline = box('What is remembered');
    const said = on.page.locator('homebird-privacy .said');
    for (const [button, left] of [['Delete Viewed Enamel pour-over kettle 1.2 l', 8], ['Delete all', 0]] as const) {
      await timeline.getByRole('button', { name: button, exact: true }).click();
      await expect.poll(() => timeline.locator('.rows li').count()).toBe(left);
      await said.getByRole('button', { name: 'Undo' }).click();
      await expect.poll(() => timeline.locator('.rows li').count()).toBe(9);
    }
    await timeline.getByRole('button', { name: 'Show everything about Carbon steel pan 26 cm' }).click();
    await expect.poll(() => timeline.locator('.rows li').count()).toBe(1);
    await timeline.getByRole('button', { name: 'Delete everything about it' }).click();
    await expect.poll(() => timeline.locator('.rows li').count()).toBe(8);
    await said.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => timeline.locator('.rows li').count()).toBe(9);
    await expect.poll(() => said.textContent()).toContain('It is as it was.');
  });

  test('by keyboard alone a row is deleted and comes back, and the focus is never lost', async () => {
    await open();
    const timeline = box('What is remembered');
    await timeline.getByRole('button', { name: 'Delete Viewed Enamel pour-over kettle 1.2 l' }).focus();
    await on.page.keyboard.press('Enter');
    await expect.poll(() => timeline.locator('.rows li').count()).toBe(8);
    const focused = (): Promise<string | undefined> => on.page.evaluate(() => (document.querySelector('homebird-privacy')?.shadowRoot?.activeElement as HTMLElement | null)?.innerText);
    await expect.poll(focused).toBe('Undo');
    await on.page.keyboard.press('Enter');
    await expect.poll(() => timeline.locator('.rows li').count()).toBe(9);
    await expect.poll(async () => on.page.evaluate(() => document.querySelector('homebird-privacy')?.shadowRoot?.activeElement?.className)).toContain('close');
  });

  test('shows one kind of thing at a time, and deletes just that', async () => {
    await open();
    const timeline = box('What is remembered');
    await timeline.getByRole('combobox', { name: 'Show' }).selectOption('Searches');
    await expect.poll(() => timeline.locator('.rows li b').allTextContents()).toEqual(['“burr grinder”', '“burr grinder”']);
    await timeline.getByRole('button', { name: 'Delete these 2' }).click();
    await timeline.getByText('Nothing matches.').waitFor();
    await expect.poll(() => on.page.evaluate(() => elementsFixture.state.timeline.length)).toBe(7);
  });

  test('an interest that is never wanted goes, stands among what she asked for, and comes back', async () => {
    await open();
    await box('What it thinks you like').getByRole('button', { name: 'Never show Coffee' }).click();
    const wishes = box('What you asked for');
    await wishes.getByText('never shown').waitFor();
    await expect.poll(() => box('What it thinks you like').locator('.likes > li').count()).toBe(2);
    await wishes.getByRole('button', { name: 'Take back: Coffee' }).click();
    await expect.poll(() => box('What it thinks you like').locator('.likes > li').count()).toBe(3);
    await expect.poll(() => wishes.count()).toBe(0);
  });

  test('erases only after a second yes, says what it did, and stops', async () => {
    await open();
    await on.page.getByRole('button', { name: 'Erase everything' }).click();
    await expect.poll(() => on.page.evaluate(() => (document.querySelector('homebird-privacy')?.shadowRoot?.activeElement as HTMLElement | null)?.innerText)).toBe('Keep it');
    await on.page.keyboard.press('Escape');
    await expect.poll(() => on.page.evaluate(() => elementsFixture.state.timeline.length)).toBe(9);
    await on.page.getByRole('button', { name: 'Erase everything' }).click();
    await on.page.getByRole('button', { name: 'Yes, erase' }).click();
    await on.page.getByText('Erased 9 things. Looked again: left are your “no”, the last signed state of the public log, the same for everyone, and what was spent (3 entries: which task, when, how much of the budget), so that nobody can make your device spend twice.').waitFor();
    await expect.poll(() => on.page.evaluate(() => elementsFixture.host.consent.states())).toMatchObject({ local: 'denied', federate: 'denied' });
    const nothing = on.page.getByText('Nothing is being remembered');
    await nothing.waitFor();
    await expect.poll(() => nothing.evaluate((card) => Number.parseFloat(getComputedStyle(card).paddingInlineStart))).toBeGreaterThan(12); // a card like the others
  });

  test.each([['&joined', 'left are your “no” and the last signed state of the public log'], ['&failing=spent', 'this browser does not let us look how much']])('after erasing says what is left beside what was spent: "%s"', async (query, words) => {
    await open(`?granted&nothing-sent${query}`);
    await on.page.getByRole('button', { name: 'Erase everything' }).click();
    await on.page.getByRole('button', { name: 'Yes, erase' }).click();
    await on.page.getByText(words).waitFor();
  });

  test('after erasing, and after agreeing again, shows what was spent and calls no erased report 0 bytes', async () => {
    await open();
    await on.page.getByRole('button', { name: 'Erase everything' }).click();
    await on.page.getByRole('button', { name: 'Yes, erase' }).click();
    await on.page.getByText('Nothing is being remembered').waitFor();
    const sent = box('What was sent');
    const check = async (): Promise<void> => {
      await expect.poll(() => sent.locator('summary .state').allTextContents()).toEqual(['Received', 'Given up', 'Not counted']);
      await expect.poll(() => sent.locator('summary .quiet').allTextContents()).toEqual(['Friday 20 November, 15:30 · bytes erased · ε 1.1', 'Tuesday 17 November, 15:30 · bytes erased · ε 1.1', 'Sunday 8 November, 15:30 · no bytes kept · ε 1.1']);
      await expect.poll(() => sent.textContent()).toContain('50% of this week’s limit spent');
      await expect.poll(() => on.page.locator('homebird-privacy .chip').first().textContent()).toBe('up to 2 erased reports sent this month');
      expect(await on.page.locator('homebird-privacy').textContent()).not.toMatch(/(?:^|\D)0 bytes (?:sent|·)/);
    };
    await check();
    await sent.locator('summary').nth(1).click();
    await sent.locator('.facts').waitFor();
    await expect.poll(() => sent.textContent()).toContain('had it left by then, it may have been counted');
    await on.page.getByRole('switch', { name: 'Remember and recommend' }).click();
    await box('What is remembered').waitFor();
    await check();
  });

  test('without consent says nothing of what it has not read, and shows no report where none was made', async () => {
    await open('?nothing-sent');
    await on.page.getByText('Nothing is being remembered').waitFor();
    await expect.poll(() => on.page.locator('homebird-privacy .chip').allTextContents()).toEqual(['0 bytes sent this month', 'Global Privacy Control: not sent by your browser']);
    expect(await box('What was sent').count()).toBe(0);
  });

  test.each([['', 'Whoever serves them can tell which products a shelf shows you'], ['&packs', 'packs that are the same for everyone']])('says what the pictures tell: "%s"', async (query, words) => {
    await open(`?granted${query}`);
    await on.page.locator('homebird-privacy .lead').getByText(words).waitFor();
  });

  test('shows the lists of one visit as one line that opens, deletes as one, and passes axe', async () => {
    await open('?granted&lists');
    const timeline = box('What is remembered');
    await expect.poll(() => timeline.locator('.rows > li').count()).toBe(3);
    await timeline.getByText('Looked at 3 lists').click();
    await expect.poll(() => timeline.locator('.lists li').allTextContents()).toEqual(['Mugs, kettles', 'Socks, jackets', 'Boards, pans']);
    const { violations } = await new AxeBuilder({ page: on.page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await timeline.getByRole('button', { name: 'Delete Looked at 3 lists' }).click();
    await expect.poll(() => timeline.locator('.rows > li').count()).toBe(2);
    await expect.poll(() => on.page.evaluate(() => elementsFixture.state.timeline.length)).toBe(2);
  });

  test('switching remembering off withdraws everything with it', async () => {
    await open();
    await on.page.getByRole('switch', { name: 'Remember and recommend' }).click();
    await on.page.getByText('Nothing is being remembered').waitFor();
    await expect.poll(() => on.page.getByRole('switch', { name: 'Help improve' }).isChecked()).toBe(false);
    await expect.poll(() => on.page.evaluate(() => elementsFixture.state.record)).toMatchObject({ version: 2, choice: 'no' });
  });

  test('says why when it cannot read, in words that are not the program’s own', async () => {
    await open('?granted&failing=profile');
    await on.page.getByText('This cannot be shown now: the browser gives no room to keep things.').waitFor();
  });

  test.each([['wrong-policy', 'could not be verified'], ['unverified-model', 'could not be verified'], ['offline', 'does not answer now'], ['server-error', 'does not answer now']])('with the leader’s fault "%s" says that nothing is sent and that recommendations go on', async (kind, words) => {
    await open(`?granted&leader=${kind}`);
    const said = (await box('What was sent').locator('.notice').textContent()) ?? '';
    expect(said).toContain(words);
    expect(said).toContain('Nothing is sent');
    expect(said).toContain('Recommendations go on');
    expect(said).not.toContain('internal');
  });

  test.each(['', '&leader=paused', '&leader=storage'])('says nothing of the kind where the leader was heard, or the look came to nothing on the device itself: "%s"', async (fault) => {
    await open(`?granted${fault}`);
    await box('What was sent').locator('.upload').first().waitFor();
    expect(await box('What was sent').locator('.notice').count()).toBe(0);
  });

  test('a report that was received leads to the helper’s auditor page, with its id in the fragment only; one that waits does not', async () => {
    await open('?granted&cosigned=helper');
    const uploads = box('What was sent').locator('.upload');
    for (const i of [0, 1, 2]) await uploads.nth(i).locator('summary').click();
    const links = uploads.getByRole('link', { name: 'Ask both servers whether it was counted' });
    await expect.poll(() => links.evaluateAll((all) => all.map((link) => [link.getAttribute('href'), link.getAttribute('rel')]))).toEqual([[`https://helper.example/larkfield/#report=${'c0ffee'.repeat(6).slice(0, 32)}`, 'noreferrer']]);
    await expect.poll(() => uploads.first().textContent()).toContain('a page of the helper, the second server (helper.example)');
    await expect.poll(() => uploads.first().textContent()).toContain('If it does not open, that server is down');
    await expect.poll(() => uploads.nth(2).textContent()).toContain('Why notthe server turned it away');
  });

  test('explains every word that a shopper cannot know', async () => {
    await open();
    const meanings = box('What was sent').locator('.meanings');
    await meanings.locator('summary').click();
    for (const word of ['Masked update', 'Mix', 'encoder', 'what goes with what', 'Task', 'Report id', 'ε', 'δ', 'ρ', 'Public log']) await expect.poll(async () => (await meanings.locator('dt').allTextContents()).join(' ')).toContain(word);
  });

  test('counts one thing as one', async () => {
    await open('?granted&one&nothing-sent');
    await expect.poll(() => on.page.locator('homebird-privacy .chip').allTextContents()).toContain('1 thing remembered');
    await on.page.getByRole('button', { name: 'Erase everything' }).click();
    await on.page.getByRole('button', { name: 'Yes, erase' }).click();
    await on.page.getByText('Erased 1 thing. Looked again: nothing is left but your “no”.').waitFor();
  });

  test('offers no purpose that nothing acts on', async () => {
    await open();
    await expect.poll(() => on.page.getByRole('switch').evaluateAll((all) => all.map((one) => one.id))).toEqual(['purpose-local', 'purpose-federate']);
  });
});
