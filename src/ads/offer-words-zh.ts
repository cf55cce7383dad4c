import type { Translation } from '#page/words';
import type { OFFER_ENGLISH } from './offer-words.ts';

/** The words around an offer in Chinese. */
export const OFFER: Translation<typeof OFFER_ENGLISH> = {
  title: '优惠', copy: '复制', copyCode: (code) => `复制优惠码 ${code}`, copied: '已复制', until: (day) => `有效期至 ${day}`, from: (amount) => `满 ${amount} 可用`,
  now: (amount) => `现价 ${amount}`, band: (base, floor, ceiling) => `平时 ${base}；不低于 ${floor}，不高于 ${ceiling}。`,
};
