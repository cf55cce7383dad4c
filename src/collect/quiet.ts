/**
 * `work` as a callback for the shop's page: whatever goes wrong in it stays in it.
 * A recommender that breaks a checkout costs more than an event that is lost.
 */
export function quiet<Parts extends readonly unknown[]>(work: (...parts: Parts) => void): (...parts: Parts) => void {
  return (...parts) => {
    try {
      work(...parts);
    } catch {
      // Lost on purpose: there is nobody in the page to tell.
    }
  };
}
