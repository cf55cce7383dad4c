import { INPUT } from './mix.ts';

/** What each input of the mix is called where it is shown; one without a name fails to compile. */
const NAMES: Readonly<Record<keyof typeof INPUT, string>> = {
  popularity: 'popularity', trend: 'popularity lately', profile: 'content of the whole history', last: 'content of the newest item', model: 'encoder',
  company: 'company of the whole history', category: 'liked category', lastCategory: 'category of the newest item', brand: 'liked brand', price: 'liked price',
  nextCategory: 'goes with liked categories', follows: 'follows the history', followsNewest: 'follows the newest item', together: 'goes with the history',
  met: 'met before', newest: 'the newest item again', lately: 'met lately', often: 'met often', inCart: 'left in the cart', bought: 'bought before',
};

/** Names of the inputs, in the order of their weights. */
export const MIX_INPUT_NAMES: readonly string[] = (Object.keys(INPUT) as (keyof typeof INPUT)[]).map((input) => NAMES[input]);
