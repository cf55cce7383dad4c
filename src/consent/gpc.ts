/** Whether the browser sends Global Privacy Control; a browser that does not know it says no. */
export function hasGlobalPrivacyControl(): boolean {
  return (navigator as Navigator & { readonly globalPrivacyControl?: boolean }).globalPrivacyControl === true;
}
