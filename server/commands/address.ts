import { fail, ok, type Result } from '#core/units';
import type { UsageFault } from './options.ts';

/** The address of a server as a person types it, without a trailing slash. */
export function addressOf(text: string): Result<string, UsageFault> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return fail('usage', `Cannot use "${text.slice(0, 120)}" as an address: wanted one such as https://shop.example/homebird`);
  return ok(`${url.origin}${url.pathname}`.replace(/\/+$/, ''));
}
