import { BRIGHT, FABRIC, type Range } from './kind.ts';

export const CLOTHING: Range = {
  department: 'Clothing',
  brands: [
    { name: 'Marlow', level: 1.1, voice: 'Marlow knits and sews within one hour of its studio.' },
    { name: 'Fen & Field', level: 1.35, voice: 'Fen & Field uses wool from named farms.' },
    { name: 'Basics Union', level: 0.65, voice: 'Basics Union sells what people wear most, and nothing else.' },
    { name: 'Ostro', level: 1, voice: 'Ostro cuts for movement.' },
  ],
  models: ['Alder', 'Bay', 'Cove', 'Dale', 'Esk', 'Firth', 'Grove', 'Haven', 'Inlet', 'Jarrow'],
  kinds: [
    {
      leaf: 'T-Shirts', noun: 'T-Shirt', price: [14, 45], colours: [...FABRIC, ...BRIGHT, 'White', 'Black'],
      materials: ['organic cotton', 'heavy jersey', 'cotton and hemp'], uses: ['every day', 'layering', 'warm weather'],
      features: ['The neck keeps its shape.', 'No label scratches your back.', 'It is cut a little longer.', 'Washed before sewing, so it will not shrink.'],
    },
    {
      leaf: 'Sweaters', noun: 'Sweater', price: [45, 170], colours: FABRIC,
      materials: ['merino wool', 'lambswool', 'brushed cotton', 'alpaca blend'], uses: ['cold offices', 'weekends away', 'sailing'],
      features: ['Knitted in one piece, without side seams.', 'Ribbed cuffs stay where you push them.', 'It does not itch.', 'Elbows are reinforced.'],
    },
    {
      leaf: 'Dresses', noun: 'Dress', price: [39, 180], colours: [...FABRIC, ...BRIGHT],
      materials: ['washed linen', 'viscose crêpe', 'cotton poplin'], uses: ['summer days', 'office to dinner', 'weddings in the garden'],
      features: ['It has pockets, of course.', 'The waist ties to fit.', 'The skirt moves when you walk.', 'No ironing needed.'],
    },
    {
      leaf: 'Jeans', noun: 'Jeans', price: [49, 150], sizes: ['slim', 'straight', 'relaxed'], colours: ['Denim', 'Navy', 'Black', 'Sky', 'Charcoal'],
      materials: ['selvedge denim', 'stretch denim', 'recycled cotton denim'], uses: ['everyday wear', 'cycling', 'workshop days'],
      features: ['The denim softens where you move.', 'Rivets hold the pockets.', 'A bit of stretch keeps it comfortable.', 'Hemming is free.'],
    },
    {
      leaf: 'Jackets', noun: 'Jacket', price: [80, 340], colours: FABRIC,
      materials: ['waxed cotton', 'three-layer shell', 'boiled wool', 'recycled down'], uses: ['rain and wind', 'spring evenings', 'the bike'],
      features: ['The hood follows your head.', 'Two inside pockets close with a zip.', 'Seams are taped.', 'It can be re-waxed at home.'],
    },
    {
      leaf: 'Socks', noun: 'Socks', price: [8, 28], sizes: ['pair', '3-pack'], colours: [...BRIGHT, ...FABRIC],
      materials: ['merino blend', 'combed cotton', 'bamboo viscose'], uses: ['boots', 'sneakers', 'cold floors'],
      features: ['Toe seams lie flat.', 'They stay up without squeezing.', 'Heels are knitted double.', 'Guaranteed against holes for two years.'],
    },
    {
      leaf: 'Scarves', noun: 'Scarf', price: [22, 95], colours: [...FABRIC, ...BRIGHT],
      materials: ['lambswool', 'cashmere blend', 'silk and cotton'], uses: ['windy platforms', 'winter coats', 'summer evenings'],
      features: ['Long enough to wrap twice.', 'Woven in a herringbone.', 'The fringe is twisted by hand.', 'It folds into a pocket.'],
    },
  ],
};
