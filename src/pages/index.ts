/**
 * **Knows** our own three pages: `shop` (a demo shop over any catalogue), `console` (for its merchant), `audit` (for anyone). Each has a `main.tsx` that an HTML file at the root starts. `docs` is the look of the documentation, which `vite.docs.ts` makes from `docs/`: text without a script.
 * **Not here** what a shop embeds (`#page/tag`, `#page/elements`); the look and loading that the pages share (`#page/frame`).
 * **Trust** the shop uses Homebird as any shop would: through the tag, `dataLayer`, JSON-LD and marked elements, never through a private door. The audit page trusts no server: it recomputes.
 */
export {};
