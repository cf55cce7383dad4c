/** Names of characters that shops' pages use; others are left as they stand. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', euro: '€', pound: '£', yen: '¥', copy: '©', reg: '®', trade: '™', ndash: '–', mdash: '—', hellip: '…', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', times: '×', middot: '·', bull: '•', deg: '°',
};

/** Text of HTML between tags, with its character references read. */
export function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,8}));/gi, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : '';
  });
}

/** A piece of HTML. */
export type HtmlToken = { readonly kind: 'text'; readonly text: string; readonly line: number } | { readonly kind: 'open' | 'close'; readonly name: string; readonly attributes: string; readonly line: number };

/** Elements whose text no reader sees, or that stand on every page of a shop. */
const UNREAD = new Set(['script', 'style', 'template', 'noscript', 'svg', 'nav', 'header', 'footer', 'aside', 'form', 'button', 'select', 'textarea', 'iframe', 'head']);
/** Elements that flow inside a line. */
const INLINE = new Set(['a', 'abbr', 'b', 'bdi', 'bdo', 'cite', 'code', 'data', 'del', 'dfn', 'em', 'font', 'i', 'ins', 'kbd', 'label', 'mark', 'q', 's', 'samp', 'small', 'span', 'strong', 'sub', 'sup', 'time', 'u', 'var', 'wbr']);

/** Whether `name` ends a line. */
export function isBlock(name: string): boolean {
  return !INLINE.has(name);
}
/** Whether what `name` holds is left out. */
export function isUnread(name: string): boolean {
  return UNREAD.has(name);
}

/** Tags and texts of `html`, in order. What is no tag is text: pages are written by people. Scripts come as one text. */
export function* htmlTokens(html: string): Generator<HtmlToken> {
  const pattern = /<!--[^]*?(?:-->|$)|<!doctype[^>]*>|<(\/?)([a-z][a-z0-9-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi;
  let [at, line] = [0, 1];
  const moveTo = (end: number): void => {
    for (; at < end; at++) if (html.charCodeAt(at) === 10) line += 1;
  };
  for (let match = pattern.exec(html); match; match = pattern.exec(html)) {
    if (match.index > at) {
      yield { kind: 'text', text: html.slice(at, match.index), line };
      moveTo(match.index);
    }
    const [whole, slash = '', rawName = '', attributes = ''] = match;
    const name = rawName.toLowerCase();
    if (name !== '') yield { kind: slash === '' ? 'open' : 'close', name, attributes, line };
    moveTo(match.index + whole.length);
    if (slash === '' && (name === 'script' || name === 'style')) {
      const end = html.slice(at).search(new RegExp(`</${name}`, 'i'));
      const stop = end < 0 ? html.length : at + end;
      if (stop > at) yield { kind: 'text', text: html.slice(at, stop), line };
      moveTo(stop);
      pattern.lastIndex = stop;
    }
  }
  if (at < html.length) yield { kind: 'text', text: html.slice(at), line };
}

/** Lines of a piece of HTML, or of plain text, as a reader sees them. */
export function plainHtml(html: string): readonly string[] {
  let [text, depth] = ['', 0];
  for (const token of htmlTokens(html)) {
    if (token.kind === 'text') text += depth === 0 ? unescaped(token.text.includes('\n') && /<\w/.test(html) ? token.text.replaceAll(/\s+/g, ' ') : token.text) : '';
    else if (isUnread(token.name)) depth = Math.max(0, depth + (token.kind === 'open' ? 1 : -1));
    else if (isBlock(token.name)) text += '\n';
  }
  return text.split('\n').map((line) => line.replaceAll(/\s+/gu, ' ').trim()).filter((line) => line !== '');
}
