/** Keys that are about a person, in the languages that most shops speak. Product fields such as `item_name` are not: they carry their noun. */
const PERSONAL_KEY =
  /^(?:.*[_.-])?(?:e-?mail|mail|phone|telephone|tel|mobile|first_?name|last_?name|full_?name|given_?name|family_?name|surname|user_?name|customer_?name|street|address(?:_?\d|_?line_?\d)?|city|zip|zip_?code|post_?code|postal_?code|birth_?(?:day|date)?|dob|password|passwd|pwd|token|session_?id|user_?id|customer_?id|client_?id|card_?number|iban|(?:vor|nach|familien|benutzer)name|adresse?|anschrift|strasse|straße|plz|telefon[oe]?|telefoon|handy|geburts(?:tag|datum)|kunden_?(?:id|nr|nummer)|passwort|prenom|courriel|code_?postal|mot_?de_?passe|apellidos?|correo|direccion|calle|contrasena|cognome|indirizzo|voornaam|achternaam|wachtwoord|sobrenome|endereco|senha|nazwisko|haslo|xingming|shouji|dianhua|dizhi)(?:_(?:hash|hashed|sha256))?$/i;
/** `name` alone is a person's in a form or a user object; products spell theirs `item_name` or `title`. */
const BARE_NAME = /^(?:name|nickname|nom|nome|nombre|imie)$/i;
/** Identifiers that advertising and newsletters hang onto links. */
const CLICK_ID = /^(?:[a-z]*clid|_ga|_gl|mc_eid|mkt_tok|vero_id|_hsenc|_hsmi|oly_anon_id|oly_enc_id)$/i;
/** One character before the sign and a bounded name behind it: longer runs would be looked at again from each of their characters. */
const EMAIL = /[^\s@/](?:@|%40)[^\s@/]{1,255}\.[a-z]{2,}/i;
/** Nine digits and more, written as people write telephone numbers: a bare run of digits may be a barcode. */
const PHONE = /^\s*(?:\+|\(|00)?\d[\d\s().-]{7,}\d\s*$/;
const PHONE_MARK = /[+()\s-]/;
/**
 * As above inside a text, at times with the character before it: behind the mark of a country or area, or in the groups of
 * North America. Other runs of digits are what shops sell: sizes, volts, "Lego 10281 10311 10309", numbers of books.
 */
const PHONE_WITHIN = /\+[\d\s().-]{7,25}\d|(?:^|[^\w.-])(?:[(0][\d\s().-]{7,25}\d|\d{3}[\s.-]\d{3}[\s.-]\d{4}(?!\d))/g;
/** Fewest digits of a telephone number: shorter ones are dates and sizes. */
const PHONE_DIGITS = 9;
const LONGEST_PARAMETER = 64;
/** In a part of a path that is longer than a parameter may be: no word of a product's name, but a key of somebody's. */
const TOKEN = /(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{17}|[a-z\d]{40}/i;

/** Longest page kept in an event, in UTF-16 units. */
export const MAX_PAGE_LENGTH = 512;
/**
 * How much of an address's path, of its query and of a title is looked at, in UTF-16 units: a fragment may be megabytes long,
 * and no server sees it. Eight times what is kept, because what is left out may stand before it.
 */
const MAX_READ_LENGTH = 8 * MAX_PAGE_LENGTH;

/** Beginning of `text`, up to the last `separator` that is still looked at: half a part may be half an e-mail address. */
function readable(text: string, separator: string): string {
  return text.length <= MAX_READ_LENGTH ? text : text.slice(0, Math.max(0, text.lastIndexOf(separator, MAX_READ_LENGTH)));
}

/** Whether a field of this name holds e-mail, telephone, name, address or an identifier of a person. camelCase is read as snake_case. */
export function isPersonalKey(key: string): boolean {
  const snake = key.replace(/([a-z\d])([A-Z])/g, '$1_$2');
  return PERSONAL_KEY.test(snake) || BARE_NAME.test(snake) || CLICK_ID.test(snake);
}

/** Whether `text`, of digits and what stands between them, is a telephone number and no barcode. */
function isPhone(text: string): boolean {
  return PHONE_MARK.test(text.trim()) && text.replace(/\D/g, '').length >= PHONE_DIGITS;
}

/** Whether `text` holds an e-mail address or is a telephone number. */
export function looksPersonal(text: string): boolean {
  return EMAIL.test(text) || (PHONE.test(text) && isPhone(text));
}

/** Whether `text`, in words of the shop or the shopper and no id, holds an e-mail address or a telephone number. */
export function holdsPersonal(text: string): boolean {
  return looksPersonal(text) || (text.match(PHONE_WITHIN) ?? []).some(isPhone);
}

/** `text` of an address as it was meant: an address that lies in another is escaped twice. Letters beyond ASCII stay as they are. */
function unescaped(text: string): string {
  const once = (escaped: string): string => escaped.replace(/%([2-7][\da-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return once(once(text));
}

/** A part of a path that holds one is words that somebody typed, as in `/search/red%20kettle`; a product's name has dashes. */
const BLANK = /[\s+]/;

/** Whether a part of a path is about a person, or a key that opens something of hers. */
function isPersonalPart(part: string): boolean {
  const text = unescaped(part);
  const isPersonal = BLANK.test(text) ? holdsPersonal(text) || holdsPersonal(unescaped(part.replaceAll('+', ' '))) : looksPersonal(text);
  return isPersonal || (part.length > LONGEST_PARAMETER && TOKEN.test(part));
}

/** Longest page title kept, in UTF-16 units: what a browser's tab or a search result shows of one. */
export const MAX_TITLE_LENGTH = 80;
/** Pages whose title may say who she is or what she ordered. */
const PRIVATE_PAGE = /account|profile|customer|user|member|login|sign-?in|register|order|checkout|thank|invoice|address|wish-?list|basket|cart|payment/i;

/** The title of a page as an event keeps it; undefined for pages of her own (account, order, basket) and for what looks personal. */
export function pageTitle(title: string, page: string): string | undefined {
  const read = title.slice(0, MAX_READ_LENGTH);
  const text = read.replace(/\s+/g, ' ').trim().slice(0, MAX_TITLE_LENGTH).trim();
  return text === '' || PRIVATE_PAGE.test(page) || holdsPersonal(read) || holdsPersonal(text) ? undefined : text;
}

/** Path and query of a page as an event keeps it: without fragment, personal parameters, click ids and long tokens. */
export function pageWithoutPersonal(path: string, query: string): string {
  const cleanPath = readable(path, '/').split('/').map((part) => (isPersonalPart(part) ? '-' : part)).join('/');
  const kept = readable(query.startsWith('?') ? query.slice(1) : query, '&').split('&').filter((pair) => {
    const [key = '', value = ''] = pair.split('=', 2);
    return key !== '' && value.length <= LONGEST_PARAMETER && !isPersonalKey(unescaped(key)) && !holdsPersonal(unescaped(value.replaceAll('+', ' ')));
  });
  return (kept.length > 0 ? `${cleanPath}?${kept.join('&')}` : cleanPath).slice(0, MAX_PAGE_LENGTH);
}
