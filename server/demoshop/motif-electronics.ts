import { INK, STEEL, STEEL_DARK, type Ink } from './ink.ts';
import { box, circle, line, mirrored, oval, path, ring, turned } from './shapes.ts';

export function headphones(ink: Ink): string {
  return line('M104 236 C92 60 308 60 296 236', ink.dark, 22) + line('M128 170 C140 96 260 96 272 170', ink.light, 10) + mirrored(box([78, 206, 62, 112], ink.main, 28) + box([122, 216, 26, 92], INK, 12) + box([88, 222, 12, 80], ink.light, 6));
}

export function speaker(ink: Ink): string {
  return ink.pick(2)
    ? box([122, 66, 156, 264], ink.dark, 14) + box([130, 74, 140, 248], ink.main, 10) + circle(200, 130, 34, INK) + circle(200, 130, 14, STEEL_DARK) + circle(200, 240, 56, INK) + ring([200, 240, 44], STEEL_DARK, 4) + circle(200, 240, 22, STEEL_DARK)
    : line('M120 132 C120 66 280 66 280 132', ink.deep, 14) + box([62, 128, 276, 176], ink.main, 46) + [106, 142, 178, 214, 250, 286].map((x) => [164, 192, 220, 248, 276].map((y) => circle(x + 4, y - 4, 6, ink.dark)).join('')).join('') + box([172, 296, 56, 14], ink.accent, 7);
}

export function earbuds(ink: Ink): string {
  const bud = (x: number): string => circle(x, 116, 32, ink.main) + circle(x, 116, 14, INK) + path(`M${x - 13} 130 h26 l-3 82 q-10 10 -20 0Z`, ink.main) + path(`M${x - 10} 134 h8 v72 h-6Z`, ink.pale);
  return bud(142) + bud(258) + box([92, 228, 216, 102], ink.dark, 44) + box([92, 222, 216, 96], ink.main, 44) + line('M96 262 H304', ink.dark, 4) + circle(200, 288, 6, '#6fd08c');
}

export function keyboard(ink: Ink): string {
  const keys = [0, 1, 2].flatMap((row) => Array.from({ length: 10 }, (_, i) => box([66 + row * 6 + 26 * i, 166 + 32 * row, 22, 26], (row * 10 + i) % 11 === 0 ? ink.accent : ink.pale, 5)));
  return turned(-6, box([46, 148, 308, 146], ink.deep, 16) + box([46, 142, 308, 144], ink.main, 16) + keys.join('') + box([122, 262, 150, 16], ink.pale, 5));
}

export function mouse(ink: Ink): string {
  return line('M200 84 C200 40 270 60 262 20', STEEL_DARK, 6) + box([124, 82, 152, 248], ink.dark, 76) + box([128, 80, 144, 240], ink.main, 72) + line('M200 84 V176', ink.dark, 4) + box([190, 116, 20, 50], INK, 10) + box([194, 126, 12, 26], ink.accent, 6) + path('M128 190 q72 24 144 0', ink.dark) + path('M146 120 q10 -30 36 -34 l-6 70 h-32Z', '#ffffff33');
}

export function monitor(ink: Ink): string {
  return path('M172 262 h56 l10 52 h-76Z', STEEL_DARK) + box([128, 312, 144, 18], STEEL, 9) + box([46, 82, 308, 190], INK, 12) + box([58, 94, 284, 160], ink.pale, 4) + path('M58 254 V214 l70 -62 60 50 50 -36 104 74 v14Z', ink.main) + circle(276, 132, 22, ink.accent);
}

export function charger(ink: Ink): string {
  return mirrored(box([164, 70, 14, 48], STEEL, 4)) + box([126, 112, 148, 150], ink.dark, 26) + box([126, 108, 148, 146], ink.main, 26) + box([170, 218, 60, 16], INK, 8) + path('M206 140 l-26 38 h18 l-6 30 28 -40 h-18Z', ink.accent) + line('M200 236 V282 C200 336 290 320 290 288', ink.deep, 9);
}

export function laptop(ink: Ink): string {
  return box([88, 96, 224, 158], INK, 12) + box([98, 106, 204, 138], ink.pale, 4) + path('M98 244 V210 l62 -54 48 42 40 -28 54 44 v30Z', ink.main) + path('M58 262 H342 l16 50 q2 16 -14 16 H56 q-16 0 -14 -16Z', STEEL) + box([96, 270, 208, 26], STEEL_DARK, 4) + box([166, 304, 68, 14], '#c4ccd1', 4);
}

export function phone(ink: Ink): string {
  return box([126, 54, 148, 276], INK, 28) + box([134, 62, 132, 260], ink.main, 21) + path('M134 240 q66 -60 132 -20 V302 q0 20 -20 20 H154 q-20 0 -20 -20Z', ink.light) + box([176, 72, 48, 14], INK, 7) + [0, 1, 2].map((i) => box([152 + 36 * i, 116, 24, 24], '#ffffffaa', 7)).join('') + box([170, 306, 60, 6], '#ffffff', 3);
}

export function camera(ink: Ink): string {
  return box([142, 100, 84, 40], INK, 10) + box([60, 126, 280, 180], ink.main, 22) + box([60, 176, 280, 66], ink.dark) + circle(200, 216, 78, INK) + circle(200, 216, 62, STEEL_DARK) + circle(200, 216, 44, '#2b3a4a') + circle(184, 200, 14, '#ffffff66') + box([272, 142, 44, 20], ink.accent, 6);
}

export function disc(ink: Ink): string {
  return box([74, 74, 252, 252], ink.main, 8) + box([74, 74, 26, 252], ink.deep, 8) + circle(222, 204, 96, '#dfe4e8') + path('M222 204 L150 140 A96 96 0 0 1 214 108Z', '#ffffff') + path('M222 204 L294 268 A96 96 0 0 1 230 300Z', '#c3cdd6') + circle(222, 204, 34, ink.accent) + circle(222, 204, 12, '#ffffff');
}

export function cable(ink: Ink): string {
  return ring([200, 190, 88], ink.main, 14) + ring([200, 190, 66], ink.dark, 14) + line('M200 270 q60 20 90 50', ink.main, 14) + line('M200 250 q-70 30 -90 66', ink.dark, 14) + turned(40, box([278, 300, 26, 38], STEEL, 4), [290, 318]) + turned(-30, box([96, 298, 26, 38], STEEL, 4), [110, 316]);
}

export function gamepad(ink: Ink): string {
  return path('M120 130 H280 q60 4 72 120 q2 66 -40 60 q-24 -4 -52 -54 H140 q-28 50 -52 54 q-42 6 -40 -60 q12 -116 72 -120Z', ink.main) + line('M136 172 V220 M112 196 H160', INK, 16) + circle(264, 178, 12, ink.accent) + circle(290, 202, 12, ink.pale) + circle(238, 202, 12, ink.pale) + circle(264, 226, 12, ink.accent);
}

export function television(ink: Ink): string {
  return line('M120 300 L104 326 M280 300 L296 326', STEEL_DARK, 9) + box([40, 92, 320, 206], INK, 8) + box([50, 102, 300, 180], ink.deep, 3) + path('M50 282 V232 q80 -70 150 -20 t150 -30 V282Z', ink.main) + circle(284, 144, 24, ink.accent);
}

export function printer(ink: Ink): string {
  return box([122, 84, 156, 90], '#ffffff', 4) + box([72, 160, 256, 130], ink.main, 18) + box([96, 186, 208, 14], ink.deep, 7) + path('M118 236 H282 L292 326 H108Z', '#fdfaf3') + line('M136 266 H260 M136 290 H240', STEEL, 6) + circle(300, 222, 8, '#6fd08c');
}

export function fan(ink: Ink): string {
  return line('M200 220 V312', STEEL_DARK, 14) + box([138, 308, 124, 22], ink.dark, 11) + circle(200, 166, 112, STEEL) + circle(200, 166, 102, '#f4f6f7') + [0, 120, 240].map((degrees) => turned(degrees, path('M200 166 q-46 -40 -10 -88 q44 -8 46 34 q-4 34 -36 54Z', ink.main), [200, 166])).join('') + circle(200, 166, 20, ink.deep) + oval([200, 166, 6, 6], ink.pale);
}
