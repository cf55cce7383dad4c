import { INK, LEAF, LEAF_DARK, PAPER, STEEL, TIMBER, type Ink } from './ink.ts';
import { box, circle, line, oval, path, turned } from './shapes.ts';

const BEAN = '#5b3a26';

export function coffeeBag(ink: Ink): string {
  const bean = (x: number, y: number, degrees: number): string => turned(degrees, oval([x, y, 17, 12], BEAN) + line(`M${x - 12} ${y} q12 -6 24 0`, '#8a6142', 3), [x, y]);
  return path('M118 92 H282 L296 318 q0 12 -12 12 H116 q-12 0 -12 -12Z', ink.main) + path('M118 92 h30 l-6 238 h-26 q-12 0 -12 -12Z', ink.light) + box([114, 66, 172, 34], ink.dark, 5) + line('M122 84 H278', ink.deep, 3) + box([138, 160, 124, 108], PAPER, 8) + box([156, 178, 88, 10], ink.dark, 5) + bean(184, 218, -20) + bean(216, 228, 24) + box([170, 250, 60, 6], ink.light, 3) + bean(88, 322, 10) + bean(314, 318, -30) + bean(336, 326, 16);
}

export function teaTin(ink: Ink): string {
  return box([116, 128, 168, 202], ink.main, 14) + box([128, 138, 20, 184], '#ffffff44', 10) + box([108, 92, 184, 48], ink.dark, 14) + oval([200, 92, 92, 16], ink.light) + box([140, 182, 120, 104], PAPER, 8) + path('M200 196 q36 28 0 70 q-36 -42 0 -70Z', LEAF) + line('M200 206 V262', LEAF_DARK, 4) + box([168, 270, 64, 6], ink.dark, 3);
}

export function oilBottle(ink: Ink): string {
  return box([182, 46, 36, 34], INK, 6) + path('M184 78 h32 v50 q46 22 46 74 V306 q0 24 -24 24 H162 q-24 0 -24 -24 V202 q0 -52 46 -74Z', ink.dark) + path('M190 84 h8 v56 q-40 22 -40 66 V310 q-12 -2 -12 -14 V202 q0 -46 44 -70Z', '#ffffff33') + box([138, 214, 124, 80], PAPER) + oval([184, 250, 18, 23], LEAF) + oval([216, 256, 16, 20], LEAF_DARK) + line('M170 226 q30 -12 62 0', LEAF_DARK, 5) + box([166, 282, 68, 6], ink.light, 3);
}

export function chocolate(ink: Ink): string {
  const pieces = Array.from({ length: 6 }, (_, i) => box([122 + 54 * (i % 3), 74 + 46 * Math.floor(i / 3), 48, 40], '#6b4430', 6) + box([130 + 54 * (i % 3), 80 + 46 * Math.floor(i / 3), 32, 26], '#7d5340', 4));
  return turned(-6, box([114, 64, 172, 180], '#58361f', 8) + pieces.join('') + path('M106 160 l20 -12 20 12 20 -12 20 12 20 -12 20 12 20 -12 20 12 20 -12 8 6 V332 H106Z', STEEL) + box([106, 184, 188, 148], ink.main, 4) + box([106, 210, 188, 14], ink.accent) + box([132, 246, 136, 14], PAPER, 7) + box([154, 276, 92, 9], ink.pale, 4));
}

export function honeyJar(ink: Ink): string {
  return path('M118 138 H282 q22 14 22 50 V286 q0 44 -44 44 H140 q-44 0 -44 -44 V188 q0 -36 22 -50Z', '#e2a12f') + path('M116 158 q8 -12 24 -14 V320 q-30 -2 -30 -38 V194 q0 -24 6 -36Z', '#f6cf74') + box([112, 88, 176, 56], ink.main, 12) + line('M124 106 H276 M124 124 H276', ink.dark, 4) + box([136, 196, 128, 92], PAPER, 10) + path('M200 208 l26 15 v30 l-26 15 -26 -15 v-30Z', '#e2a12f') + box([166, 276, 68, 6], ink.dark, 3) + turned(28, line('M318 60 V170', TIMBER, 9), [318, 170]);
}

export function pasta(ink: Ink): string {
  const tubes = [[156, 216, -30], [206, 200, 20], [246, 228, -12], [170, 258, 34], [222, 264, -40], [196, 234, 64]].map(([x = 0, y = 0, degrees = 0]) => turned(degrees, box([x - 26, y - 10, 52, 20], '#ecc873', 10) + oval([x + 24, y, 5, 9], '#c99f4a'), [x, y]));
  return path('M118 76 H282 L294 316 q0 14 -14 14 H120 q-14 0 -14 -14Z', ink.main) + path('M118 76 H282 L280 98 l-16 10 -16 -10 -16 10 -16 -10 -16 10 -16 -10 -16 10 -16 -10 -16 10 -16 -10Z', ink.dark) + box([138, 118, 124, 40], PAPER, 8) + box([156, 132, 88, 10], ink.dark, 5) + oval([200, 234, 76, 66], '#f6ead0') + tubes.join('');
}

export function can(ink: Ink): string {
  return box([126, 84, 148, 246], STEEL, 12) + box([126, 112, 148, 190], ink.main) + box([138, 90, 16, 230], '#ffffff44', 8) + oval([200, 84, 74, 15], '#c9d1d6') + oval([200, 84, 60, 10], STEEL) + box([126, 168, 148, 76], PAPER) + circle(200, 206, 28, ink.accent) + path('M200 178 q10 -18 26 -12 q-6 14 -26 12Z', LEAF);
}

export function cake(ink: Ink): string {
  return oval([200, 318, 136, 18], '#d9d3c7') + path('M84 196 V296 q116 34 232 0 V196Z', '#f3dcb8') + path('M84 240 q116 34 232 0 v14 q-116 34 -232 0Z', ink.light) + oval([200, 194, 116, 34], ink.main) + path('M84 194 q10 44 34 20 q16 44 40 10 q24 40 50 2 q26 36 44 -4 q30 26 64 -28 q-30 -34 -116 -34 t-116 34Z', ink.main) + circle(200, 164, 20, '#c5383a') + line('M204 146 q6 -22 22 -26', LEAF_DARK, 4);
}

export function bread(ink: Ink): string {
  return path('M62 236 q-20 -88 88 -96 q50 -30 100 0 q108 8 88 96 q-4 62 -30 74 H92 q-26 -12 -30 -74Z', '#c98f4e') + path('M78 232 q-10 -66 76 -74 q46 -26 92 0 q86 8 76 74Z', '#dfae6e') + line('M142 176 l24 36 M194 168 l18 40 M244 178 l14 32', '#f3dcb8', 9) + box([92, 296, 216, 14], ink.light, 7);
}

export function fruit(ink: Ink): string {
  return path('M196 146 q-90 -34 -108 58 q-4 90 72 122 q26 4 40 -6 q14 10 40 6 q76 -32 72 -122 q-18 -92 -116 -58Z', ink.main) + path('M124 176 q-22 30 -8 72 q8 -50 44 -76 q-20 -10 -36 4Z', '#ffffff44') + line('M200 150 q-4 -42 16 -66', '#7b5238', 8) + path('M212 110 q42 -38 76 -8 q-36 38 -76 8Z', LEAF);
}

export function jar(ink: Ink): string {
  return path('M112 144 H288 q16 10 16 40 V294 q0 36 -36 36 H132 q-36 0 -36 -36 V184 q0 -30 16 -40Z', ink.main) + path('M118 164 h22 V316 q-30 0 -30 -26 V190Z', '#ffffff44') + box([108, 92, 184, 56], ink.deep, 12) + box([132, 200, 136, 88], PAPER, 10) + box([152, 222, 96, 12], ink.dark, 6) + box([166, 250, 68, 8], ink.light, 4);
}

export function pack(ink: Ink): string {
  return path('M112 78 q88 14 176 0 l10 244 q-98 14 -196 0Z', ink.main) + path('M112 78 q88 14 176 0 l1 26 q-89 14 -178 0Z', ink.dark) + path('M103 298 q97 14 194 0 l1 24 q-98 14 -196 0Z', ink.dark) + oval([200, 206, 72, 50], PAPER) + box([156, 190, 88, 12], ink.dark, 6) + box([170, 214, 60, 8], ink.light, 4);
}
