import type { Translation } from '#page/words';
import type { OFFER_ENGLISH } from './offer-words.ts';

/** The words around an offer in Arabic. A code keeps its own direction between isolates. */
export const OFFER: Translation<typeof OFFER_ENGLISH> = {
  title: 'عرض', copy: 'نسخ', copyCode: (code) => `نسخ الرمز \u2068${code}\u2069`, copied: 'تم النسخ', until: (day) => `حتى ${day}`, from: (amount) => `ابتداءً من ${amount}`,
  now: (amount) => `السعر الآن ${amount}`, band: (base, floor, ceiling) => `المعتاد ${base}؛ لا يقل أبدًا عن ${floor} ولا يزيد على ${ceiling}.`,
};
