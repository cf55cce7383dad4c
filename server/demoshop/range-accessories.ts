import { BRIGHT, FABRIC, LEATHER, METAL, type Range } from './kind.ts';

export const ACCESSORIES: Range = {
  department: 'Bags & Accessories',
  brands: [
    { name: 'Strand', level: 1, voice: 'Strand lines every bag in a colour you will find again.' },
    { name: 'Tannery Row', level: 1.4, voice: 'Tannery Row uses leather that is a by-product, tanned with bark.' },
    { name: 'Halcyon', level: 1.15, voice: 'Halcyon gives five years on every hinge and clasp.' },
    { name: 'Carryall', level: 0.7, voice: 'Carryall turns old sails and banners into new things.' },
  ],
  models: ['Mercer', 'Ludlow', 'Pier', 'Arcade', 'Vesper', 'Orchard', 'Canal', 'Belmont', 'Astor', 'Quay'],
  kinds: [
    {
      leaf: 'Tote Bags', noun: 'Tote Bag', price: [19, 140], colours: FABRIC,
      materials: ['heavy canvas', 'vegetable-tanned leather', 'recycled sailcloth'], uses: ['the market', 'a laptop and lunch', 'the beach'],
      features: ['Handles sit on the shoulder over a coat.', 'A zip pocket keeps keys from the bottom.', 'It stands by itself.', 'A flat base carries books.'],
    },
    {
      leaf: 'Wallets', noun: 'Wallet', price: [22, 95], colours: LEATHER,
      materials: ['bridle leather', 'recycled nylon', 'soft calfskin'], uses: ['eight cards', 'travel', 'a front pocket'],
      features: ['It blocks card readers.', 'Coins have their own pocket.', 'Thinner than a phone.', 'Edges are painted by hand.'],
    },
    {
      leaf: 'Sunglasses', noun: 'Sunglasses', price: [25, 160], colours: [...LEATHER, ...BRIGHT],
      materials: ['plant-based acetate', 'light titanium', 'recycled plastic'], uses: ['driving', 'the beach', 'bright snow'],
      features: ['Lenses are polarised and block UV400.', 'Spring hinges fit most faces.', 'A soft case is included.', 'They float.'],
    },
    {
      leaf: 'Watches', noun: 'Watch', price: [70, 320], sizes: ['34 mm', '38 mm', '41 mm'], colours: METAL,
      materials: ['brushed steel', 'titanium', 'steel with a leather strap'], uses: ['everyday wear', 'swimming', 'a first good watch'],
      features: ['Sapphire glass does not scratch.', 'Straps change without tools.', 'Water-resistant to 100 m.', 'Hands glow through the night.'],
    },
    {
      leaf: 'Belts', noun: 'Belt', price: [20, 85], colours: LEATHER,
      materials: ['full-grain leather', 'braided elastic', 'canvas and leather'], uses: ['jeans', 'suits', 'travel'],
      features: ['The buckle is solid brass.', 'It is cut from one piece.', 'Shorten it at home with scissors.', 'The colour deepens with age.'],
    },
    {
      leaf: 'Umbrellas', noun: 'Umbrella', price: [18, 90], colours: [...FABRIC, ...BRIGHT],
      materials: ['recycled pongee', 'fibreglass and nylon'], uses: ['sudden showers', 'stormy streets', 'two people'],
      features: ['Ribs flip back when the wind turns them.', 'One button opens and closes it.', 'It fits a coat pocket.', 'Water rolls off; one shake and it is dry.'],
    },
    {
      leaf: 'Hats', noun: 'Hat', price: [18, 80], colours: FABRIC,
      materials: ['wool felt', 'paper straw', 'ribbed merino'], uses: ['sunny gardens', 'winter walks', 'windy beaches'],
      features: ['It packs flat and springs back.', 'A sweatband keeps it comfortable.', 'The brim shades neck and ears.', 'A cord holds it in wind.'],
    },
  ],
};
