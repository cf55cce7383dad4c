import { sendsGpc } from '#core/consent';

/** Whether this page's browser sends Global Privacy Control at this moment. */
export function hasGlobalPrivacyControl(): boolean {
  return sendsGpc(globalThis.navigator);
}

/** Whether the shopper has clicked or pressed a key within the last seconds, as the browser counts them; one that does not know says no. */
export function isShopperActing(): boolean {
  return (globalThis.navigator as { readonly userActivation?: { readonly isActive?: unknown } }).userActivation?.isActive === true;
}
