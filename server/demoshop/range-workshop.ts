import { BRIGHT, METAL, type Range } from './kind.ts';

export const WORKSHOP: Range = {
  department: 'Workshop',
  brands: [
    { name: 'Forgewell', level: 1.3, voice: 'Forgewell guarantees hand tools for life.' },
    { name: 'Torque & Sons', level: 1, voice: 'Torque & Sons uses one battery for everything.' },
    { name: 'Handy', level: 0.65, voice: 'Handy is for people who fix things twice a year.' },
    { name: 'Makerly', level: 1.1, voice: 'Makerly prints a project on every box.' },
  ],
  models: ['Anvil', 'Apprentice', 'Master', 'Tinker', 'Foreman', 'Compact', 'Site', 'Garage', 'Journeyman', 'Bench'],
  kinds: [
    {
      leaf: 'Hammers', noun: 'Hammer', price: [12, 55], sizes: ['300 g', '500 g', '800 g'], colours: ['Oak', 'Red', 'Teal', 'Ochre'],
      materials: ['forged steel and hickory', 'steel and fibreglass'], uses: ['picture hooks', 'framing', 'furniture'],
      features: ['The head cannot come loose.', 'A magnet holds the first nail.', 'The claw gets under any head.', 'Balanced for an easy swing.'],
    },
    {
      leaf: 'Screwdriver Sets', noun: 'Screwdriver Set', price: [14, 65], sizes: ['6 pieces', '12 pieces', '24 pieces'], colours: BRIGHT,
      materials: ['chrome vanadium steel', 'hardened S2 steel'], uses: ['electronics', 'flat packs', 'the whole house'],
      features: ['Tips grip worn screws.', 'Handles do not roll off the bench.', 'Magnetic, but not too much.', 'Each tool has its place in the roll.'],
    },
    {
      leaf: 'Cordless Drills', noun: 'Cordless Drill', price: [55, 230], sizes: ['12 V', '18 V'], colours: ['Teal', 'Ochre', 'Red', 'Forest', 'Navy'],
      materials: ['brushless motor in glass-filled nylon', 'metal gears'], uses: ['shelves', 'decking', 'furniture'],
      features: ['Two batteries and a charger are included.', 'The light points where the bit is.', 'It stops before the screw strips.', 'Fits into tight corners.'],
    },
    {
      leaf: 'Tape Measures', noun: 'Tape Measure', price: [6, 28], sizes: ['3 m', '5 m', '8 m'], colours: BRIGHT,
      materials: ['coated steel tape', 'rubber shell'], uses: ['rooms', 'fabric', 'building sites'],
      features: ['It stands out two metres alone.', 'Figures read from both sides.', 'The brake is under your thumb.', 'The hook is magnetic.'],
    },
    {
      leaf: 'Toolboxes', noun: 'Toolbox', price: [20, 120], sizes: ['35 cm', '45 cm', '55 cm'], colours: METAL,
      materials: ['powder-coated steel', 'recycled polypropylene', 'birch plywood'], uses: ['the car', 'the hall cupboard', 'a trade'],
      features: ['Trays rise as it opens.', 'It carries an adult who wants to reach the lamp.', 'Small parts have lids of their own.', 'A lock is included.'],
    },
    {
      leaf: 'Paints', noun: 'Wall Paint', price: [18, 85], sizes: ['1 L', '2.5 L', '5 L'], colours: ['Sage', 'Terracotta', 'Sky', 'Cream', 'Blush', 'Slate', 'Ochre', 'Mint', 'Plum'],
      materials: ['water-based pigment', 'lime and chalk'], uses: ['living rooms', 'kitchens and baths', 'furniture'],
      features: ['One coat covers most walls.', 'Hardly any smell.', 'Wipes clean when dry.', 'Two square metres of sample card come free.'],
    },
  ],
};
