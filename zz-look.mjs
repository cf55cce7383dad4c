import { chromium } from 'playwright-core';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'] });
const S = '/tmp/h/assistant-x/shots/';
const log = [];
async function open(name, { width, height, dark, lang, path = '/' }) {
  const c = await b.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', locale: lang ?? 'en-GB' });
  const p = await c.newPage();
  p.on('pageerror', (e) => log.push(`${name} error ${e.message}`));
  p.on('console', (m) => m.type() === 'error' && log.push(`${name} console ${m.text()}`));
  await p.goto('http://127.0.0.1:9560' + path);
  await p.waitForTimeout(4000);
  return p;
}
async function accept(p, words) {
  for (const w of words) { const x = p.getByRole('button', { name: w, exact: true }); if (await x.count()) { await x.first().click(); return w; } }
  return null;
}
async function ask(p, q) {
  await p.locator('homebird-assistant textarea').fill(q);
  await p.keyboard.press('Enter');
  await p.waitForTimeout(2500);
  const a = p.locator('homebird-assistant .answer').last();
  console.log('Q', q, '→', (await a.innerText()).replaceAll('\n', ' / ').slice(0, 300), '| links', await a.locator('a').evaluateAll((l) => l.map((x) => x.getAttribute('href')).slice(0, 4)));
}
const en = ['what is your favourite colour?', 'how long do returns take', 'a gift for a child under 30 euro', 'do you deliver to Norway', 'how much is it', 'kettle under 50', 'can I pay with a kidney', 'is there a student discount', '退货需要多久'];
const zh = ['退货需要多久', '你最喜欢什么颜色', '30欧元以下送孩子的礼物', '可以用微信支付吗', '50元以下的水壶', '你们老板是谁'];
const ar = ['كم تستغرق الإرجاع؟', 'ما سياسة الإرجاع', 'how long does delivery take', 'ما لونك المفضل'];
for (const [name, opt, qs, path] of [
  ['en-desk', { width: 1280, height: 900, dark: true }, en, '/'],
  ['en-phone', { width: 390, height: 844, dark: false }, en.slice(0, 3), '/'],
  ['zh-phone', { width: 390, height: 844, dark: true, lang: 'zh-CN' }, zh, '/zh/'],
  ['ar-phone', { width: 390, height: 844, dark: true, lang: 'ar' }, ar, '/ar/'],
]) {
  try {
    const p = await open(name, { ...opt, path });
    if (name === 'en-desk') console.log(await p.locator('a[hreflang], nav a, header a').evaluateAll((l) => l.map((x) => `${x.textContent.trim()}=${x.getAttribute('href')}`).slice(0, 30)));
    await p.screenshot({ path: `${S}${name}-0.png` });
    console.log(name, await p.title(), 'assistants', await p.locator('homebird-assistant').count(), 'accepted', await accept(p, ['Accept', '接受', '同意', 'قبول', 'أوافق']));
    await p.waitForTimeout(1500);
    const launcher = p.locator('homebird-assistant button.launcher').first();
    await launcher.focus(); await p.keyboard.press('Enter');
    await p.waitForTimeout(2500);
    await p.screenshot({ path: `${S}${name}-1.png` });
    for (const [i, q] of qs.entries()) { await ask(p, q); if (i < 3) await p.screenshot({ path: `${S}${name}-q${i}.png` }); }
    await p.screenshot({ path: `${S}${name}-end.png` });
    const person = p.locator('homebird-assistant button.plain').last();
    if (await person.count()) { await person.click(); await p.waitForTimeout(800); await p.screenshot({ path: `${S}${name}-person.png` }); console.log('person:', (await p.locator('homebird-assistant .log').innerText()).slice(-300).replaceAll('\n', ' / ')); }
    const cdp = await p.context().newCDPSession(p);
    const tree = await cdp.send('Accessibility.getFullAXTree');
    console.log(name, 'AX', tree.nodes.filter((n) => ['button', 'textbox', 'dialog', 'log', 'link', 'heading', 'status', 'checkbox'].includes(n.role?.value)).map((n) => `${n.role.value}:${n.name?.value}`).slice(-25).join(' | '));
    await p.keyboard.press('Escape'); await p.waitForTimeout(400);
    console.log('focus back', await p.evaluate(() => { let a = document.activeElement; while (a?.shadowRoot?.activeElement) a = a.shadowRoot.activeElement; return a?.className; }));
  } catch (e) { console.log(name, 'FAILED', e.message.slice(0, 400)); }
}
console.log(log.join('\n'));
await b.close();
