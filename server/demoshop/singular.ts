/** Near enough for looking words up: both sides of the table go through it. */
export function singular(word: string): string {
  if (word.length < 4 || word.endsWith('ss')) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word === 'glasses') return word; // eyewear, not two of the kind one drinks from
  if (/(?:ss|ch|sh|x)es$/.test(word)) return word.slice(0, -2);
  if (word.endsWith("'s")) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}
