import { chromium } from 'playwright-core';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'] });
const S = '/tmp/h/assistant-x/shots/';
const log = [];
for (const [name, w, h, dark, lang, q] of [['zh2', 390, 844, true, 'zh-Hans', ['退货需要多久', '你最喜欢什么颜色']], ['ar2', 390, 844, true, 'ar', ['كم تستغرق الإرجاع؟']], ['zh3', 1280, 900, false, 'zh-Hans', []]]) {
  try {
    const c = await b.newContext({ viewport: { width: w, height: h }, colorScheme: dark ? 'dark' : 'light' });
    const p = await c.newPage();
    p.on('pageerror', (e) => log.push(`${name} error ${e.message}`)); p.on('console', (m) => m.type() === 'error' && log.push(`${name} ${m.text()}`));
    await p.goto(`http://127.0.0.1:9560/?lang=${lang}`); await p.waitForTimeout(4000);
    await p.screenshot({ path: `${S}${name}-banner.png` });
    const choose = p.locator('button').filter({ hasText: /选择|自己选|اختر|اختيار|自选/ });
    console.log(name, 'buttons', await p.locator('homebird-consent button, homebird-banner button').allInnerTexts().catch(() => ''), await p.evaluate(() => [...document.querySelectorAll('*')].filter((e) => e.shadowRoot).map((e) => `${e.localName}: ${[...e.shadowRoot.querySelectorAll('button')].map((x) => x.innerText || x.getAttribute('aria-label')).join(',')}`)));
    const yes = p.getByRole('button', { name: /^(接受|同意|全部同意|قبول|أوافق|موافق)$/ });
    console.log(name, 'yes', await yes.count()); if (await yes.count()) await yes.first().click();
    await p.waitForTimeout(9000);
    const ads = p.locator('homebird-ad');
    console.log(name, 'ads', await ads.count(), await p.evaluate(() => [...document.querySelectorAll('homebird-ad')].map((e) => e.shadowRoot?.textContent?.slice(0, 200))));
    await ads.first().scrollIntoViewIfNeeded().catch(() => {}); await p.waitForTimeout(800);
    await p.screenshot({ path: `${S}${name}-ad.png` });
    const why = ads.first().getByRole('button'); console.log(name, 'ad buttons', await why.evaluateAll((l) => l.map((x) => x.getAttribute('aria-label') ?? x.innerText)));
    for (let i = 0; i < Math.min(1, await why.count()); i++) { await why.nth(i).click(); await p.waitForTimeout(1500); await p.screenshot({ path: `${S}${name}-why.png` }); console.log(name, 'after', await ads.first().evaluate((e) => [...e.shadowRoot.querySelectorAll('button,[role=menuitem]')].map((x) => x.innerText || x.getAttribute('aria-label')))); await p.keyboard.press('Escape'); }
    if (q.length) {
      const l = p.locator('homebird-assistant button.launcher').first(); await l.focus(); await p.keyboard.press('Enter'); await p.waitForTimeout(2500); await p.screenshot({ path: `${S}${name}-assist.png` });
      for (const one of q) { await p.locator('homebird-assistant textarea').fill(one); await p.keyboard.press('Enter'); await p.waitForTimeout(2500); }
      await p.screenshot({ path: `${S}${name}-assist2.png` }); await p.keyboard.press('Escape');
    }
    await p.goto(`http://127.0.0.1:9560/privacy?lang=${lang}`); await p.waitForTimeout(5000); await p.screenshot({ path: `${S}${name}-privacy.png`, fullPage: true });
    await p.goto(`http://127.0.0.1:9560/basket?lang=${lang}`); await p.waitForTimeout(4000); await p.screenshot({ path: `${S}${name}-basket.png` });
    await p.goto(`http://127.0.0.1:9560/product/hb-1071?lang=${lang}`); await p.waitForTimeout(4500); await p.screenshot({ path: `${S}${name}-product.png`, fullPage: true });
  } catch (e) { console.log(name, 'FAILED', e.message.slice(0, 300)); }
}
console.log(log.join('\n')); await b.close();
