import { BRIGHT, FABRIC, LEATHER, type Range } from './kind.ts';

export const SHOES: Range = {
  department: 'Shoes',
  brands: [
    { name: 'Pavement', level: 0.8, voice: 'Pavement makes shoes for people who walk to work.' },
    { name: 'Quickstep', level: 1.2, voice: 'Quickstep is run by runners and tested on real roads.' },
    { name: 'Cobbler & Daughter', level: 1.5, voice: 'Cobbler & Daughter resoles every pair it sells.' },
    { name: 'Solace', level: 1, voice: 'Solace shapes its lasts after feet, not fashion.' },
  ],
  models: ['Strider', 'Mile', 'Tempo', 'Harbour', 'Lane', 'Circuit', 'Meridian', 'Parade', 'Bridge', 'Ferry'],
  kinds: [
    {
      leaf: 'Running Shoes', noun: 'Running Shoes', price: [70, 190], colours: BRIGHT,
      materials: ['engineered mesh', 'knitted recycled yarn'], uses: ['daily miles', 'marathon training', 'muddy trails'],
      features: ['The foam gives back what you put in.', 'A wide toe box lets toes spread.', 'The heel cup holds without rubbing.', 'Reflective bits light up in traffic.'],
    },
    {
      leaf: 'Boots', noun: 'Boots', price: [95, 290], colours: LEATHER,
      materials: ['full-grain leather', 'waxed suede', 'nubuck'], uses: ['wet streets', 'autumn walks', 'the allotment'],
      features: ['Welted soles can be replaced.', 'The tongue is sewn in, so water stays out.', 'They need three walks to become yours.', 'Cushioned insoles come out to dry.'],
    },
    {
      leaf: 'Sneakers', noun: 'Sneakers', price: [55, 150], colours: [...BRIGHT, 'White', 'Black', 'Sand'],
      materials: ['organic canvas', 'soft leather', 'hemp and natural rubber'], uses: ['city days', 'travel', 'the weekend'],
      features: ['Flat, flexible and light.', 'The insole is made of cork.', 'They go in the washing machine.', 'Spare laces are in the box.'],
    },
    {
      leaf: 'Sandals', noun: 'Sandals', price: [35, 120], colours: LEATHER,
      materials: ['vegetable-tanned leather', 'recycled webbing'], uses: ['beach paths', 'hot cities', 'river crossings'],
      features: ['The footbed moulds to your sole.', 'Straps adjust at three points.', 'Grip stays on wet stone.', 'They dry in an hour.'],
    },
    {
      leaf: 'Slippers', noun: 'Slippers', price: [24, 85], colours: FABRIC,
      materials: ['felted wool', 'shearling', 'quilted cotton'], uses: ['cold floors', 'guests', 'working from home'],
      features: ['A rubber sole takes you to the letter box.', 'They shape themselves in a week.', 'Wool keeps feet warm and dry.', 'Slip on without hands.'],
    },
    {
      leaf: 'Loafers', noun: 'Loafers', price: [75, 230], colours: LEATHER,
      materials: ['calf leather', 'brushed suede'], uses: ['the office', 'dinner', 'travel days'],
      features: ['Hand-stitched along the apron.', 'A flexible sole needs no breaking in.', 'Lined with soft leather.', 'They dress jeans up and suits down.'],
    },
  ],
};
