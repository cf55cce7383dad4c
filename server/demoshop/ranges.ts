import type { Range } from './kind.ts';
import { ACCESSORIES } from './range-accessories.ts';
import { AUDIO } from './range-audio.ts';
import { BEAUTY } from './range-beauty.ts';
import { CLOTHING } from './range-clothing.ts';
import { FURNITURE } from './range-furniture.ts';
import { GARDEN } from './range-garden.ts';
import { KITCHEN } from './range-kitchen.ts';
import { LIVING } from './range-living.ts';
import { MUSIC } from './range-music.ts';
import { OUTDOOR } from './range-outdoor.ts';
import { PANTRY } from './range-pantry.ts';
import { PETS } from './range-pets.ts';
import { SHOES } from './range-shoes.ts';
import { SPORTS } from './range-sports.ts';
import { STATIONERY } from './range-stationery.ts';
import { TOYS } from './range-toys.ts';
import { WORKSHOP } from './range-workshop.ts';

/** Departments in the order the shop shows them. */
export const RANGES: readonly Range[] = [
  OUTDOOR, KITCHEN, LIVING, FURNITURE, CLOTHING, SHOES, ACCESSORIES, AUDIO, BEAUTY, TOYS, STATIONERY, SPORTS, GARDEN, PETS, PANTRY, WORKSHOP, MUSIC,
];
