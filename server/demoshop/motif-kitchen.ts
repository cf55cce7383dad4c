import { INK, STEEL, STEEL_DARK, TIMBER, TIMBER_DARK, type Ink } from './ink.ts';
import { box, circle, line, oval, path, ring, turned } from './shapes.ts';

export function mug(ink: Ink): string {
  const bands = [box([110, 214, 150, 44], ink.dark), box([110, 150, 150, 22], ink.accent) + box([110, 286, 150, 12], ink.accent), [134, 168, 202, 236].map((x) => circle(x, 236, 12, ink.pale)).join(''), ''];
  return [
    line('M168 92 q-14 -18 0 -34 t0 -30 M208 92 q-14 -18 0 -34 t0 -30', '#00000018', 7),
    line('M258 166 q66 -6 62 52 q-4 60 -70 54', ink.dark, 22),
    path('M104 124 H266 V292 q0 38 -38 38 H142 q-38 0 -38 -38Z', ink.main), bands[ink.pick(4)] ?? '',
    path('M118 136 h18 V310 q-18 -4 -18 -22Z', '#ffffff44'), oval([185, 124, 81, 20], ink.dark), oval([185, 127, 68, 14], '#6b4630'),
  ].join('');
}

export function fryingPan(ink: Ink): string {
  return [
    turned(-38, box([280, 186, 130, 28], TIMBER_DARK, 14) + circle(394, 200, 6, INK), [180, 210]),
    circle(176, 216, 124, ink.deep), circle(176, 210, 124, ink.main), circle(176, 210, 104, ink.dark),
    path('M122 218 q-6 -44 42 -44 q20 -22 46 0 q34 10 18 46 q2 40 -42 34 q-54 14 -64 -36Z', '#fbf8ef'), circle(180, 210, 24, '#f3b53f'), circle(173, 203, 7, '#fbd98a'),
  ].join('');
}

export function knife(ink: Ink): string {
  return turned(-42, [
    path('M40 192 H252 V226 H120 Q64 222 40 192Z', STEEL), path('M40 192 H252 V204 H60Z', '#d3dade'), box([252, 186, 22, 44], STEEL_DARK, 4),
    path('M274 188 h82 q22 2 20 24 q-4 22 -26 16 l-76 -2Z', ink.main), [296, 322, 348].map((x) => circle(x, 207, 5, STEEL)).join(''),
  ].join(''));
}

export function kettle(ink: Ink): string {
  return [
    line('M136 130 C130 56 270 56 264 130', INK, 16), path('M262 214 q44 -14 66 -62 l22 12 q-18 80 -84 96Z', ink.dark),
    path('M118 160 q0 -32 34 -32 h96 q34 0 34 32 l18 130 q4 40 -36 40 H136 q-40 0 -36 -40Z', ink.main),
    path('M132 160 q2 -18 20 -20 l-18 176 q-22 -2 -20 -26Z', ink.light), oval([200, 130, 54, 14], ink.dark), circle(200, 112, 13, INK), box([92, 316, 216, 16], INK, 8),
  ].join('');
}

export function cuttingBoard(ink: Ink): string {
  return [
    turned(8, [path('M120 116 H172 V78 q0 -20 28 -20 t28 20 v38 H280 q14 0 14 14 V316 q0 14 -14 14 H120 q-14 0 -14 -14 V130 q0 -14 14 -14Z', ink.main), circle(200, 84, 11, '#f6f1e9'), line('M134 150 H266 M134 190 H232 M160 300 H266', ink.dark, 3), line('M126 136 V310 H274 V136Z', ink.dark, 5)].join('')),
    circle(176, 236, 34, '#cf4a3a'), circle(176, 236, 24, '#e67a5e'), path('M222 262 q30 -62 52 -42 q6 30 -52 42Z', '#5f8f5a'),
  ].join('');
}

export function coffeeMaker(ink: Ink): string {
  return [
    path('M152 84 H248 L258 190 H142Z', ink.main), path('M152 84 h28 l-6 106 h-32Z', ink.light), path('M248 96 l34 -14 l6 12 l-36 30Z', ink.dark), box([150, 70, 100, 18], ink.dark, 6), circle(200, 60, 12, INK),
    line('M144 116 q-54 6 -46 92', INK, 16), box([138, 188, 124, 20], STEEL_DARK, 4), path('M142 208 H258 L286 318 q2 12 -10 12 H124 q-12 0 -10 -12Z', ink.main),
    path('M142 208 h30 l-22 122 h-26 q-12 0 -10 -12Z', ink.light), line('M196 208 L190 330 M224 208 L236 330', ink.dark, 3), circle(254, 232, 6, '#d8b04a'),
  ].join('');
}

export function bowl(ink: Ink): string {
  return [
    path('M70 176 H330 q-6 120 -92 146 q-2 8 -10 8 h-56 q-8 0 -10 -8 Q76 296 70 176Z', ink.main), path('M84 186 q10 94 76 122 l10 0 q-58 -40 -64 -122Z', ink.light),
    oval([200, 176, 130, 34], ink.dark), oval([200, 180, 114, 26], ink.pale), ink.pick(2) ? path('M74 214 q126 40 252 0 l-6 26 q-120 38 -240 0Z', ink.accent) : '',
    turned(26, line('M262 60 V160', TIMBER, 12) + oval([262, 176, 20, 34], TIMBER_DARK), [262, 176]),
  ].join('');
}

export function pot(ink: Ink): string {
  return [
    line('M84 214 H62 M316 214 H338', ink.deep, 18), circle(200, 116, 14, INK), path('M96 168 q10 -42 104 -42 t104 42Z', ink.light), box([86, 164, 228, 18], ink.dark, 9),
    path('M94 182 H306 V282 q0 48 -48 48 H142 q-48 0 -48 -48Z', ink.main), path('M110 196 h22 V310 q-22 -6 -22 -30Z', '#ffffff33'),
  ].join('');
}

export function plate(ink: Ink): string {
  return [circle(200, 206, 126, ink.dark), circle(200, 200, 126, ink.main), ring([200, 200, 108], ink.light, 5), circle(200, 200, 80, ink.light), circle(200, 200, 70, ink.pale)].join('');
}

export function drinkingGlass(ink: Ink): string {
  return [path('M126 84 H274 L254 312 q-2 18 -20 18 H166 q-18 0 -20 -18Z', '#dfe9ee'), path('M136 170 H264 L252 308 q-2 12 -16 12 H164 q-14 0 -16 -12Z', ink.light), path('M140 96 h18 l12 210 h-12Z', '#ffffff88'), oval([200, 84, 74, 14], '#c9d8df'), oval([200, 170, 64, 10], ink.light)].join('');
}

export function towel(ink: Ink): string {
  return [
    [0, 1, 2].map((i) => box([86, 246 - 62 * i, 228, 84], [ink.dark, ink.main, ink.light][i] ?? ink.main, 30)).join(''),
    line('M96 290 H300 M96 228 H300 M96 166 H300', ink.pale, 6),
  ].join('');
}

