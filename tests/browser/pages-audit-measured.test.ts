import { expect, test } from 'vitest';
import type { MeasureRound } from '#core/protocol';
import { A_MEASURE, aCountsBody, openMeasure } from '#support/measure';
import { looksWhenTold } from '#support/page-site';
import { withPairPage } from '#support/with-pair-page';

const REPORTS = 52;

const stage = withPairPage({
  entry: 'audit.html', started: { plans: [], measures: [A_MEASURE] },
  async prepare(pair) {
    const { id, task } = await openMeasure(pair);
    for (let report = 0; report < REPORTS; report++) await fetch(`${pair.leaderUrl}/v1/reports`, { method: 'POST', body: await aCountsBody(task, id, [3, 1, 2, 4], pair.clock) });
    pair.clock.forward(A_MEASURE.windowMs);
    await pair.turns(4);
  },
});

test('a measured round is recomputed in the browser from public files alone, shown with its noise, and one changed byte of its sum turns the page red', async () => {
  const page = await stage.browser.newPage({ viewport: { width: 1280, height: 900 } });
  await looksWhenTold(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await page.goto(stage.site.url);
  await page.locator('[data-verdict=good]').waitFor();
  const round = page.locator('[data-measure]');
  await expect.poll(() => round.getAttribute('data-holds')).toBe('true');
  expect(await page.locator('[data-subject=quality]').textContent()).toContain(String(REPORTS));
  await round.locator('summary').click();
  await round.getByText('discrete Laplace noise of scale 64').waitFor();
  expect(await page.getByRole('region', { name: /^What round \d+ counted/ }).locator('tbody tr').count()).toBe(4); // spare cells are not shown
  for (const line of asked.filter((each) => /\/(v1|log)\//.test(each))) expect(line).toMatch(/^GET \/(v1\/(policy|sites|manifest|(tasks|models|states|shares|policies|layouts|sums)\/[0-9a-f]{64})|log\/(checkpoint|tile\/.+))$/);
  expect(asked.some((line) => line.includes('/v1/layouts/')) && asked.some((line) => line.includes('/v1/sums/'))).toBe(true);

  const list = (await (await fetch(`${stage.pair.leaderUrl}/v1/rounds`)).json()) as { readonly rounds: readonly { readonly record: MeasureRound }[] };
  await page.route(`**/v1/sums/${list.rounds[0]?.record.sum}`, async (route) => {
    const answer = await route.fetch();
    const body = Buffer.from(await answer.body());
    body.writeUInt8(body.readUInt8(5) ^ 1, 5);
    await route.fulfill({ response: answer, body });
  });
  await page.reload();
  await page.locator('[data-verdict=bad]').waitFor();
  await expect.poll(() => round.getAttribute('data-holds')).toBe('false');
  await page.close();
});
