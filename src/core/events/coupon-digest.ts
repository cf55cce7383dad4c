/**
 * What is kept of a coupon's code: 8 hex digits, the same in any case (FNV-1a over UTF-16 units). Codes are at times made for one
 * person and hold her name; all that is asked is whether a purchase named one of the public ones, and of a hundred of those
 * another code is taken for one by a chance of 100 / 2³².
 */
export function couponDigest(code: string): string {
  const text = code.toLowerCase();
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
