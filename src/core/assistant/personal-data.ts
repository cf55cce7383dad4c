/** What somebody may have typed without meaning to. */
export type PersonalData = 'card' | 'e-mail' | 'bank-account';

/** Whether digits end in the check digit of a payment card (Luhn, ISO/IEC 7812-1). */
function isCardNumber(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** What in `text` looks like a card's number, an address of e-mail or a bank account; undefined where nothing does. */
export function personalDataIn(text: string): PersonalData | undefined {
  for (const [run] of text.matchAll(/\d(?:[ -]?\d){12,18}/g)) if (isCardNumber(run.replaceAll(/\D/g, ''))) return 'card';
  if (/[^\s@]+@[^\s@]+\.[a-z]{2,}/i.test(text)) return 'e-mail';
  return /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}/.test(text) ? 'bank-account' : undefined;
}
