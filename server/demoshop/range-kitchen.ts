import { GLAZE, METAL, WOOD, type Range } from './kind.ts';

export const KITCHEN: Range = {
  department: 'Kitchen',
  brands: [
    { name: 'Kiln & Co', level: 1.1, voice: 'Kiln & Co fires everything in a small pottery by the sea.' },
    { name: 'Hearthstead', level: 1, voice: 'Hearthstead makes plain things that last.' },
    { name: 'Brenn', level: 1.5, voice: 'Brenn has forged for professional kitchens since 1921.' },
    { name: 'Everyday Table', level: 0.7, voice: 'Everyday Table is dishwasher safe, always.' },
  ],
  models: ['Hygge', 'Lund', 'Brasserie', 'Morning', 'Harvest', 'Studio', 'Farmhouse', 'Bistro', 'Linea', 'Nonna'],
  kinds: [
    {
      leaf: 'Mugs', noun: 'Mug', price: [9, 28], sizes: ['250 ml', '350 ml', '450 ml'], colours: GLAZE,
      materials: ['reactive-glazed stoneware', 'fine porcelain', 'enamelled steel'], uses: ['the first coffee', 'long tea breaks', 'hot chocolate'],
      features: ['The handle has room for three fingers.', 'Each glaze comes out a little different.', 'It is safe in microwave and dishwasher.', 'A thick wall keeps drinks warm.'],
    },
    {
      leaf: 'Frying Pans', noun: 'Frying Pan', price: [25, 130], sizes: ['20 cm', '24 cm', '28 cm'], colours: METAL,
      materials: ['seasoned cast iron', 'carbon steel', 'ceramic-coated aluminium'], uses: ['crisp eggs', 'searing steak', 'weeknight suppers'],
      features: ['It works on induction, gas and in the oven.', 'The long handle stays cool.', 'Two lips pour from either side.', 'It gets better with every use.'],
    },
    {
      leaf: "Chef's Knives", noun: "Chef's Knife", price: [35, 190], sizes: ['16 cm', '20 cm', '24 cm'], colours: WOOD,
      materials: ['high-carbon steel', '67-layer Damascus steel', 'stainless steel'], uses: ['chopping herbs', 'fine slicing', 'everyday prep'],
      features: ['A full tang gives it balance.', 'The edge is ground to 15 degrees a side.', 'The handle is shaped for left and right hands.', 'It comes with a blade guard.'],
    },
    {
      leaf: 'Kettles', noun: 'Kettle', price: [35, 140], sizes: ['1 L', '1.5 L', '1.7 L'], colours: METAL,
      materials: ['brushed steel', 'enamelled steel', 'borosilicate glass'], uses: ['pour-over coffee', 'tea for four', 'small kitchens'],
      features: ['It keeps the temperature you choose for half an hour.', 'The spout pours where you point it.', 'It stops by itself when empty.', 'The lid opens wide for cleaning.'],
    },
    {
      leaf: 'Cutting Boards', noun: 'Cutting Board', price: [18, 85], sizes: ['30 cm', '38 cm', '45 cm'], colours: WOOD,
      materials: ['end-grain hardwood', 'solid timber', 'bamboo'], uses: ['bread and cheese', 'carving', 'daily chopping'],
      features: ['A groove catches the juices.', 'Rubber feet hold it still.', 'It is kind to sharp edges.', 'Oil it twice a year and it will outlive you.'],
    },
    {
      leaf: 'Coffee Makers', noun: 'Coffee Maker', price: [28, 240], sizes: ['3-cup', '6-cup', '8-cup'], colours: METAL,
      materials: ['polished aluminium', 'stainless steel', 'heat-proof glass'], uses: ['slow mornings', 'strong espresso', 'filter coffee'],
      features: ['The brew takes four minutes from cold.', 'A fine mesh keeps the cup clear.', 'Every part can be replaced.', 'It works without paper filters.'],
    },
    {
      leaf: 'Mixing Bowls', noun: 'Mixing Bowl', price: [14, 60], sizes: ['1.5 L', '3 L', '4.5 L'], colours: GLAZE,
      materials: ['glazed stoneware', 'stainless steel', 'melamine'], uses: ['bread dough', 'big salads', 'cake batter'],
      features: ['A non-slip base lets you stir with one hand.', 'A pouring lip leaves no drips.', 'Measuring marks are inside.', 'Bowls of the series nest.'],
    },
  ],
};
