/** Seed of every random sequence of this run: the one `npm run browsers` prints, else 1. */
export const SEED = Number(process.env['HOMEBIRD_SEED'] ?? 1);
