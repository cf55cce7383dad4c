/** Characters that feeds write as HTML entities beside XML's own five. */
export const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', copy: '©', reg: '®', trade: '™', deg: '°', hellip: '…', mdash: '—', ndash: '–', bull: '•', middot: '·',
  lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', laquo: '«', raquo: '»', euro: '€', pound: '£', yen: '¥', cent: '¢', times: '×', frac12: '½', frac14: '¼',
  auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', eacute: 'é', egrave: 'è', agrave: 'à', ccedil: 'ç', ntilde: 'ñ', oacute: 'ó', aacute: 'á', iacute: 'í',
};
/** What is read of one text before tags are taken out: several times what is kept. */
const MAX_SOURCE_CHARS = 20_000;

/** `html` as one line of plain text of at most `maxChars` UTF-16 units: no tags, no entities, single spaces. */
export function plainText(html: string, maxChars: number): string {
  let text = html.slice(0, MAX_SOURCE_CHARS);
  if (text.includes('<')) text = withoutElement(withoutElement(text, 'script'), 'style').replace(/<[a-z!/?][^<>]*>/gi, ' ');
  if (text.includes('&')) text = text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]\w{1,7}));/gi, decodeEntity);
  // Joiners stay: emoji, Persian and Hindi are spelled with them.
  return shortened(text.replace(/\p{Cs}/gu, '\ufffd').replace(/[\s\p{Cc}\u00ad\u200b\ufeff]+/gu, ' ').trim(), maxChars);
}

/** `html` without an element whose content is not for reading; one that never ends takes the rest with it. */
function withoutElement(html: string, name: string): string {
  const lower = html.toLowerCase();
  let kept = '';
  for (let at = 0; ; ) {
    const start = lower.indexOf(`<${name}`, at);
    if (start < 0) return kept + html.slice(at);
    kept += `${html.slice(at, start)} `;
    const end = lower.indexOf(`</${name}`, start);
    if (end < 0) return kept;
    at = end;
  }
}

function decodeEntity(entity: string, decimal: string | undefined, hexadecimal: string | undefined, name: string | undefined): string {
  if (name !== undefined) return ENTITIES[name] ?? entity;
  const point = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff) ? String.fromCodePoint(point) : '\ufffd';
}

/** The text up to its last word that fits, with an ellipsis where some is left out. */
function shortened(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const cut = text.slice(0, maxChars - 1);
  const space = cut.lastIndexOf(' ');
  const kept = space > maxChars * 0.8 ? cut.slice(0, space) : cut;
  return `${kept.replace(/[\ud800-\udbff]$/, '')}…`;
}
