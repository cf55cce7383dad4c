import { measureCreatives } from '#bench/creatives';
import { figure, type Figure } from './figure.ts';

/** Quality of generated texts beside the better of two plain methods; both stand in what was measured. */
export function creativeFigures(dataFolder: string): readonly Figure[] {
  return measureCreatives(dataFolder).map(({ name, ours, titleOnly, firstSentence, how }) =>
    figure(name, 'share', ours, name.includes('self-BLEU') ? Math.min(titleOnly, firstSentence) : Math.max(titleOnly, firstSentence), `title only ${titleOnly.toFixed(3)}, first sentence ${firstSentence.toFixed(3)}; ${how}`));
}
