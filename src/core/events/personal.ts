/** Keys that are about a person. Product fields such as `item_name` are not: they carry their noun. */
const PERSONAL_KEY =
  /^(?:.*[_.-])?(?:e-?mail|mail|phone|telephone|tel|mobile|first_?name|last_?name|full_?name|given_?name|family_?name|surname|user_?name|customer_?name|street|address(?:_?\d|_?line_?\d)?|city|zip|zip_?code|post_?code|postal_?code|birth_?(?:day|date)?|dob|password|passwd|pwd|token|session_?id|user_?id|customer_?id|client_?id|card_?number|iban)(?:_(?:hash|hashed|sha256))?$/i;
/** `name` alone is a person's in a form or a user object; products spell theirs `item_name` or `title`. */
const BARE_NAME = /^(?:name|nickname)$/i;
/** Identifiers that advertising and newsletters hang onto links. */
const CLICK_ID = /^(?:[a-z]*clid|_ga|_gl|mc_eid|mkt_tok|vero_id|_hsenc|_hsmi|oly_anon_id|oly_enc_id)$/i;
const EMAIL = /[^\s@/]+(?:@|%40)[^\s@/]+\.[a-z]{2,}/i;
/** Nine digits and more, written as people write telephone numbers: a bare run of digits may be a barcode. */
const PHONE = /^\s*(?:\+|\(|00)?\d[\d\s().-]{7,}\d\s*$/;
const PHONE_MARK = /[+()\s-]/;
const LONGEST_PARAMETER = 64;

/** Whether a field of this name holds e-mail, telephone, name, address or an identifier of a person. camelCase is read as snake_case. */
export function isPersonalKey(key: string): boolean {
  const snake = key.replace(/([a-z\d])([A-Z])/g, '$1_$2');
  return PERSONAL_KEY.test(snake) || BARE_NAME.test(snake) || CLICK_ID.test(snake);
}

/** Whether `text` holds an e-mail address or is a telephone number. */
export function looksPersonal(text: string): boolean {
  if (EMAIL.test(text)) return true;
  return PHONE.test(text) && PHONE_MARK.test(text.trim()) && text.replace(/\D/g, '').length >= 9;
}

/** Longest page kept in an event, in UTF-16 units. */
export const MAX_PAGE_LENGTH = 512;

/** Path and query of a page as an event keeps it: without fragment, personal parameters, click ids and long tokens. */
export function pageWithoutPersonal(path: string, query: string): string {
  const cleanPath = path.split('/').map((part) => (looksPersonal(part) ? '-' : part)).join('/');
  const kept = query.replace(/^\?/, '').split('&').filter((pair) => {
    const [key = '', value = ''] = pair.split('=', 2);
    return key !== '' && value.length <= LONGEST_PARAMETER && !isPersonalKey(key) && !looksPersonal(value.replaceAll('+', ' '));
  });
  return (kept.length > 0 ? `${cleanPath}?${kept.join('&')}` : cleanPath).slice(0, MAX_PAGE_LENGTH);
}
