import { INK, STEEL, STEEL_DARK, TIMBER_DARK, type Ink } from './ink.ts';
import { box, circle, line, mirrored, oval, path, turned } from './shapes.ts';

export function backpack(ink: Ink): string {
  return [
    line('M168 104 C168 66 232 66 232 104', ink.deep, 10),
    box([88, 196, 40, 104], ink.dark, 18), box([272, 196, 40, 104], ink.dark, 18),
    box([112, 96, 176, 236], ink.main, 54),
    path('M112 176 V150 a54 54 0 0 1 54 -54 h68 a54 54 0 0 1 54 54 v26 q-88 34 -176 0Z', ink.light),
    box([136, 216, 128, 92], ink.dark, 20), line('M148 240 H252', ink.light, 6),
    line('M152 178 V222 M248 178 V222', ink.deep, 10), box([144, 206, 16, 14], ink.accent, 3), box([240, 206, 16, 14], ink.accent, 3),
  ].join('');
}

export function tent(ink: Ink): string {
  return [
    line('M200 88 L186 74 M200 88 L214 74', INK, 6),
    path('M200 86 L64 330 H336Z', ink.main), path('M200 86 L336 330 H264Z', ink.dark),
    path('M200 140 L150 330 H250Z', ink.deep), path('M200 140 L150 330 H176 Q196 250 200 140Z', ink.pale),
    line('M64 330 L40 336 M336 330 L360 336', INK, 4), line('M130 214 L98 214', ink.accent, 7),
  ].join('');
}

export function sleepingBag(ink: Ink): string {
  return turned(-16, [
    path('M146 82 q54 -40 108 0 q26 22 22 78 l-12 148 q-6 34 -64 34 t-64 -34 l-12 -148 q-4 -56 22 -78Z', ink.main),
    path('M162 96 q38 -26 76 0 q18 16 12 56 q-50 22 -100 0 q-6 -40 12 -56Z', ink.deep), oval([200, 128, 34, 22], ink.pale),
    line('M134 200 Q200 220 266 200 M138 246 Q200 264 262 246 M142 290 Q200 306 258 290', ink.dark, 5),
    line('M226 158 L246 318', ink.light, 5),
  ].join(''));
}

export function headlamp(ink: Ink): string {
  return [
    line('M92 210 C92 110 308 110 308 210', ink.dark, 26), line('M92 210 C96 280 304 280 308 210', ink.main, 26),
    path('M40 330 L158 244 H242 L360 330Z', '#ffe9a066'),
    box([146, 196, 108, 84], INK, 24), circle(200, 238, 32, STEEL), circle(200, 238, 23, '#fff4c4'), circle(192, 230, 8, '#ffffff'), box([176, 188, 48, 14], ink.accent, 7),
  ].join('');
}

export function bottle(ink: Ink): string {
  return [
    box([168, 66, 64, 44], INK, 12), line('M178 66 C178 42 222 42 222 66', INK, 9),
    path('M166 110 H234 q26 24 26 62 V306 q0 26 -26 26 H166 q-26 0 -26 -26 V172 q0 -38 26 -62Z', ink.main),
    path('M160 140 q-6 16 -6 36 v120 q0 14 8 20 h12 V124 h-4Z', ink.light), box([140, 236, 120, 44], ink.dark),
    path('M186 248 l14 -16 14 16 -14 18Z', ink.pale),
  ].join('');
}

export function campStove(ink: Ink): string {
  return [
    path('M178 96 q-26 36 0 56 q-4 -20 14 -32 q0 20 16 32 q26 -20 0 -52 q-2 14 -10 16 q0 -18 -20 -20Z', '#f0913e'), path('M192 132 q-10 12 4 20 q14 -8 4 -22Z', '#ffd66b'),
    line('M128 150 H272 M150 150 L164 186 M250 150 L236 186', STEEL_DARK, 9),
    box([160, 164, 80, 24], STEEL, 6), line('M240 214 H294', STEEL_DARK, 10), circle(300, 214, 13, ink.accent),
    box([176, 186, 48, 34], STEEL_DARK), path('M136 238 q0 -22 22 -22 h84 q22 0 22 22 v70 q0 22 -22 22 h-84 q-22 0 -22 -22Z', ink.main),
    box([136, 254, 128, 36], ink.light), circle(200, 272, 12, ink.deep),
  ].join('');
}

export function trekkingPoles(ink: Ink): string {
  const pole = [line('M200 118 V318', STEEL, 9), line('M200 118 V200', ink.main, 12), box([190, 60, 20, 66], TIMBER_DARK, 9), line('M192 76 C166 84 172 116 194 112', INK, 5), oval([200, 296, 22, 6], INK), box([192, 196, 16, 20], ink.accent, 4)].join('');
  return turned(-14, pole, [200, 330]) + turned(14, pole, [200, 330]);
}

export function umbrella(ink: Ink): string {
  return [
    line('M200 80 V294 q0 30 28 30 q26 0 26 -26', TIMBER_DARK, 10), line('M200 70 V88', INK, 7),
    path('M62 214 Q66 84 200 84 T338 214 q-23 -26 -46 0 q-23 -26 -46 0 q-23 -26 -46 0 q-23 -26 -46 0 q-23 -26 -46 0 q-23 -26 -46 0Z', ink.main),
    path('M154 214 Q158 110 200 84 Q242 110 246 214 q-23 -26 -46 0 q-23 -26 -46 0Z', ink.light), path('M292 214 Q286 120 200 84 Q334 90 338 214 q-23 -26 -46 0Z', ink.dark),
  ].join('');
}

export function lantern(ink: Ink): string {
  return [
    line('M160 96 C160 46 240 46 240 96', ink.deep, 8), path('M144 122 L170 92 H230 L256 122Z', ink.main),
    box([138, 120, 124, 18], ink.dark, 4), box([150, 138, 100, 158], '#fff3cf'), oval([200, 226, 40, 62], '#ffdf8a88'),
    box([182, 226, 36, 70], '#fbf3e2', 6), path('M200 178 q20 26 0 46 q-20 -20 0 -46Z', '#f0913e'), path('M200 198 q9 14 0 24 q-9 -10 0 -24Z', '#ffd66b'),
    line('M150 138 V298 M250 138 V298', ink.dark, 9), box([132, 294, 136, 36], ink.main, 8),
  ].join('');
}

export function glasses(ink: Ink): string {
  return mirrored([line('M76 178 q-18 -8 -30 -2', ink.dark, 13), path('M74 172 h108 q8 0 8 12 q0 78 -58 78 t-66 -72 q-2 -18 8 -18Z', ink.main), path('M90 188 h82 q4 58 -40 58 t-46 -46 q0 -12 4 -12Z', ink.pick(2) ? '#4b5560' : '#6f6250'), path('M100 194 h26 l-28 36 q-8 -16 -6 -30Z', '#ffffff33')].join(''))
    + line('M188 190 q12 -14 24 0', ink.main, 12);
}

export function hat(ink: Ink): string {
  return [
    oval([200, 268, 146, 34], ink.dark), oval([200, 260, 146, 34], ink.main),
    path('M126 254 q0 -120 34 -128 q20 -4 40 12 q20 -16 40 -12 q34 8 34 128 q-74 30 -148 0Z', ink.light),
    path('M124 234 q76 30 152 0 l1 24 q-77 30 -154 0Z', ink.deep),
  ].join('');
}
