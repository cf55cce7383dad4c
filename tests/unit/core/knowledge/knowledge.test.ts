import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutFile, decodeKnowledge, decodeKnowledgeManifest, encodeKnowledge, encodeKnowledgeManifest, joined } from '#core/knowledge';
import { contentHash, utf8Encode } from '#core/units';

const HEAD = '---\naddress: /help/delivery\nlanguage: EN\n---\n';

describe('cutFile() of Markdown', () => {
  test('makes a passage a heading, with its anchor, trail and plain text', () => {
    const { passages, issues } = cutFile('a.md', `${HEAD}# Delivery\nWe deliver **everywhere**.\n\n## How long? {#times}\nTwo [days](/x),\nor three.\n- a list\n\n## How long?\n| Size | Price |\n|---|---|\n| L | €4 |\n`);
    expect(issues).toEqual([]);
    expect(passages).toEqual([
      { title: 'Delivery', trail: [], lines: ['We deliver everywhere.'], address: '/help/delivery', language: 'en', also: [] },
      { title: 'How long?', trail: ['Delivery'], lines: ['Two days, or three.', 'a list'], address: '/help/delivery#times', language: 'en', also: [] },
      { title: 'How long?', trail: ['Delivery'], lines: ['Size: Price', 'L: €4'], address: '/help/delivery#how-long', language: 'en', also: [] },
    ]);
  });
  test('names file and line of what cannot be read, and keeps the rest', () => {
    expect(cutFile('b.md', '# No head').issues).toMatchObject([{ file: 'b.md', line: 1 }]);
    expect(cutFile('b.md', `${HEAD}# \n## Fine\nText`)).toMatchObject({ passages: [{ title: 'Fine' }], issues: [{ line: 5 }] });
    expect(cutFile('b.txt', 'x').issues[0]?.reason).toContain('.md');
    expect(cutFile('b.md', '---\naddress: javascript:alert(1)\nlanguage: en\n---\n# A\nb').passages).toEqual([]);
  });
  test('cuts a long section into passages that can be shown', () => {
    const { passages } = cutFile('c.md', `${HEAD}# Long\n${'A sentence of some words. '.repeat(400)}`);
    expect(passages.length).toBeGreaterThan(5);
    for (const { lines, address } of passages) expect([lines.join('').length <= 1_500, address]).toEqual([true, '/help/delivery']);
  });
});

describe('cutFile() of HTML', () => {
  const page = (body: string): string => `<!doctype html><html lang="zh-CN"><head><title>T</title><link rel="canonical" href="https://shop.example/faq"></head><body><nav>Menu</nav>${body}<footer>Foot</footer></body></html>`;
  test('reads headings, folds, anchors and text as a reader sees them', () => {
    const { passages } = cutFile('f.html', page('<h1>FAQ</h1><p>A &amp; B</p><div id="pay"><h2>Pay<br>how?</h2><ul><li>Card<li>Cash &#8364;</ul></div><details id="d"><summary>Fold?</summary><p>In<b>side</b></p></details><script>no()</script>'));
    expect(passages).toEqual([
      { title: 'FAQ', trail: [], lines: ['A & B'], address: 'https://shop.example/faq', language: 'zh-cn', also: [] },
      { title: 'Pay how?', trail: ['FAQ'], lines: ['Card', 'Cash €'], address: 'https://shop.example/faq#pay', language: 'zh-cn', also: [] },
      { title: 'Fold?', trail: ['FAQ', 'Pay how?'], lines: ['Inside'], address: 'https://shop.example/faq#d', language: 'zh-cn', also: [] },
    ]);
  });
  test('takes the questions of a FAQPage in its JSON-LD once, though the page shows them too', () => {
    const faq = JSON.stringify({ '@type': 'FAQPage', mainEntity: [{ '@type': 'Question', name: 'Why?', acceptedAnswer: { text: '<p>Because.</p>' } }] });
    const { passages } = joined([cutFile('f.html', page(`<script type="application/ld+json">${faq}</script><h1>FAQ</h1><h2>Why?</h2><p>Because.</p>`))]);
    expect(passages.filter(({ title }) => title === 'Why?')).toHaveLength(1);
  });
});

describe('cutFile() of JSON', () => {
  test('reads a FAQPage and a DefinedTermSet, and names the line of a question without an answer', () => {
    const text = JSON.stringify({ '@graph': [
      { '@type': 'FAQPage', url: '/faq', inLanguage: 'en', mainEntity: [{ name: 'One?', url: '#one', alternateName: ['Uno?'], acceptedAnswer: { text: 'Yes.' } }, { name: 'Two?' }] },
      { '@type': 'DefinedTermSet', hasDefinedTerm: [{ name: 'Sofa', alternateName: ['couch', '沙发'] }] },
    ] }, null, 1);
    const cut = cutFile('q.json', text);
    expect(cut.passages).toEqual([{ title: 'One?', trail: [], lines: ['Yes.'], address: '/faq#one', language: 'en', also: ['Uno?'] }]);
    expect(cut.synonyms).toEqual([{ word: 'couch', means: 'Sofa' }, { word: '沙发', means: 'Sofa' }]);
    expect(cut.issues).toEqual([{ file: 'q.json', line: text.slice(0, text.indexOf('Two?')).split('\n').length, reason: '"Two?" has no answer' }]);
  });
  test('names where it stops being JSON', () => {
    expect(cutFile('q.json', '{\n "a": 1,\n oops }').issues).toMatchObject([{ line: 3 }]);
    expect(cutFile('q.json', '{}').issues).toHaveLength(1);
  });
});

test('cutFile() of no text throws, and what it gives can be written and read', () => {
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom('# ', '\n', '## ', '<h1>', '</h1>', '<p id="x">', '&#1;', '{', '"@type":"FAQPage"', 'text. ', '字', '|', '---', '<script type="application/ld+json">', '</script>')).map((parts) => parts.join('')));
  fc.assert(fc.property(texts, fc.constantFrom('a.md', 'a.html', 'a.json'), (text, name) => {
    const source = name === 'a.md' ? HEAD + text : name === 'a.html' ? `<html lang=en><link rel=canonical href=/a><body>${text}` : text;
    const { passages } = joined([cutFile(name, source)]);
    const bytes = encodeKnowledge({ version: 1, passages, synonyms: [], classifier: '' });
    if (!bytes.ok) throw new Error(bytes.fault.message);
    expect(decodeKnowledge(bytes.value)).toMatchObject({ ok: true, value: { passages } });
  }));
});

test('decodeKnowledge() and decodeKnowledgeManifest() refuse what is none', () => {
  for (const text of ['', '{}', '[]', '{"classifier":"","passages":[{}],"synonyms":[],"version":1}']) expect(decodeKnowledge(utf8Encode(text)).ok).toBe(false);
  const hash = contentHash(utf8Encode('x'));
  expect(decodeKnowledgeManifest(encodeKnowledgeManifest(hash))).toEqual({ ok: true, value: { version: 1, knowledge: hash } });
  expect(decodeKnowledgeManifest(utf8Encode('{"knowledge":"../x","version":1}')).ok).toBe(false);
});
